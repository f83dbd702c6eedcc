//! From what is known of an item to its rows.

use std::collections::HashMap;

use entity::instant::Instant;
use entity::listing;
use entity::status::TextStatus;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::touched::{Facts, Items};
use super::window::{Lent, Live, while_live};
use super::{Mended, differ};
use crate::app::bulk;
use crate::domain::{scope, stored};
use crate::error::Result;

/// Items worked on at a time.
pub const PIECE: usize = 256;

/// One item in one list.
#[derive(Debug)]
pub struct Entry {
    pub list: &'static str,
    pub item_id: Uuid,
    pub kind: &'static str,
    pub sort_at: Instant,
    pub live: Live,
    /// What it is listed under as long as it is live.
    pub scopes: Vec<Uuid>,
    /// What it is listed under while something else is live, too.
    pub lent: Lent,
    pub locales: Vec<String>,
    /// Is it listed under everything, too?
    pub at_root: bool,
}

/// What something is listed under, and when: once and for all, or while something else is live.
pub fn places(mut scopes: Vec<Uuid>, at_root: bool, live: Live, lent: Lent) -> Lent {
    scopes.extend(at_root.then_some(scope::ALL));
    scopes.sort_unstable();
    scopes.dedup();
    scopes.into_iter().map(|scope| (scope, live)).chain(while_live(live, lent)).collect()
}

impl Entry {
    pub fn rows(self) -> impl Iterator<Item = listing::Model> {
        let Self { list, item_id, kind, sort_at, live, scopes, lent, locales, at_root } = self;
        places(scopes, at_root, live, lent).into_iter().flat_map(move |(scope_id, live)| {
            let row = |locale: &String| listing::Model {
                item_id,
                list: list.to_owned(),
                scope_id,
                locale: locale.clone(),
                kind: kind.to_owned(),
                sort_at,
                live_from: live.from,
                live_until: live.until,
            };
            locales.iter().map(row).collect::<Vec<_>>()
        })
    }
}

/// Mends the rows of these items: those that `entries` makes of what is known of them, or loaded.
pub async fn renew<F: Facts>(
    db: &DatabaseTransaction,
    items: &Items<F>,
    entries: impl Fn(&Basis, Vec<F>) -> Result<Vec<Entry>>,
    to: &mut Mended,
) -> Result<()> {
    renew_beside(db, (items, Vec::new()), entries, to).await
}

/// The same, and those of others, which are in no list any more unless an entry says so.
pub async fn renew_beside<F: Facts>(
    db: &DatabaseTransaction,
    (items, mut others): (&Items<F>, Vec<Uuid>),
    entries: impl Fn(&Basis, Vec<F>) -> Result<Vec<Entry>>,
    to: &mut Mended,
) -> Result<()> {
    let pieces = items.pieces();
    if pieces.len() != 1 && !others.is_empty() {
        let listed = std::mem::take(&mut others);
        let basis = Basis::of(db, Wants { listed, ..Wants::default() }).await?;
        write(&basis, Vec::new(), to);
        // Whoever lists one of them again, such as what was taken back and published at once, may be in a later piece.
        to.writes.flush(db).await?;
    }
    for piece in pieces {
        let mut wants = Wants { listed: piece.ids.clone(), ..Wants::default() };
        wants.listed.append(&mut others);
        let facts = piece.facts(db).await?;
        let basis = Basis::of(db, wants.and(&facts)).await?;
        write(&basis, entries(&basis, facts)?, to);
        to.writes.flush_if_many(db).await?;
    }
    Ok(())
}

/// Makes the rows there are those of the entries.
pub fn write(basis: &Basis, entries: Vec<Entry>, to: &mut Mended) {
    differ::write::<listing::Model>(&basis.listed, entries.into_iter().flat_map(Entry::rows).collect(), to);
}

/// In which locales something can be read that has these texts; `*` stands for the original.
pub fn readable<'a>(original: &str, texts: impl Iterator<Item = (&'a str, TextStatus)>) -> Vec<String> {
    let published = texts.filter(|(_, status)| *status == TextStatus::Published);
    let named =
        published.flat_map(|(locale, _)| (locale == original).then_some("*").into_iter().chain([locale]));
    named.map(str::to_owned).collect()
}

/// The columns of a translation table that say who can read what.
pub struct TextColumns<E: EntityTrait> {
    pub item: E::Column,
    pub locale: E::Column,
    pub status: E::Column,
}

/// In which locales items can be read; `*` stands for the original, whose locale `original` knows.
pub async fn locales<E: EntityTrait>(
    db: &DatabaseTransaction,
    columns: TextColumns<E>,
    original: &HashMap<Uuid, String>,
) -> Result<HashMap<Uuid, Vec<String>>> {
    let ids: Vec<Uuid> = original.keys().copied().collect();
    let mut found: HashMap<Uuid, Vec<String>> = HashMap::new();
    for some in ids.chunks(bulk::IDS) {
        let texts = E::find().select_only().column(columns.item).column(columns.locale);
        let texts = texts.filter(columns.item.is_in(bulk::padded(some)));
        let texts = texts.filter(columns.status.eq(TextStatus::Published));
        for (id, locale) in texts.into_tuple::<(Uuid, String)>().all(db).await? {
            let locales = found.entry(id).or_default();
            if original.get(&id) == Some(&locale) {
                locales.push("*".to_owned());
            }
            locales.push(locale);
        }
    }
    Ok(found)
}

/// The ids that rows of a join table pair: the second ones, by the first.
pub async fn pairs<E: EntityTrait>(
    db: &DatabaseTransaction,
    from: E::Column,
    to: E::Column,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Uuid>>> {
    let mut found: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for some in ids.chunks(bulk::IDS) {
        let rows = E::find().select_only().column(from).column(to).filter(from.is_in(bulk::padded(some)));
        for (one, other) in rows.into_tuple::<(Uuid, Uuid)>().all(db).await? {
            found.entry(one).or_default().push(other);
        }
    }
    Ok(found)
}

/// Scopes of the goals in a column.
pub fn goals(column: &str) -> Result<Vec<Uuid>> {
    Ok(stored::json::<Vec<u8>>(column)?.into_iter().map(scope::sdg).collect())
}
