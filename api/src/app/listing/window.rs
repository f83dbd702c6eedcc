//! From when to when: a thing is live, or is listed under something because another thing is.

use std::collections::BTreeMap;

use entity::instant::Instant;
use entity::status::Status;
use uuid::Uuid;

/// A stretch of time, without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Live {
    pub from: Instant,
    pub until: Instant,
}

impl Live {
    pub const ALWAYS: Self = Self { from: Instant::MIN, until: Instant::MAX };

    /// `None` for what is not published.
    pub fn of(status: Status, published_at: Option<Instant>, expires_at: Option<Instant>) -> Option<Self> {
        let from = published_at.filter(|_| status == Status::Published)?;
        Some(Self { from, until: expires_at.unwrap_or(Instant::MAX) })
    }

    /// Whether this instant lies in it.
    pub fn holds(self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }

    /// While both last; `None` if that is never.
    pub fn and(self, other: Self) -> Option<Self> {
        let (from, until) = (self.from.max(other.from), self.until.min(other.until));
        (from < until).then_some(Self { from, until })
    }
}

/// What something is listed under, and while which window lasts.
pub type Lent = Vec<(Uuid, Live)>;

/// The same time, of each scope in as few windows as can be, and only while `live` lasts: of one scope no two
/// overlap, so at any time one at most counts.
pub fn while_live(live: Live, lent: Lent) -> Lent {
    let mut windows: BTreeMap<Uuid, Vec<Live>> = BTreeMap::new();
    for (scope, window) in lent {
        windows.entry(scope).or_default().push(window);
    }
    let each = windows.into_iter().flat_map(|(scope, windows)| {
        merged(windows).into_iter().filter_map(move |window| Some((scope, window.and(live)?)))
    });
    each.collect()
}

/// The time outside all of these.
pub fn gaps(windows: Vec<Live>) -> Vec<Live> {
    let (mut gaps, mut from) = (Vec::new(), Instant::MIN);
    for window in merged(windows) {
        if from < window.from {
            gaps.push(Live { from, until: window.from });
        }
        from = window.until;
    }
    if from < Instant::MAX {
        gaps.push(Live { from, until: Instant::MAX });
    }
    gaps
}

/// In order, and none touching another.
fn merged(mut windows: Vec<Live>) -> Vec<Live> {
    windows.sort_unstable();
    let mut merged: Vec<Live> = Vec::with_capacity(windows.len());
    for window in windows {
        match merged.last_mut() {
            Some(last) if window.from <= last.until => last.until = last.until.max(window.until),
            _ => merged.push(window),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: i64, until: i64) -> Live {
        Live { from: Instant(from), until: Instant(until) }
    }

    #[test]
    fn windows_that_touch_become_one() {
        let windows = vec![window(30, 40), window(1, 5), window(5, 9), window(2, 3), window(20, 35)];
        assert_eq!(merged(windows), [window(1, 9), window(20, 40)]);
    }

    #[test]
    fn a_gap_is_the_time_that_no_window_has() {
        let (start, end) = (i64::MIN, i64::MAX);
        assert_eq!(gaps(Vec::new()), [Live::ALWAYS]);
        assert_eq!(gaps(vec![Live::ALWAYS]), []);
        assert_eq!(gaps(vec![window(7, 9), window(1, 5)]), [window(start, 1), window(5, 7), window(9, end)]);
        assert_eq!(gaps(vec![window(1, end)]), [window(start, 1)]);
    }

    #[test]
    fn what_is_lent_lasts_no_longer_than_the_borrower() {
        let (china, chile) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let lent = vec![(china, window(0, 5)), (chile, window(90, 99)), (china, window(20, 30))];
        assert_eq!(
            while_live(window(3, 25), lent),
            [(china, window(3, 5)), (china, window(20, 25))],
            "Chile comes too late"
        );
    }
}
