//! Writes rows of the lists where they differ from those there are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use entity::instant::Instant;
use entity::{directory, listing};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryTrait, Value};
use uuid::Uuid;

use super::{Mended, crossed, drafts};
use crate::app::bulk::{self, Writes};
use crate::app::freshness::Stale;

/// A row of one of the two tables.
pub trait Row: Clone + PartialEq {
    type Table: EntityTrait<Model = Self, ActiveModel: Send>;
    const ITEM: <Self::Table as EntityTrait>::Column;
    const LIST: <Self::Table as EntityTrait>::Column;
    const SCOPE: <Self::Table as EntityTrait>::Column;
    /// Where in the list it stands.
    const PLACE: <Self::Table as EntityTrait>::Column;

    fn item(&self) -> Uuid;
    fn key(&self) -> Key<'_>;
    fn place(&self) -> Value;
    fn stands_beside(&self, other: &Self) -> bool;
    /// Whether it is the other one, if that stood at its place.
    fn is_moved(&self, other: &Self) -> bool;
    /// Inserts rows that are known to be new.
    fn insert(new: Vec<Self>, writes: &mut Writes);
}

type Key<'a> = (Uuid, &'a str, Uuid, &'a str, Instant);

macro_rules! rows {
    ($($table:ident by $place:ident $column:ident, inserted by $insert:path;)*) => {$(
        impl Row for $table::Model {
            type Table = $table::Entity;
            const ITEM: $table::Column = $table::Column::ItemId;
            const LIST: $table::Column = $table::Column::List;
            const SCOPE: $table::Column = $table::Column::ScopeId;
            const PLACE: $table::Column = $table::Column::$column;

            fn item(&self) -> Uuid {
                self.item_id
            }

            fn key(&self) -> Key<'_> {
                (self.item_id, &self.list, self.scope_id, &self.locale, self.live_from)
            }

            fn place(&self) -> Value {
                self.$place.clone().into()
            }

            fn stands_beside(&self, other: &Self) -> bool {
                self.$place == other.$place
            }

            fn is_moved(&self, other: &Self) -> bool {
                *self == Self { $place: self.$place.clone(), ..other.clone() }
            }

            fn insert(new: Vec<Self>, writes: &mut Writes) {
                $insert(writes, new);
            }
        }
    )*};
}

rows! {
    listing by sort_at SortAt, inserted by crossed::insert;
    directory by sort_key SortKey, inserted by Writes::insert_fresh::<directory::Entity>;
}

/// Makes the rows that were found the wanted ones.
pub fn write<M>(found: &[M], wanted: Vec<M>, Mended { stale, writes }: &mut Mended)
where
    M: Row + IntoActiveModel<<M::Table as EntityTrait>::ActiveModel>,
{
    moved(found, &wanted, stale);
    let Changes { gone, parts, changed, moves, new } = between(found, wanted);
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
    // What is long first: what is short goes with the next writes.
    M::insert(new, writes);
    writes.upsert::<M::Table>(changed);
    for Move { item, list, to } in moves {
        writes.set_places::<M::Table>((M::ITEM, item), (M::LIST, list), (M::PLACE, to));
    }
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
    moves: Vec<Move>,
    new: Vec<M>,
}

/// Of all rows of an item in one list: things that many are filed under change in nothing else, each time they are saved.
#[derive(Debug, PartialEq)]
struct Move {
    item: Uuid,
    list: String,
    to: Value,
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
/// Lists that are moved in by a statement each: those that one thing is in.
const MOVES: usize = 4;

fn between<M: Row>(found: &[M], wanted: Vec<M>) -> Changes<M> {
    let mut known: HashMap<Key<'_>, &M> = found.iter().map(|row| (row.key(), row)).collect();
    // What each of them is now, if it is there already.
    let there: Vec<Option<&M>> = wanted.iter().map(|row| known.remove(&row.key())).collect();
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
    let mut moves = moves(&wanted, &there);
    moves.retain(|way| !gone.contains(&way.item));
    let moves_along = |row: &M| moves.iter().any(|way| (way.item, &*way.list) == (row.item(), row.key().1));
    let (mut changed, mut new) = (Vec::new(), Vec::new());
    for (row, there) in wanted.into_iter().zip(there) {
        let goes = gone.contains(&row.item()) || parts.iter().any(|part| part.takes_along(&row));
        match there.filter(|_| !goes) {
            None => new.push(row),
            Some(was) if *was == row || moves_along(&row) => {}
            Some(_) => changed.push(row),
        }
    }
    Changes { gone: gone.into_iter().collect(), parts, changed, moves, new }
}

/// Lists in which all rows of an item come to one place, and those there are differ in nothing else; none where those
/// are many, which are fewer statements row by row.
fn moves<M: Row>(wanted: &[M], there: &[Option<&M>]) -> Vec<Move> {
    struct Way<'a, M> {
        to: &'a M,
        is_one: bool,
        rows: usize,
    }
    let mut ways: BTreeMap<(Uuid, &str), Way<'_, M>> = BTreeMap::new();
    for (row, there) in wanted.iter().zip(there) {
        let way = ways.entry((row.item(), row.key().1)).or_insert(Way { to: row, is_one: true, rows: 0 });
        way.is_one &= row.stands_beside(way.to) && there.is_none_or(|was| row.is_moved(was));
        way.rows += usize::from(there.is_some_and(|was| !row.stands_beside(was)));
    }
    let ways = ways.into_iter().filter(|(_, way)| way.is_one && way.rows > 0);
    let moves: Vec<Move> =
        ways.map(|((item, list), way)| Move { item, list: list.to_owned(), to: way.to.place() }).collect();
    if moves.len() > MOVES { Vec::new() } else { moves }
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
mod tests;
