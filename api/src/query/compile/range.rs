//! The part of an index that a list reads: one edge at either end, however many conditions ask for one.
//!
//! SQLite seeks by one upper and one lower bound and filters by the others row by row, so of several the
//! narrowest is taken here.

use uuid::Uuid;

use super::super::page::{Ask, Condition};
use super::Sql;
use super::list::{Bound, Window};
use crate::kit::cursor::{Cursor, Key};

/// The sort value of rows without one, in their own list.
const UNKNOWN: i64 = 0;

/// What a list reads of one scope, in ascending order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Range {
    low: Option<Edge>,
    high: Option<Edge>,
    /// Which edge it is at one end is a matter of when it is read.
    pub is_of_its_time: bool,
}

/// Just before a place; an edge without an id is before all rows of its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    key: Key,
    id: Option<Uuid>,
    /// Just after the place, instead.
    past: bool,
    /// Where it is made of the instant of the read: by how much later it lies, in milliseconds.
    after_now: Option<i64>,
}

impl Range {
    /// `None` when nothing can be in it; `unknown` is for the rows without a value to sort by.
    pub(super) fn of(ask: &Ask, window: &Window, unknown: bool, now: i64) -> Option<Self> {
        let mut range = Self::default();
        let order = ask.order.order;
        if order.sorted_by_publication {
            range.end(Edge::of_now(now, 1));
        }
        for condition in &ask.filter {
            match condition {
                Condition::SortFrom(at) => range.start(Edge::at(*at)),
                Condition::SortBefore(at) => range.end(Edge::at(*at)),
                Condition::PublishedFrom(at) if order.sorted_by_publication => range.start(Edge::at(*at)),
                Condition::PublishedBefore(at) if order.sorted_by_publication => range.end(Edge::at(*at)),
                Condition::Upcoming(true) => range.start(Edge::of_now(now, 0)),
                Condition::Upcoming(false) => range.end(Edge::of_now(now, 0)),
                Condition::Open(true) if order.name == "CLOSES_AT" => {
                    range.start(Edge::of_now(now, 1));
                }
                _ => {}
            }
        }
        for bound in &window.bounds {
            range.bound(bound, ask.order.descending, unknown)?;
        }
        Some(range)
    }

    /// Keeps to one side of a cursor.
    fn bound(&mut self, bound: &Bound, descending: bool, unknown: bool) -> Option<()> {
        let (cursor, later, inclusive) = match bound {
            Bound::After(cursor) => (cursor, true, false),
            Bound::Before(cursor) => (cursor, false, false),
            Bound::UpTo(cursor) => (cursor, false, true),
            Bound::From(cursor) => (cursor, true, true),
        };
        if (cursor.key == Key::Null) != unknown {
            // What has no value stands after everything that has one.
            return (unknown == later).then_some(());
        }
        let greater = later != descending;
        let edge = Edge::of(cursor, greater != inclusive);
        if greater {
            self.start(edge);
        } else {
            self.end(edge);
        }
        Some(())
    }

    fn start(&mut self, edge: Edge) {
        self.is_of_its_time |= self.low.as_ref().is_some_and(|low| low.competes_with(&edge));
        self.low = self.low.take().max(Some(edge));
    }

    fn end(&mut self, edge: Edge) {
        self.is_of_its_time |= self.high.as_ref().is_some_and(|high| high.competes_with(&edge));
        self.high = match self.high.take() {
            Some(high) => Some(high.min(edge)),
            None => Some(edge),
        };
    }
}

impl Edge {
    fn at(key: i64) -> Self {
        Self { key: Key::Int(key), id: None, past: false, after_now: None }
    }

    fn of_now(now: i64, later: i64) -> Self {
        Self { after_now: Some(later), ..Self::at(now.saturating_add(later)) }
    }

    /// Whether which of the two comes first changes with time.
    fn competes_with(&self, other: &Self) -> bool {
        self.after_now.is_some() != other.after_now.is_some()
    }

    fn of(cursor: &Cursor, past: bool) -> Self {
        let key = if cursor.key == Key::Null { Key::Int(UNKNOWN) } else { cursor.key.clone() };
        Self { key, id: Some(cursor.id), past, after_now: None }
    }
}

impl Sql<'_> {
    /// Adds the range to the conditions of a seek.
    pub(super) fn range(&mut self, range: Range, column: &str) -> String {
        let low = range.low.map(|edge| self.edge_of_range(edge, column, [">=", ">"]));
        let high = range.high.map(|edge| self.edge_of_range(edge, column, ["<", "<="]));
        low.into_iter().chain(high).collect()
    }

    fn edge_of_range(&mut self, edge: Edge, column: &str, words: [&str; 2]) -> String {
        let compare = words[usize::from(edge.past)];
        let key = match edge.key {
            Key::Int(n) => self.bind_moving(n, edge.after_now),
            Key::Text(text) => self.bind(text),
            Key::Null => self.bind(UNKNOWN),
        };
        match edge.id {
            Some(id) => {
                let id = self.bind(id);
                format!(" AND (l.{column}, l.item_id) {compare} ({key}, {id})")
            }
            None => format!(" AND l.{column} {compare} {key}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::page::{Ordering, Page};
    use super::super::super::{call, city, news_item};
    use super::*;
    use crate::query::declare::List;

    const NOW: i64 = 1000;

    fn ask(list: &'static List, order: usize, descending: bool, filter: Vec<Condition>) -> Ask {
        let order = Ordering { order: &list.orders[order], descending };
        Ask { list, beneath: None, order, filter, page: Page::default() }
    }

    fn cursor(key: Key) -> Cursor {
        Cursor { list: "".into(), order: "".into(), key, id: Uuid::from_u128(7) }
    }

    fn range(ask: &Ask, bounds: Vec<Bound>) -> Range {
        let window = Window { bounds, ..Window::default() };
        Range::of(ask, &window, false, NOW).unwrap()
    }

    fn edge(key: i64, id: Option<u128>, past: bool) -> Edge {
        Edge { key: Key::Int(key), id: id.map(Uuid::from_u128), past, after_now: None }
    }

    #[test]
    fn the_narrowest_of_several_edges_is_the_one() {
        let filter =
            vec![Condition::PublishedBefore(500), Condition::PublishedFrom(10), Condition::SortFrom(20)];
        let asked = ask(&news_item::LIST, 0, true, filter);
        assert_eq!(
            range(&asked, vec![]),
            Range {
                low: Some(edge(20, None, false)),
                high: Some(edge(500, None, false)),
                is_of_its_time: true
            }
        );
        let after = |key| vec![Bound::After(cursor(Key::Int(key)))];
        assert_eq!(range(&asked, after(400)).high, Some(edge(400, Some(7), false)));
        assert_eq!(range(&asked, after(500)).high, Some(edge(500, None, false)));
        assert_eq!(range(&asked, after(2000)).high, Some(edge(500, None, false)));
    }

    #[test]
    fn nothing_is_read_that_is_published_later_than_now() {
        let asked = ask(&news_item::LIST, 0, false, vec![]);
        let read = range(&asked, vec![]);
        assert_eq!(read.high, Some(Edge { after_now: Some(1), ..edge(NOW + 1, None, false) }));
        assert!(!read.is_of_its_time, "it is so at any instant");
        let behind = vec![Bound::Before(cursor(Key::Int(5)))];
        assert!(range(&asked, behind).is_of_its_time, "a cursor may lie before now or after it");
    }

    #[test]
    fn a_cursor_ends_or_starts_the_range_by_direction_and_side() {
        let up = ask(&call::LIST, 0, false, vec![]);
        let down = ask(&call::LIST, 0, true, vec![]);
        let at = || cursor(Key::Int(5));
        assert_eq!(range(&up, vec![Bound::After(at())]).low, Some(edge(5, Some(7), true)));
        assert_eq!(range(&up, vec![Bound::From(at())]).low, Some(edge(5, Some(7), false)));
        assert_eq!(range(&up, vec![Bound::Before(at())]).high, Some(edge(5, Some(7), false)));
        assert_eq!(range(&up, vec![Bound::UpTo(at())]).high, Some(edge(5, Some(7), true)));
        assert_eq!(range(&down, vec![Bound::After(at())]).high, Some(edge(5, Some(7), false)));
        assert_eq!(range(&down, vec![Bound::UpTo(at())]).low, Some(edge(5, Some(7), false)));
    }

    #[test]
    fn what_has_no_value_comes_after_all_that_has_one() {
        let asked = ask(&city::LIST, 1, true, vec![]);
        let of = |bound, unknown| {
            Range::of(&asked, &Window { bounds: vec![bound], ..Window::default() }, unknown, NOW)
        };
        let null = || cursor(Key::Null);
        assert_eq!(of(Bound::After(null()), false), None);
        assert_eq!(of(Bound::Before(null()), false), Some(Range::default()));
        assert_eq!(of(Bound::After(cursor(Key::Int(5))), true), Some(Range::default()));
        assert_eq!(of(Bound::After(null()), true).unwrap().high, Some(edge(0, Some(7), false)));
    }
}
