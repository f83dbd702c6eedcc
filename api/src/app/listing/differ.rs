//! Writes rows of the lists where they differ from those there are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use entity::instant::Instant;
use entity::{directory, listing};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryTrait, Value};
use uuid::Uuid;

use super::{Mended, drafts};
use crate::app::bulk;
use crate::app::freshness::Stale;

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

/// Makes the rows that were found the wanted ones.
pub fn write<M>(found: &[M], wanted: Vec<M>, Mended { stale, writes }: &mut Mended)
where
    M: Row + IntoActiveModel<<M::Table as EntityTrait>::ActiveModel>,
{
    moved(found, &wanted, stale);
    let Changes { gone, parts, changed, new } = between(found, wanted);
    writes.delete::<M::Table>(M::ITEM, &gone);
    for Part { item, lists, scopes, places } in parts {
        writes.delete_places::<M::Table>((M::ITEM, item), (M::LIST, lists));
        writes.delete_places::<M::Table>((M::ITEM, item), (M::SCOPE, scopes));
        for (list, scopes) in places {
            let scopes: Vec<Uuid> = scopes.into_iter().collect();
            let rows = M::Table::delete_many().filter(M::ITEM.eq(item)).filter(M::LIST.eq(list));
            writes.add(&rows.filter(M::SCOPE.is_in(bulk::padded(&scopes))).into_query());
        }
    }
    writes.upsert::<M::Table>(changed);
    writes.insert_fresh::<M::Table>(new);
}

/// Says in which parts of which lists something comes, goes or moves.
fn moved<M: Row>(found: &[M], wanted: &[M], stale: &mut Stale) {
    let known: HashMap<Key<'_>, &M> = found.iter().map(|row| (row.key(), row)).collect();
    let asked: HashMap<Key<'_>, &M> = wanted.iter().map(|row| (row.key(), row)).collect();
    let gone = known.iter().filter(|(key, row)| asked.get(key) != Some(row));
    let new = asked.iter().filter(|(key, row)| known.get(key) != Some(row));
    for ((_, list, scope, ..), _) in gone.chain(new).filter(|(key, _)| !key.1.starts_with(drafts::PREFIX)) {
        stale.place(list, *scope);
    }
}

struct Changes<M> {
    /// Items of which all rows go, since some do.
    gone: Vec<Uuid>,
    parts: Vec<Part>,
    /// To be written over those of the same key.
    changed: Vec<M>,
    new: Vec<M>,
}

/// What goes of an item.
struct Part {
    item: Uuid,
    /// Those it is no longer in.
    lists: Vec<Value>,
    /// Those it is no longer listed under in any list.
    scopes: Vec<Value>,
    /// Where else rows of it go, list by list: with them go the others of the same list and scope.
    places: BTreeMap<String, BTreeSet<Uuid>>,
}

impl Part {
    fn takes_along<M: Row>(&self, row: &M) -> bool {
        let (item, list, scope, ..) = row.key();
        self.item == item && self.places.get(list).is_some_and(|scopes| scopes.contains(&scope))
    }
}

/// Items of which no more rows go than have to, and lists of one of them: each takes a statement of its own.
const FEW: usize = 2;

fn between<M: Row>(found: &[M], wanted: Vec<M>) -> Changes<M> {
    let mut known: HashMap<Key<'_>, &M> = found.iter().map(|row| (row.key(), row)).collect();
    // Whether a row is there already, and if so whether it is the same.
    let there = wanted.iter().map(|row| known.remove(&row.key()).map(|known| known == row));
    let there: Vec<Option<bool>> = there.collect();
    let mut left: BTreeMap<Uuid, Vec<&M>> = BTreeMap::new();
    for row in known.into_values() {
        left.entry(row.item()).or_default().push(row);
    }
    let few = left.len() <= FEW;
    let (mut gone, mut parts) = (BTreeSet::new(), Vec::<Part>::new());
    for (item, rows) in left {
        match part(item, &rows, &wanted).filter(|_| few) {
            Some(part) => parts.push(part),
            None => drop(gone.insert(item)),
        }
    }
    let (mut changed, mut new) = (Vec::new(), Vec::new());
    for (row, there) in wanted.into_iter().zip(there) {
        let goes = gone.contains(&row.item()) || parts.iter().any(|part| part.takes_along(&row));
        match there.filter(|_| !goes) {
            None => new.push(row),
            Some(false) => changed.push(row),
            Some(true) => {}
        }
    }
    Changes { gone: gone.into_iter().collect(), parts, changed, new }
}

/// What goes of an item; `None` if that is all of it, or in too many lists.
fn part<M: Row>(item: Uuid, gone: &[&M], wanted: &[M]) -> Option<Part> {
    let (mut lists, mut scopes) = (BTreeSet::new(), BTreeSet::new());
    let mut places: BTreeMap<String, BTreeSet<Uuid>> = BTreeMap::new();
    let (mut in_lists, mut under) = (HashSet::new(), HashSet::new());
    for (_, list, scope, ..) in wanted.iter().map(Row::key).filter(|key| key.0 == item) {
        in_lists.insert(list);
        under.insert(scope);
    }
    for (_, list, scope, ..) in gone.iter().map(|row| row.key()) {
        if !in_lists.contains(list) {
            lists.insert(list);
        } else if !under.contains(&scope) {
            scopes.insert(scope);
        } else {
            places.entry(list.to_owned()).or_default().insert(scope);
        }
    }
    let lists = lists.into_iter().map(Value::from).collect();
    let scopes = scopes.into_iter().map(Value::from).collect();
    (!in_lists.is_empty() && places.len() <= FEW).then_some(Part { item, lists, scopes, places })
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
        let Changes { gone, parts, changed, new } = between(&found, found.to_vec());
        assert!(gone.is_empty() && parts.is_empty() && changed.is_empty() && new.is_empty());
        let wanted = vec![row(1, 1, 6), row(1, 2, 5), row(2, 1, 5), row(2, 3, 5)];
        let Changes { gone, parts, changed, new } = between(&found, wanted);
        assert!(gone.is_empty() && parts.is_empty());
        assert_eq!((changed, new), (vec![row(1, 1, 6)], vec![row(2, 3, 5)]));
    }

    #[test]
    fn what_goes_goes_by_list_or_by_scope_or_by_both() {
        let draft = |scope| listing::Model { list: "drafts_news".to_owned(), ..row(1, scope, 5) };
        let found = [row(1, 1, 5), row(1, 2, 5), draft(1), draft(2), row(2, 1, 5), row(3, 1, 5)];
        let others = [row(2, 1, 5), row(3, 1, 5)];
        let wanted = |own: &[listing::Model]| [own, &others].concat();
        let Changes { gone, parts, changed, new } = between(&found, wanted(&[draft(1), draft(2)]));
        assert!(gone.is_empty() && changed.is_empty() && new.is_empty());
        assert_eq!((parts[0].lists.len(), parts[0].scopes.len()), (1, 0), "it was unpublished");
        let Changes { gone, parts, changed, new } = between(&found, wanted(&[row(1, 1, 5), draft(1)]));
        assert!(gone.is_empty() && changed.is_empty() && new.is_empty());
        assert_eq!((parts[0].lists.len(), parts[0].scopes.len()), (0, 1), "it left a cluster");
        let left = [row(1, 1, 5), draft(1), draft(2)];
        let Changes { gone, parts, changed, new } = between(&found, wanted(&left));
        assert!(gone.is_empty() && changed.is_empty() && new.is_empty());
        let places = BTreeMap::from([("news".to_owned(), BTreeSet::from([Uuid::from_u128(2)]))]);
        assert_eq!(parts[0].places, places, "one list has it there no longer, another one has");
        let Changes { gone, parts, .. } = between(&found, Vec::new());
        assert_eq!((gone.len(), parts.len()), (3, 0), "they were purged");
    }

    #[test]
    fn what_goes_along_is_written_again() {
        let chinese = |scope| listing::Model { locale: "zh".to_owned(), ..row(1, scope, 5) };
        let found = [row(1, 1, 5), chinese(1), row(1, 2, 5), chinese(2)];
        let Changes { gone, parts, changed, new } =
            between(&found, vec![row(1, 1, 5), row(1, 2, 6), chinese(2)]);
        assert!(gone.is_empty());
        assert!(parts[0].takes_along(&row(1, 1, 5)) && !parts[0].takes_along(&row(1, 2, 5)));
        assert_eq!((changed, new), (vec![row(1, 2, 6)], vec![row(1, 1, 5)]));
        let third = |list: &str| listing::Model { list: list.to_owned(), ..row(1, 1, 5) };
        let found = ["a", "b", "c"]
            .map(|list| [third(list), listing::Model { locale: "zh".to_owned(), ..third(list) }]);
        let left: Vec<_> = ["a", "b", "c"].map(third).into();
        let Changes { gone, parts, new, .. } = between(&found.concat(), left.clone());
        assert_eq!(
            (gone, parts.len()),
            (vec![Uuid::from_u128(1)], 0),
            "three statements are as many as none saved"
        );
        assert_eq!(new, left);
    }
}
