//! What a save decides by itself: versions, times, and whether anything differs at all.

use entity::instant::Instant;

use super::base::Stamps;
use super::{Base, Input, Stored, history};
use crate::service::input::{Purpose, Record};

/// An item as it will be stored, beside what it was.
pub struct Made<S> {
    pub before: Option<S>,
    pub after: S,
    pub differs: bool,
    pub old_slugs: Vec<String>,
}

/// `number`: of its last revision, if it has one.
pub fn make<I: Input>(
    before: Option<I::Stored>,
    item: I,
    number: Option<i32>,
    now: Instant,
) -> Made<I::Stored> {
    let given = item.record().clone();
    let mut old_slugs = item.naming().map(|naming| naming.old_slugs.clone()).unwrap_or_default();
    let mut after = item.into_stored(before.as_ref());
    let differs = stamp(before.as_ref(), &mut after, &given, (number, now));
    old_slugs.extend(history::renamed_from(before.as_ref(), &after));
    Made { before, after, differs, old_slugs }
}

/// Whether a thing would be stored otherwise than it is.
pub fn differs<I: Input>(stored: &I::Stored, wanted: I) -> bool {
    let mut after = wanted.into_stored(Some(stored));
    <I::Stored as Stored>::Base::set_stamps(
        after.base_mut(),
        <I::Stored as Stored>::Base::stamps(stored.base()),
    );
    after != *stored
}

/// Sets version and times; answers whether anything else differs.
fn stamp<S: Stored>(
    before: Option<&S>,
    after: &mut S,
    given: &Record,
    (number, now): (Option<i32>, Instant),
) -> bool {
    let Some(before) = before else {
        let created_at = given.created_at.unwrap_or(now);
        let updated_at = given.updated_at.unwrap_or(now);
        let stamps = Stamps { created_at, updated_at, version: given.version.unwrap_or(1), draft_id: None };
        S::Base::set_stamps(after.base_mut(), stamps);
        return true;
    };
    let mut stamps = S::Base::stamps(before.base());
    match given.purpose {
        Purpose::Save => {}
        Purpose::Publish | Purpose::PutAway => stamps.draft_id = None,
        Purpose::Show(version, updated_at) => (stamps.version, stamps.updated_at) = (version, updated_at),
    }
    S::Base::set_stamps(after.base_mut(), stamps);
    if *after == *before {
        return false;
    }
    if let Purpose::Show(..) = given.purpose {
        return true;
    }
    // A newer version from elsewhere keeps its stamps; anything else is an edit made here and now.
    let last = stamps.version.max(number.unwrap_or(0));
    let newer = given.version.filter(|version| *version > last);
    stamps.updated_at = newer.and(given.updated_at).unwrap_or(now);
    stamps.version = newer.unwrap_or(last.saturating_add(1));
    S::Base::set_stamps(after.base_mut(), stamps);
    true
}
