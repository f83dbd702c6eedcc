//! By which of several scopes a list is read: of two, by the one with fewer rows, as the statement runs.
//!
//! A list is walked scope by scope in its order, and each row is asked whether it is filed under the other one, too. So
//! the scope with fewer rows should drive. Which one that is a look at the first few tells, or else how many there were
//! when they were counted.

use entity::list_size::LEAST;

use super::super::kinds::FEATURED;
use super::super::page::{Ask, Condition};
use super::Sql;
use super::list::{Branch, Parent, Sought, Window, is_picked, key};
use super::merge::way;

/// What a list is walked by.
pub(super) enum Drive {
    /// A condition by its place, none for the parent or for all there is.
    One(Option<usize>),
    /// That of two which has fewer rows. The one likely narrower comes first.
    Rarer([Option<usize>; 2]),
}

pub(super) fn of(ask: &Ask, parent: Option<&Parent>) -> Drive {
    let order = ask.order.order;
    if parent.is_some() && (order.source, order.list) != ask.list.filed {
        // Only the parent's own rows are in this order.
        return Drive::One(None);
    }
    let conditions = ask.filter.iter().enumerate().filter_map(|(n, condition)| match condition {
        Condition::Scopes { rank, any } => Some((*rank, Some(n), any.len())),
        _ => None,
    });
    // Of those that are as narrow, the parent comes first.
    let mut ranked: Vec<_> =
        parent.map(|parent| (parent.rank, None, 1)).into_iter().chain(conditions).collect();
    ranked.sort_by_key(|(rank, ..)| *rank);
    match &*ranked {
        [] => Drive::One(None),
        [(_, one, 1), (_, other, 1), ..] if are_alike(ask) => Drive::Rarer([*one, *other]),
        [(_, one, _), ..] => Drive::One(*one),
    }
}

/// Whether the rows of both are in one order and of the same kinds: a city is featured by a cluster alone.
fn are_alike(ask: &Ask) -> bool {
    !is_picked(ask) && !ask.order.order.kinds.contains(&FEATURED)
}

impl Drive {
    /// What the seek goes by.
    pub(super) fn taken(&self) -> &[Option<usize>] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Rarer(both) => both,
        }
    }
}

/// The condition that a row of one of the two is filed under the other, too.
fn of_the_other([one, other]: [&str; 2]) -> String {
    format!("g.scope_id = CASE l.scope_id WHEN {one} THEN {other} ELSE {one} END")
}

impl Sql<'_> {
    /// The scopes that are sought by, of a branch that has none yet, and what else is asked of the rows of each.
    pub(super) fn sought(
        &mut self,
        ask: &Ask,
        window: &Window,
        branch: &Branch<'_>,
        (sought, range): (Sought<'_>, &str),
    ) -> Vec<(String, String)> {
        match sought {
            Sought::Each(scopes) => scopes.iter().map(|scope| (scope.clone(), String::new())).collect(),
            Sought::Rarer(scopes) => {
                let rarer = self.rarer(ask, window, (branch, range), scopes);
                let meets = self.filed_under(ask, &of_the_other(scopes));
                vec![(rarer, format!(" AND {meets}"))]
            }
        }
    }

    /// Of two: one with few rows in the part that is asked for, or else the one that had fewer when they were counted.
    /// Of two that were as many, or are not counted yet, the one whose rows lie further apart.
    fn rarer(
        &self,
        ask: &Ask,
        window: &Window,
        part: (&Branch<'_>, &str),
        [one, other]: [&str; 2],
    ) -> String {
        let [first, second] = ["t.one", "t.other"].map(|scope| self.glance(ask, window, part, scope));
        let [size, size_of_other] = ["r.one", "r.other"].map(|scope| Self::size(part.0, scope));
        let is_likely = match (window.limit, way(ask, window)) {
            // In no order the places tell nothing.
            (None, _) => "1 = 1",
            (Some(_), "DESC") => "r.one_at <= r.other_at",
            (Some(_), _) => "r.one_at >= r.other_at",
        };
        // The limits keep each of these by itself: merged into one, every look would be taken several times.
        format!(
            "(SELECT CASE WHEN r.one_at IS NULL THEN r.one WHEN r.other_at IS NULL THEN r.other \
             ELSE (SELECT CASE WHEN s.one < s.other THEN r.one WHEN s.one > s.other THEN r.other \
             WHEN {is_likely} THEN r.one ELSE r.other END \
             FROM (SELECT {size} AS one, {size_of_other} AS other LIMIT 1) s) END \
             FROM (SELECT t.one, t.other, {first} AS one_at, {second} AS other_at \
             FROM (SELECT {one} AS one, {other} AS other LIMIT 1) t LIMIT 1) r)"
        )
    }

    /// Where the last of the few rows lies that no count tells of; null where there are fewer.
    fn glance(
        &self,
        ask: &Ask,
        window: &Window,
        (branch, range): (&Branch<'_>, &str),
        scope: &str,
    ) -> String {
        let (key, way) = (key(ask), way(ask, window));
        let (source, conditions) = self.seek(ask, &branch.under(scope));
        // What is only counted is in no order.
        let order =
            window.limit.map_or_else(String::new, |_| format!(" ORDER BY l.{key} {way}, l.item_id {way}"));
        let last = LEAST - 1;
        format!("(SELECT l.{key} FROM {source} WHERE {conditions}{range}{order} LIMIT 1 OFFSET {last})")
    }

    /// How many rows the scope had when they were counted; 0 where they were few.
    fn size(branch: &Branch<'_>, scope: &str) -> String {
        let conditions = branch.under(scope).counted();
        format!("(SELECT COALESCE(SUM(l.size), 0) FROM list_size l WHERE {conditions})")
    }
}
