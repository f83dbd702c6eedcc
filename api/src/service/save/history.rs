//! Slugs over time: an old one still finds its thing, for as long as no other that has taken it can be seen, and until another
//! one was called so, too.

use std::collections::{HashMap, HashSet};

use entity::slug_history::{Column, Entity, Model};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryTrait};
use uuid::Uuid;

use super::base::Base;
use super::revision;
use super::steps::Change;
use super::{Input, Stored};
use crate::app::Tx;
use crate::app::bulk::{self, Writes};
use crate::error::Result;

/// What the items of a save say of slugs: whose they are, and whose they were.
pub struct Words {
    current: HashMap<String, Uuid>,
    claimed: HashMap<String, Uuid>,
}

/// What an item says of its past wins over what another one was called a moment ago.
pub fn words<I: Input>(items: &[I]) -> Words {
    let named = items.iter().filter_map(|item| Some((item.id(), item.naming()?)));
    let current = named.clone().map(|(id, naming)| (naming.slug.clone(), id)).collect();
    let claimed =
        named.flat_map(|(id, naming)| naming.old_slugs.iter().map(move |old| (old.clone(), id))).collect();
    Words { current, claimed }
}

impl Words {
    /// Whether this thing may go by that old slug.
    pub fn are_of(&self, id: Uuid, old: &str) -> bool {
        self.claimed.get(old).is_none_or(|of| *of == id) && self.current.get(old) != Some(&id)
    }
}

/// What items of this save had before it was freed for others of the save.
#[derive(Debug, Default)]
pub struct Parked {
    slugs: HashMap<Uuid, String>,
    refs: HashMap<Uuid, String>,
}

impl Parked {
    /// Makes a row read after parking what it was before.
    pub fn restore<S: Stored>(&self, row: &mut S) {
        let id = row.id();
        if let Some(was) = self.slugs.get(&id) {
            S::Base::set_slug(row.base_mut(), was.clone());
        }
        if let Some(was) = self.refs.get(&id) {
            S::Base::set_external_ref(row.base_mut(), Some(was.clone()));
        }
    }
}

/// Frees slugs and external keys that one item of the save hands to another: two that swap would collide.
pub async fn park<I: Input>(db: &DatabaseTransaction, items: &[I]) -> Result<Parked> {
    type Table<I> = <<I as Input>::Stored as Stored>::Base;
    let mut parked = Parked::default();
    if items.len() < 2 {
        return Ok(parked);
    }
    let mut writes = Writes::of(db);
    if let Some(column) = Table::<I>::SLUG {
        let wanted = items.iter().filter_map(|item| Some((item.id(), item.naming()?.slug.clone())));
        parked.slugs = handed_over::<Table<I>>(db, column, wanted.collect()).await?;
        for id in parked.slugs.keys() {
            writes.set::<Table<I>>((Table::<I>::ID, *id), column, format!("~{id}"));
            writes.flush_if_many(db).await?;
        }
    }
    let column = Table::<I>::EXTERNAL_REF;
    let wanted = items.iter().filter_map(|item| Some((item.id(), item.record().external_ref.clone()?)));
    parked.refs = handed_over::<Table<I>>(db, column, wanted.collect()).await?;
    for id in parked.refs.keys() {
        writes.set::<Table<I>>((Table::<I>::ID, *id), column, None::<String>);
        writes.flush_if_many(db).await?;
    }
    writes.send(db).await?;
    Ok(parked)
}

/// The wanted words that something else has: after the check, that is another item of the save.
async fn handed_over<B: Base>(
    db: &DatabaseTransaction,
    column: B::Column,
    wanted: Vec<(Uuid, String)>,
) -> Result<HashMap<Uuid, String>> {
    let words: Vec<String> = wanted.iter().map(|(_, word)| word.clone()).collect();
    let holders = bulk::holders::<B>(db, B::ID, column, &words).await?;
    let others = wanted.into_iter().filter_map(|(id, word)| {
        let holder = *holders.get(&word)?;
        (holder != id).then_some((holder, word))
    });
    Ok(others.collect())
}

/// Which of the items went by which slugs before.
pub async fn known<S: Stored>(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<HashSet<(Uuid, String)>> {
    if S::Base::NOUN.is_none() {
        return Ok(HashSet::new());
    }
    let rows = bulk::find::<Entity>(db, Column::ItemId, ids).await?;
    Ok(rows.into_iter().map(|row| (row.item_id, row.slug)).collect())
}

/// Which of these the public has perhaps never seen: what is scheduled, and what was taken back before its time came, may have
/// been live before that, and may not. What an import took back is not told apart.
pub async fn unseen<S: Stored>(tx: &Tx<'_>, things: &[&S]) -> Result<HashSet<Uuid>> {
    let mut unseen = HashSet::new();
    let mut asked = HashMap::new();
    for thing in things {
        match S::Base::was_live(thing.base(), tx.now()) {
            Some(true) => {}
            Some(false) => drop(unseen.insert(thing.id())),
            None => drop(asked.insert(thing.id(), S::Base::published_at(thing.base()))),
        }
    }
    let ids: Vec<Uuid> = asked.keys().copied().collect();
    let taken_back = revision::taken_back(&tx.db, &ids).await?;
    unseen.extend(ids.into_iter().filter(|id| taken_back.get(id).copied() < asked[id]));
    Ok(unseen)
}

/// What nobody but its editors ever saw leaves no address behind.
pub fn renamed_from<S: Stored>(before: Option<&S>, after: &S) -> Option<String> {
    let before = before.map(S::base).filter(|before| S::Base::was_public(before))?;
    let was = S::Base::slug(before)?;
    (S::Base::slug(after.base())? != was).then(|| was.to_owned())
}

/// Forgets slugs that are current again and remembers those that no longer are.
pub fn write<S: Stored>(tx: &Tx<'_>, writes: &mut Writes, changes: &[Change<S>]) {
    let Some(noun) = S::Base::NOUN else { return };
    let named = changes.iter().filter(|change| {
        let was = change.before.as_ref().and_then(|before| S::Base::slug(before.base()));
        was != S::Base::slug(change.after.base())
    });
    // What something is called again is no old slug of its own. Others keep theirs: what nobody sees takes no address away, and
    // reading prefers what is there now, for as long as it is.
    let current: Vec<(&str, Uuid)> =
        named.filter_map(|change| Some((S::Base::slug(change.after.base())?, change.after.id()))).collect();
    for some in current.chunks(bulk::IDS) {
        let (slugs, ids): (Vec<_>, Vec<_>) = some.iter().copied().unzip();
        let own = Entity::delete_many().filter(Column::Type.eq(noun));
        let own = own.filter(Column::Slug.is_in(bulk::padded(&slugs)));
        writes.add(&own.filter(Column::ItemId.is_in(bulk::padded(&ids))).into_query());
    }
    let rows = changes.iter().flat_map(|change| {
        let (item_id, created_at) = (change.after.id(), tx.now());
        let before = change.before.as_ref().filter(|_| change.in_doubt);
        let in_doubt = before.and_then(|before| S::Base::slug(before.base()));
        let row = move |slug: &String| {
            (in_doubt == Some(slug), Model { r#type: noun, slug: slug.clone(), item_id, created_at })
        };
        change.old_slugs.iter().map(row)
    });
    let mut rows: Vec<(bool, Model)> = rows.collect();
    rows.sort_by(|(a_doubt, a), (b_doubt, b)| (&a.slug, a_doubt).cmp(&(&b.slug, b_doubt)));
    rows.dedup_by(|(_, a), (_, b)| a.slug == b.slug);
    let (in_doubt, certain): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(in_doubt, _)| *in_doubt);
    writes.upsert::<Entity>(certain.into_iter().map(|(_, row)| row).collect());
    // It takes no address away that is another's.
    writes.insert_missing::<Entity>(in_doubt.into_iter().map(|(_, row)| row).collect());
}
