//! What a unit of work has to mend in the lists, and what it knows of that already.

use std::collections::{BTreeMap, BTreeSet};

use entity::id::{CityId, EventId};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::basis::Wants;
use super::rows::PIECE;
use super::{calls, cities, clusters, media, news, partners, practices, topics};
use crate::app::freshness::Stale;
use crate::error::Result;

/// Things whose rows no longer tell the truth.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    pub news: Items<news::Facts>,
    /// Events that are no more, or no longer listed.
    pub events: BTreeSet<EventId>,
    pub practices: Items<practices::Facts>,
    pub media: Items<media::Facts>,
    pub calls: Items<calls::Facts>,
    /// Themselves, or their members.
    pub clusters: Items<clusters::Facts>,
    /// Themselves, or their memberships.
    pub cities: Items<cities::Facts>,
    /// Cities that lend another country to what tells of them, or at another time.
    pub moved: BTreeSet<CityId>,
    pub partners: Items<partners::Facts>,
    pub topics: Items<topics::Facts>,
    /// What else is no longer as it was: files, and events, which change with their news.
    pub stale: Stale,
}

/// Things of one noun, of some of which it is known what lists ask: what was saved a moment ago need not be read.
#[derive(Clone, Debug)]
pub struct Items<F>(BTreeMap<Uuid, Option<F>>);

impl Touched {
    /// Something else than a save changed it: what was known of it is to be learned anew, or read. False if nothing was.
    pub fn outdated(&mut self, item: Uuid) -> bool {
        self.news.outdated(item)
            || self.practices.outdated(item)
            || self.media.outdated(item)
            || self.calls.outdated(item)
            || self.clusters.outdated(item)
            || self.cities.outdated(item)
            || self.partners.outdated(item)
            || self.topics.outdated(item)
    }
}

impl<F> Default for Items<F> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<F> Items<F> {
    /// As it was just saved. Of very many it is no gain to remember all.
    pub fn learn(&mut self, id: Uuid, facts: F) {
        let facts = (self.0.len() < PIECE).then_some(facts);
        self.0.insert(id, facts);
    }

    fn outdated(&mut self, id: Uuid) -> bool {
        self.0.get_mut(&id).and_then(Option::take).is_some()
    }

    /// So many that they can be worked on at a time.
    pub(super) fn pieces(&self) -> Vec<Piece<F>>
    where
        F: Facts,
    {
        let all: Vec<_> = self.0.iter().collect();
        all.chunks(PIECE).map(Piece::of).collect()
    }
}

/// Some of them.
pub(super) struct Piece<F> {
    pub ids: Vec<Uuid>,
    known: Vec<F>,
    unknown: Vec<Uuid>,
}

impl<F: Facts> Piece<F> {
    fn of(some: &[(&Uuid, &Option<F>)]) -> Self {
        let unknown = some.iter().filter(|(_, facts)| facts.is_none()).map(|(id, _)| **id);
        Self {
            ids: some.iter().map(|(id, _)| **id).collect(),
            known: some.iter().filter_map(|(_, facts)| (*facts).clone()).collect(),
            unknown: unknown.collect(),
        }
    }

    /// What is known, and what is loaded of the rest.
    pub async fn facts(self, db: &DatabaseTransaction) -> Result<Vec<F>> {
        let mut facts = self.known;
        if !self.unknown.is_empty() {
            facts.extend(F::load(db, &self.unknown).await?);
        }
        Ok(facts)
    }
}

/// What the lists ask of a thing.
pub trait Facts: Clone + Send {
    fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> impl Future<Output = Result<Vec<Self>>> + Send;
    /// Adds what must be read beside it.
    fn wants(&self, wants: &mut Wants);
}

macro_rules! facts {
    ($($noun:ident)*) => {$(
        impl Facts for $noun::Facts {
            fn load(
                db: &DatabaseTransaction,
                ids: &[Uuid],
            ) -> impl Future<Output = Result<Vec<Self>>> + Send {
                $noun::load(db, ids)
            }

            fn wants(&self, wants: &mut Wants) {
                $noun::wants(self, wants);
            }
        }
    )*};
}

facts! { calls cities clusters media news partners practices topics }

/// Of which nothing is known, unless it is already.
impl<F> Extend<Uuid> for Items<F> {
    fn extend<T: IntoIterator<Item = Uuid>>(&mut self, ids: T) {
        for id in ids {
            self.0.entry(id).or_default();
        }
    }
}

impl<F> FromIterator<Uuid> for Items<F> {
    fn from_iter<T: IntoIterator<Item = Uuid>>(ids: T) -> Self {
        let mut items = Self::default();
        items.extend(ids);
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(id: Uuid) -> topics::Facts {
        topics::Facts { id, names: Vec::new() }
    }

    #[test]
    fn what_was_saved_is_known_until_something_else_changes_it() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut touched = Touched::default();
        touched.topics.learn(one, topic(one));
        touched.topics.extend([one, other]);
        let [piece] = <[_; 1]>::try_from(touched.topics.pieces()).ok().unwrap();
        assert_eq!((piece.known.len(), piece.unknown, piece.ids), (1, vec![other], vec![one, other]));
        assert!(touched.outdated(one) && !touched.outdated(other));
        let [piece] = <[_; 1]>::try_from(touched.topics.pieces()).ok().unwrap();
        assert_eq!((piece.known.len(), piece.unknown), (0, vec![one, other]));
    }

    #[test]
    fn of_very_many_only_some_are_remembered() {
        let mut items = Items::default();
        (0..1000).map(Uuid::from_u128).for_each(|id| items.learn(id, topic(id)));
        let pieces = items.pieces();
        assert_eq!(pieces.iter().map(|piece| piece.known.len()).sum::<usize>(), PIECE);
        assert_eq!(pieces.iter().map(|piece| piece.ids.len()).sum::<usize>(), 1000);
    }
}
