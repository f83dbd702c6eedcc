//! How every noun is saved: what a noun has to say of itself, and the steps that are the same for all.

pub mod base;
mod check;
pub mod child;
mod history;
mod identity;
mod links;
pub mod load;
mod revision;
mod stamp;
mod steps;
mod uses;

use entity::id::AssetId;
use entity::instant::Instant;
use entity::status::TextStatus;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

pub use base::{Base, Linked, Stamps, Target};
pub use check::{check, drafts as check_drafts, over as check_over};
pub use links::{Links, NOWHERE, Sound, dangling_but, lost_files, named, targets};
pub use revision::{asked as asked_numbers, baseline, row as revision};
pub use stamp::differs;
pub use steps::{check_new, many, new, over, shown};

use super::input::{Naming, Record};
use crate::app::Tx;
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::Touched;
use crate::domain;
use crate::domain::mistake::Mistake;
use crate::error::Result;

/// Stands where the save has yet to set a time.
pub const UNSTAMPED: Instant = Instant(0);

/// Everything that can be edited about a thing of one noun.
pub trait Input: Clone + Send + Sync + 'static {
    type Stored: Stored;

    fn parts(&self) -> Parts<'_>;
    /// Every rule that needs no database.
    fn check(&self, check: &mut domain::check::Check);
    /// Rules of this noun alone that only the database can tell; what `own` has is the item's.
    fn check_stored(
        _db: &DatabaseTransaction,
        _items: &[Self],
        _own: Option<&Self::Stored>,
    ) -> impl Future<Output = Result<Vec<Mistake>>> + Send {
        std::future::ready(Ok(Vec::new()))
    }
    /// What it points at.
    fn links(&self, links: &mut Links);
    /// The rows it becomes; stamps are set by the save.
    fn into_stored(self, before: Option<&Self::Stored>) -> Self::Stored;

    fn id(&self) -> Uuid {
        self.parts().id
    }

    fn record(&self) -> &Record {
        self.parts().record
    }

    fn naming(&self) -> Option<&Naming> {
        self.parts().naming
    }
}

/// What inputs of all nouns have.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    pub id: Uuid,
    pub record: &'a Record,
    /// `None` for assets, which have no slug.
    pub naming: Option<&'a Naming>,
}

/// All rows of one thing.
pub trait Stored: Clone + PartialEq + Send + Sync + Sized + 'static {
    type Base: Base;

    fn base(&self) -> &<Self::Base as sea_orm::EntityTrait>::Model;
    fn base_mut(&mut self) -> &mut <Self::Base as sea_orm::EntityTrait>::Model;
    /// The files it names.
    fn assets(&self) -> Vec<AssetId> {
        Vec::new()
    }
    /// Its rich texts as HTML, and whether they are published.
    fn bodies(&self) -> impl Iterator<Item = (TextStatus, &str)> {
        std::iter::empty()
    }
    /// In no order; what is not there is left out.
    fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> impl Future<Output = Result<Vec<Self>>> + Send {
        async { Ok(Self::load_beside(db, Queries::of(db), ids).await?.0) }
    }
    /// The same in one go with what `queries` has already, whose answers are still to be taken.
    fn load_beside(
        db: &DatabaseTransaction,
        queries: Queries,
        ids: &[Uuid],
    ) -> impl Future<Output = Result<(Vec<Self>, Answers)>> + Send;
    /// Adds what writes all rows; `known` are those of them that were stored, as they were.
    fn write(writes: &mut Writes, rows: Vec<Self>, known: Vec<Self>);
    /// Adds what is to be remembered of a change, which is known to be one.
    fn sign(&mut self, _before: &Self, _tx: &Tx<'_>) {}
    /// All of it that can be edited, as JSON; `None` of what has no revisions.
    fn document(&self) -> Option<String> {
        None
    }
    /// Says which rows of the lists the change makes stale.
    fn touch(before: Option<&Self>, after: &Self, touched: &mut Touched);
    /// The same of what is about to go.
    fn touch_last(&self, touched: &mut Touched) {
        Self::touch(None, self, touched);
        touched.outdated(self.id());
    }

    fn id(&self) -> Uuid {
        Self::Base::id(self.base())
    }
}

/// What a save did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    pub created: usize,
    pub updated: usize,
    /// Those were not written: they keep `updatedAt` and `version`.
    pub unchanged: usize,
}

/// What was read of a thing in this unit of work, which holds the content since before.
#[derive(Clone, Debug)]
pub struct Known<I: Input> {
    pub stored: I::Stored,
    /// Of its last revision, if it has one.
    pub number: Option<i32>,
    pub sound: Sound,
}
