//! Writes rows of the lists where they differ from those there are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use entity::instant::Instant;
use entity::{directory, listing};
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel, Value};
use uuid::Uuid;

use crate::app::bulk;
use crate::error::Result;

/// A row of one of the two tables.
pub trait Row: Clone + PartialEq {
    type Table: EntityTrait<Model = Self, ActiveModel: Send>;
    const ITEM: <Self::Table as EntityTrait>::Column;
    const LIST: <Self::Table as EntityTrait>::Column;
    const SCOPE: <Self::Table as EntityTrait>::Column;

    fn item(&self) -> Uuid;
    fn key(&self) -> Key<'_>;
}

type Key<'a> = (Uuid, &'a str, Uuid, &'a str, Instant);

macro_rules! rows {
    ($($table:ident)*) => {$(
        impl Row for $table::Model {
            type Table = $table::Entity;
            const ITEM: $table::Column = $table::Column::ItemId;
            const LIST: $table::Column = $table::Column::List;
            const SCOPE: $table::Column = $table::Column::ScopeId;

            fn item(&self) -> Uuid {
                self.item_id
            }

            fn key(&self) -> Key<'_> {
                (self.item_id, &self.list, self.scope_id, &self.locale, self.live_from)
            }
        }
    )*};
}

rows! { listing directory }

/// Makes the rows of these items the wanted ones.
pub async fn write<M>(db: &DatabaseTransaction, items: &[Uuid], wanted: Vec<M>) -> Result<()>
where
    M: Row + IntoActiveModel<<M::Table as EntityTrait>::ActiveModel>,
{
    let found = bulk::find::<M::Table>(db, M::ITEM, items).await?;
    let Changes { gone, parts, rows } = between(&found, wanted);
    bulk::delete::<M::Table>(db, M::ITEM, &gone).await?;
    for Part { item, lists, scopes } in parts {
        bulk::delete_places::<M::Table>(db, (M::ITEM, item), (M::LIST, lists)).await?;
        bulk::delete_places::<M::Table>(db, (M::ITEM, item), (M::SCOPE, scopes)).await?;
    }
    bulk::upsert::<M::Table>(db, rows).await
}

struct Changes<M> {
    /// Items of which all rows go, since some do.
    gone: Vec<Uuid>,
    parts: Vec<Part>,
    /// To be written over those of the same key.
    rows: Vec<M>,
}

/// The lists that an item is no longer in, and the scopes it is no longer listed under in any.
struct Part {
    item: Uuid,
    lists: Vec<Value>,
    scopes: Vec<Value>,
}

/// Items of which no more rows go than have to: each takes statements of its own.
const FEW: usize = 2;

fn between<M: Row>(found: &[M], wanted: Vec<M>) -> Changes<M> {
    let mut known: HashMap<Key<'_>, &M> = found.iter().map(|row| (row.key(), row)).collect();
    let same = wanted.iter().map(|row| known.remove(&row.key()).is_some_and(|known| known == row));
    let same: Vec<bool> = same.collect();
    let mut left: BTreeMap<Uuid, Vec<&M>> = BTreeMap::new();
    for row in known.into_values() {
        left.entry(row.item()).or_default().push(row);
    }
    let few = left.len() <= FEW;
    let (mut gone, mut parts) = (BTreeSet::new(), Vec::new());
    for (item, rows) in left {
        match part(item, &rows, &wanted).filter(|_| few) {
            Some(part) => parts.push(part),
            None => drop(gone.insert(item)),
        }
    }
    let rows = wanted.into_iter().zip(same).filter(|(row, same)| !same || gone.contains(&row.item()));
    Changes { rows: rows.map(|(row, _)| row).collect(), gone: gone.into_iter().collect(), parts }
}

/// What goes of an item; `None` if that is more, or something else, than whole lists and whole scopes.
fn part<M: Row>(item: Uuid, gone: &[&M], wanted: &[M]) -> Option<Part> {
    let (mut lists, mut scopes) = (BTreeSet::new(), BTreeSet::new());
    let (mut in_lists, mut under) = (HashSet::new(), HashSet::new());
    for (_, list, scope, ..) in wanted.iter().map(Row::key).filter(|key| key.0 == item) {
        in_lists.insert(list);
        under.insert(scope);
    }
    if in_lists.is_empty() {
        return None;
    }
    for (_, list, scope, ..) in gone.iter().map(|row| row.key()) {
        if !in_lists.contains(list) {
            lists.insert(list);
        } else if !under.contains(&scope) {
            scopes.insert(scope);
        } else {
            return None;
        }
    }
    let lists = lists.into_iter().map(Value::from).collect();
    Some(Part { item, lists, scopes: scopes.into_iter().map(Value::from).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(item: u128, scope: u128, sort_at: i64) -> listing::Model {
        listing::Model {
            item_id: Uuid::from_u128(item),
            list: "news".to_owned(),
            scope_id: Uuid::from_u128(scope),
            locale: "*".to_owned(),
            kind: String::new(),
            sort_at: Instant(sort_at),
            live_from: Instant(0),
            live_until: Instant::MAX,
        }
    }

    #[test]
    fn only_what_differs_is_written() {
        let found = [row(1, 1, 5), row(1, 2, 5), row(2, 1, 5)];
        let Changes { gone, parts, rows } = between(&found, found.to_vec());
        assert!(gone.is_empty() && parts.is_empty() && rows.is_empty());
        let wanted = vec![row(1, 1, 6), row(1, 2, 5), row(2, 1, 5), row(2, 3, 5)];
        let Changes { gone, parts, rows } = between(&found, wanted);
        assert!(gone.is_empty() && parts.is_empty());
        assert_eq!(rows, [row(1, 1, 6), row(2, 3, 5)]);
    }

    #[test]
    fn what_goes_goes_by_list_or_by_scope_and_else_with_all_of_its_item() {
        let draft = |scope| listing::Model { list: "drafts_news".to_owned(), ..row(1, scope, 5) };
        let found = [row(1, 1, 5), row(1, 2, 5), draft(1), draft(2), row(2, 1, 5), row(3, 1, 5)];
        let others = [row(2, 1, 5), row(3, 1, 5)];
        let wanted = |own: &[listing::Model]| [own, &others].concat();
        let Changes { gone, parts, rows } = between(&found, wanted(&[draft(1), draft(2)]));
        assert!(gone.is_empty() && rows.is_empty());
        assert_eq!((parts[0].lists.len(), parts[0].scopes.len()), (1, 0), "it was unpublished");
        let Changes { gone, parts, rows } = between(&found, wanted(&[row(1, 1, 5), draft(1)]));
        assert!(gone.is_empty() && rows.is_empty());
        assert_eq!((parts[0].lists.len(), parts[0].scopes.len()), (0, 1), "it left a cluster");
        let left = [row(1, 1, 5), draft(1), draft(2)];
        let Changes { gone, parts, rows } = between(&found, wanted(&left));
        assert_eq!((gone, parts.len(), rows), (vec![Uuid::from_u128(1)], 0, left.to_vec()));
        let Changes { gone, parts, .. } = between(&found, Vec::new());
        assert_eq!((gone.len(), parts.len()), (3, 0), "they were purged");
    }
}
