//! The rows of a thing in a list: under all it is filed under in all its languages, and else the same. So they are written, and
//! read, by what they have in common.

use std::collections::{BTreeMap, BTreeSet};

use entity::instant::Instant;
use entity::listing::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Value};
use uuid::Uuid;

use crate::app::bulk::{Crossed, Writes};

/// Rows of one thing in one list that are worth a statement of their own.
const MANY: usize = 8;
/// Such statements at once: those of one thing. Of more things rows are fewer statements one by one.
const FEW: usize = 4;

/// All but scope and language: item, list, kind, place, and when it is live.
type Common<'a> = (Uuid, &'a str, &'a str, Instant, Instant, Instant);

fn common(row: &Model) -> Common<'_> {
    (row.item_id, &row.list, &row.kind, row.sort_at, row.live_from, row.live_until)
}

/// Inserts rows that are known to be new.
pub fn insert(writes: &mut Writes, rows: Vec<Model>) {
    let mut groups: BTreeMap<Common<'_>, Vec<&Model>> = BTreeMap::new();
    for row in &rows {
        groups.entry(common(row)).or_default().push(row);
    }
    if groups.values().filter(|rows| rows.len() >= MANY).count() > FEW {
        return writes.insert_fresh::<Entity>(rows);
    }
    let (mut pairs, mut others) = (Vec::new(), Vec::new());
    for (common, rows) in groups {
        match crossed(common, &rows) {
            Some(rows) => pairs.push(rows),
            None => others.extend(rows.into_iter().cloned()),
        }
    }
    // What is long first: what is short goes with the next writes.
    writes.insert_fresh::<Entity>(others);
    for rows in pairs {
        writes.insert_crossed::<Entity>(rows);
    }
}

/// `None` where they are few, or not in every language under each scope.
fn crossed((item, list, kind, sort_at, from, until): Common<'_>, rows: &[&Model]) -> Option<Crossed<Column>> {
    let scopes: BTreeSet<Uuid> = rows.iter().map(|row| row.scope_id).collect();
    let locales: BTreeSet<&str> = rows.iter().map(|row| &*row.locale).collect();
    (rows.len() >= MANY && rows.len() == scopes.len() * locales.len()).then(|| Crossed {
        same: vec![
            (Column::ItemId, item.into()),
            (Column::List, list.into()),
            (Column::Kind, kind.into()),
            (Column::SortAt, sort_at.into()),
            (Column::LiveFrom, from.into()),
            (Column::LiveUntil, until.into()),
        ],
        first: (Column::ScopeId, scopes.into_iter().map(Value::from).collect()),
        second: (Column::Locale, locales.into_iter().map(Value::from).collect()),
    })
}

/// Selects the rows of these items, those that differ in their language alone as one; [`apart`] has them again.
pub fn found(items: Vec<Uuid>) -> SelectStatement {
    let common = [
        Column::ItemId,
        Column::List,
        Column::ScopeId,
        Column::Kind,
        Column::SortAt,
        Column::LiveFrom,
        Column::LiveUntil,
    ];
    let rows = common.into_iter().fold(Entity::find().select_only(), QuerySelect::column);
    let rows = rows.expr_as(Expr::cust("string_agg(locale, ',')"), "locales");
    let rows = common.into_iter().fold(rows, QuerySelect::group_by);
    rows.filter(Column::ItemId.is_in(items)).into_query()
}

/// A row of [`found`]: item, list, scope, kind, place, when it is live, and languages.
pub type Found = (Uuid, String, Uuid, String, Instant, Instant, Instant, String);

/// The rows of the table again, one for each language.
pub fn apart(found: Vec<Found>) -> Vec<Model> {
    let rows =
        found.into_iter().flat_map(|(item_id, list, scope_id, kind, sort_at, from, until, locales)| {
            let row = |locale: &str| Model {
                item_id,
                list: list.clone(),
                scope_id,
                locale: locale.to_owned(),
                kind: kind.clone(),
                sort_at,
                live_from: from,
                live_until: until,
            };
            locales.split(',').map(row).collect::<Vec<_>>()
        });
    rows.collect()
}

#[cfg(test)]
mod tests;
