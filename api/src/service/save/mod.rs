//! How every noun is saved: check all, compare with what is stored, write what differs, in pieces.

mod base;
mod check;
pub mod child;
mod history;
mod identity;
mod links;
mod revision;
mod stamp;
mod uses;

use std::collections::HashMap;

use entity::id::AssetId;
use entity::instant::Instant;
use entity::status::TextStatus;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

pub use base::{Base, Linked, Stamps, Target};
pub use check::{check, check_stored};
pub use links::{Links, dangling, lost_files};
pub use revision::{baseline, numbers, row as revision};
use stamp::Made;

use super::input::{Naming, Record};
use crate::app::Tx;
use crate::app::listing::Touched;
use crate::domain;
use crate::domain::mistake::Mistake;
use crate::error::{Error, Result};

/// Stands where the save has yet to set a time.
pub const UNSTAMPED: Instant = Instant(0);

/// Items read, rendered and written at a time.
const PIECE: usize = 256;

/// Everything that can be edited about a thing of one noun.
pub trait Input: Clone + Send + Sync + 'static {
    type Stored: Stored;

    fn parts(&self) -> Parts<'_>;
    /// Every rule that needs no database.
    fn check(&self, check: &mut domain::check::Check);
    /// Rules of this noun alone that only the database can tell.
    fn check_stored(
        _db: &DatabaseTransaction,
        _items: &[Self],
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
    fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> impl Future<Output = Result<Vec<Self>>> + Send;
    /// Writes all rows; `known` are those of them that were stored, as they were.
    fn write(
        db: &DatabaseTransaction,
        rows: Vec<Self>,
        known: Vec<Self>,
    ) -> impl Future<Output = Result<()>> + Send;
    /// Adds what is to be remembered of a change, which is known to be one.
    fn sign(&mut self, _before: &Self, _tx: &Tx<'_>) {}
    /// All of it that can be edited, as JSON; `None` of what has no revisions.
    fn document(&self) -> Option<String> {
        None
    }
    /// Says which rows of the lists the change makes stale.
    fn touch(before: Option<&Self>, after: &Self, touched: &mut Touched);

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

struct Change<S> {
    before: Option<S>,
    after: S,
    old_slugs: Vec<String>,
    /// Of its last revision, if it has one.
    number: Option<i32>,
}

/// Saves things of one noun: new ones by id, stored ones over what they were.
pub async fn many<I: Input>(tx: &mut Tx<'_>, items: Vec<I>) -> Result<Saved> {
    save(tx, items, None).await
}

/// Saves one thing over what was read of it in this unit of work, which holds the content since before.
pub async fn over<I: Input>(tx: &mut Tx<'_>, item: I, stored: I::Stored) -> Result<Saved> {
    Box::pin(save(tx, vec![item], Some(stored))).await
}

/// Writes a thing that is stored as it would be, to be read and undone: neither revisions nor the uses of files are
/// kept of that.
pub async fn shown<I: Input>(tx: &mut Tx<'_>, item: I, stored: I::Stored) -> Result<()> {
    tx.hold_content().await?;
    let items = [item];
    let mistakes = check_stored(&tx.db, &items).await?;
    refuse(&tx.db, &items, mistakes).await?;
    let [item] = items;
    let Made { before, after, differs, .. } = stamp::make(Some(stored), item, None, tx.now());
    if differs { I::Stored::write(&tx.db, vec![after], before.into_iter().collect()).await } else { Ok(()) }
}

/// An error if there are mistakes, or if something the items point at is missing.
pub async fn refuse<I: Input>(
    db: &DatabaseTransaction,
    items: &[I],
    mut mistakes: Vec<Mistake>,
) -> Result<()> {
    mistakes.extend(links::dangling(db, items).await?);
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Mistakes(mistakes)) }
}

async fn save<I: Input>(tx: &mut Tx<'_>, items: Vec<I>, mut stored: Option<I::Stored>) -> Result<Saved> {
    tx.hold_content().await?;
    let check =
        if stored.is_some() { check_stored(&tx.db, &items).await } else { check(&tx.db, &items).await };
    refuse(&tx.db, &items, check?).await?;
    let parked = history::park(&tx.db, &items).await?;
    let current = items.iter().filter_map(|item| item.naming()).map(|naming| naming.slug.clone()).collect();
    let claimed = history::claimed(&items);
    let mut saved = Saved::default();
    let mut items = items.into_iter();
    loop {
        let piece: Vec<I> = items.by_ref().take(PIECE).collect();
        if piece.is_empty() {
            return Ok(saved);
        }
        let count = piece.len();
        let changes = changes(tx, piece, stored.take(), &parked, (&current, &claimed)).await?;
        let created = changes.iter().filter(|change| change.before.is_none()).count();
        saved.created += created;
        saved.updated += changes.len() - created;
        saved.unchanged += count - changes.len();
        write(tx, changes).await?;
    }
}

/// Reads what is stored, unless it is known, makes the new rows beside it, and keeps what differs.
async fn changes<I: Input>(
    tx: &Tx<'_>,
    piece: Vec<I>,
    known: Option<I::Stored>,
    parked: &history::Parked,
    (current, claimed): (&history::Slugs, &history::Claims),
) -> Result<Vec<Change<I::Stored>>> {
    let ids: Vec<Uuid> = piece.iter().map(Input::id).collect();
    let rows = match known {
        Some(row) => vec![row],
        None => I::Stored::load(&tx.db, &ids).await?,
    };
    let mut stored = HashMap::new();
    for mut row in rows {
        parked.restore(&mut row);
        stored.insert(row.id(), row);
    }
    let numbers = revision::numbers::<I::Stored>(&tx.db, &ids).await?;
    let made = piece.into_iter().map(|item| {
        let number = numbers.get(&item.id()).copied();
        let made = stamp::make(stored.remove(&item.id()), item, number, tx.now());
        let Made { before, mut after, differs, old_slugs } = made;
        if let (true, Some(before)) = (differs, &before) {
            after.sign(before, tx);
        }
        (differs, Change { before, after, old_slugs, number })
    });
    let mut made: Vec<_> = made.collect();
    let renamed = made.iter().filter(|(_, change)| !change.old_slugs.is_empty());
    let renamed: Vec<Uuid> = renamed.map(|(_, change)| change.after.id()).collect();
    let olds = history::known::<I::Stored>(&tx.db, &renamed).await?;
    for (_, Change { after, old_slugs, .. }) in &mut made {
        old_slugs.retain(|old| claimed.get(old).is_none_or(|id| *id == after.id()));
        old_slugs.retain(|old| !olds.contains(&(after.id(), old.clone())) && !current.contains(old));
    }
    made.retain(|(differs, change)| *differs || !change.old_slugs.is_empty());
    Ok(made.into_iter().map(|(_, change)| change).collect())
}

async fn write<S: Stored>(tx: &mut Tx<'_>, changes: Vec<Change<S>>) -> Result<()> {
    for change in &changes {
        S::touch(change.before.as_ref(), &change.after, &mut tx.touched);
    }
    history::write(tx, &changes).await?;
    revision::write(tx, &changes).await?;
    let (known, rows): (Vec<_>, Vec<_>) =
        changes.into_iter().map(|change| (change.before, change.after)).unzip();
    let known: Vec<S> = known.into_iter().flatten().collect();
    let known_ids: Vec<Uuid> = known.iter().map(Stored::id).collect();
    let uses = uses::of(&rows);
    S::write(&tx.db, rows, known).await?;
    uses::replace::<S>(&tx.db, &known_ids, uses).await
}
