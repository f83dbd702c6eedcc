//! The steps of a save: check all, compare with what is stored, write what differs, in pieces.

use std::collections::HashMap;

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::stamp::{self, Made};
use super::{Input, Known, Saved, Stored, check, history, links, revision, uses};
use crate::app::Tx;
use crate::app::bulk::{Queries, Writes};
use crate::domain::mistake::Mistake;
use crate::error::{Error, Result};
use crate::service::input::Purpose;

/// Items read, rendered and written at a time.
const PIECE: usize = 256;

/// A thing before and after.
pub(super) struct Change<S> {
    pub before: Option<S>,
    pub after: S,
    pub old_slugs: Vec<String>,
    /// Whether the public can have missed what it was called before.
    pub in_doubt: bool,
    /// Of its last revision, if it has one.
    pub number: Option<i32>,
}

/// What things of a save were.
struct Past<S> {
    stored: HashMap<Uuid, S>,
    numbers: HashMap<Uuid, i32>,
}

/// Saves things of one noun: new ones by id, stored ones over what they were.
pub async fn many<I: Input>(tx: &mut Tx<'_>, items: Vec<I>) -> Result<Saved> {
    tx.hold_content().await?;
    let mistakes = check::check(&tx.db, &items).await?;
    refuse(&tx.db, &items, mistakes).await?;
    let parked = history::park(&tx.db, &items).await?;
    let words = history::words(&items);
    let mut saved = Saved::default();
    let mut items = items.into_iter();
    loop {
        let piece: Vec<I> = items.by_ref().take(PIECE).collect();
        if piece.is_empty() {
            return Ok(saved);
        }
        let count = piece.len();
        let past = past(tx, &piece, &parked).await?;
        let changes = changes(tx, piece, past, &words).await?;
        let created = changes.iter().filter(|change| change.before.is_none()).count();
        saved.created += created;
        saved.updated += changes.len() - created;
        saved.unchanged += count - changes.len();
        write(tx, changes).await?;
    }
}

/// Saves one thing that is new: nothing has its id, which was made in this unit of work.
pub async fn new<I: Input>(tx: &mut Tx<'_>, item: I) -> Result<()> {
    tx.hold_content().await?;
    let items = [item];
    let mistakes = check::new(&tx.db, &items).await?;
    refuse(&tx.db, &items, mistakes).await?;
    let words = history::words(&items);
    let past = Past { stored: HashMap::new(), numbers: HashMap::new() };
    let changes = Box::pin(changes(tx, items.into(), past, &words)).await?;
    Box::pin(write(tx, changes)).await
}

/// Whether such a thing could be saved as a new one.
pub async fn check_new<I: Input>(db: &DatabaseTransaction, item: &I) -> Result<()> {
    let items = std::slice::from_ref(item);
    let mistakes = check::new(db, items).await?;
    refuse(db, items, mistakes).await
}

/// Saves one thing over what is known of it; answers what is stored then.
pub async fn over<I: Input>(tx: &mut Tx<'_>, item: I, known: Known<I>) -> Result<I::Stored> {
    tx.hold_content().await?;
    let Known { stored, number, sound } = known;
    if !matches!(item.record().purpose, Purpose::PutAway) {
        let mistakes = check::over(&tx.db, &item, &stored, &sound).await?;
        if !mistakes.is_empty() {
            return Err(Error::Mistakes(mistakes));
        }
    }
    let id = stored.id();
    let numbers = number.map(|number| (id, number)).into_iter().collect();
    let words = history::words(std::slice::from_ref(&item));
    let unchanged = stored.clone();
    let past = Past { stored: HashMap::from([(id, stored)]), numbers };
    let changes = Box::pin(changes(tx, vec![item], past, &words)).await?;
    let after = changes.first().map_or(unchanged, |change| change.after.clone());
    Box::pin(write(tx, changes)).await?;
    Ok(after)
}

/// Writes a thing that is stored as it would be, to be read and undone: neither revisions nor the uses of files are
/// kept of that, and all of it was checked.
pub async fn shown<I: Input>(tx: &Tx<'_>, item: I, stored: I::Stored) -> Result<()> {
    let Made { before, after, differs, .. } = stamp::make(Some(stored), item, None, tx.now());
    let mut writes = Writes::of(&tx.db);
    if differs {
        I::Stored::write(&mut writes, vec![after], before.into_iter().collect());
    }
    writes.send(&tx.db).await
}

/// An error if there are mistakes, or if something the items point at is missing.
async fn refuse<I: Input>(db: &DatabaseTransaction, items: &[I], mut mistakes: Vec<Mistake>) -> Result<()> {
    mistakes.extend(links::dangling(db, items).await?);
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Mistakes(mistakes)) }
}

/// Reads what is stored.
async fn past<I: Input>(tx: &Tx<'_>, piece: &[I], parked: &history::Parked) -> Result<Past<I::Stored>> {
    let ids: Vec<Uuid> = piece.iter().map(Input::id).collect();
    let mut queries = Queries::of(&tx.db);
    let numbers = revision::asked::<I::Stored>(&mut queries, &ids);
    let (rows, mut answers) = I::Stored::load_beside(&tx.db, queries, &ids).await?;
    let mut stored = HashMap::new();
    for mut row in rows {
        parked.restore(&mut row);
        stored.insert(row.id(), row);
    }
    Ok(Past { stored, numbers: answers.tuples(numbers)?.into_iter().collect() })
}

/// Makes the new rows beside what is stored, and keeps what differs.
async fn changes<I: Input>(
    tx: &Tx<'_>,
    piece: Vec<I>,
    past: Past<I::Stored>,
    words: &history::Words,
) -> Result<Vec<Change<I::Stored>>> {
    let Past { mut stored, numbers } = past;
    let made = piece.into_iter().map(|item| {
        let number = numbers.get(&item.id()).copied();
        let made = stamp::make(stored.remove(&item.id()), item, number, tx.now());
        let Made { before, mut after, differs, old_slugs } = made;
        if let (true, Some(before)) = (differs, &before) {
            after.sign(before, tx);
        }
        (differs, Change { before, after, old_slugs, in_doubt: false, number })
    });
    let mut made: Vec<_> = made.collect();
    let renamed = made.iter().filter(|(_, change)| !change.old_slugs.is_empty());
    let renamed: Vec<Uuid> = renamed.map(|(_, change)| change.after.id()).collect();
    let olds = history::known::<I::Stored>(&tx.db, &renamed).await?;
    let befores = made.iter().filter(|(_, change)| !change.old_slugs.is_empty());
    let befores: Vec<_> = befores.filter_map(|(_, change)| change.before.as_ref()).collect();
    let unseen = history::unseen(tx, &befores).await?;
    for (_, Change { after, old_slugs, in_doubt, .. }) in &mut made {
        *in_doubt = unseen.contains(&after.id());
        old_slugs.retain(|old| words.are_of(after.id(), old) && !olds.contains(&(after.id(), old.clone())));
    }
    made.retain(|(differs, change)| *differs || !change.old_slugs.is_empty());
    Ok(made.into_iter().map(|(_, change)| change).collect())
}

async fn write<S: Stored>(tx: &mut Tx<'_>, changes: Vec<Change<S>>) -> Result<()> {
    for change in &changes {
        S::touch(change.before.as_ref(), &change.after, &mut tx.touched);
    }
    let mut writes = Writes::of(&tx.db);
    history::write(tx, &mut writes, &changes);
    revision::write(tx, &mut writes, &changes);
    // Their documents are as large as their texts.
    if changes.len() > 1 {
        writes.flush(&tx.db).await?;
    }
    let things: Vec<_> = changes.iter().map(|change| (change.before.as_ref(), &change.after)).collect();
    uses::replace(&mut writes, &things);
    let (known, rows): (Vec<_>, Vec<_>) =
        changes.into_iter().map(|change| (change.before, change.after)).unzip();
    S::write(&mut writes, rows, known.into_iter().flatten().collect());
    writes.send(&tx.db).await
}
