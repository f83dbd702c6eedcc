//! By which of several scopes a list is read: of two, their rows tell, as the statement runs.
//!
//! A list is walked scope by scope in its order, and each row is asked whether it is filed under the other one, too. So
//! the scope with fewer rows should drive, and which one that is only the rows know.

use super::super::kinds::FEATURED;
use super::super::page::{Ask, Condition};
use super::Sql;
use super::list::{Branch, Parent, Sought, Window, is_picked, key};
use super::merge::way;

/// Rows of each scope that are looked at first: a scope with fewer drives, and of two that have as many the one whose
/// first ones lie further apart is likely the one.
const GLANCE: usize = 128;

/// Where the page is not full after so many rows of the likely one are walked, so many of each are looked at, and a scope
/// with fewer drives. To look at a row costs a thirtieth of walking it: what is walked in hope, and looked at, costs about
/// half of what it takes to walk a scope that outlasted it, but for the first step.
const DEEPER: Looks = &[(256, 2_048), (512, 8_192), (2_048, 32_768), (8_192, 131_072)];

/// A list of more branches makes do with a glance, and so does one late in a long statement: each branch has all of this
/// in its text.
const FEW: usize = 8;
const LONG: usize = 256 * 1024;

/// Rows that are walked for a page, and then rows of each that are looked at.
pub(super) type Looks = &'static [(usize, usize)];

/// What a list is walked by.
pub(super) enum Drive {
    /// A condition by its place, none for the parent or for all there is.
    One(Option<usize>),
    /// That of two which has fewer rows. The one likely narrower comes first.
    Rarer([Option<usize>; 2]),
}

pub(super) fn of(ask: &Ask, window: &Window, parent: Option<&Parent>) -> Drive {
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
        [(_, one, 1), (_, other, 1), ..] if is_told_by_rows(ask, window) => Drive::Rarer([*one, *other]),
        [(_, one, _), ..] => Drive::One(*one),
    }
}

/// The looks that each of so many branches takes, after its glance.
pub(super) fn looks(branches: usize) -> Looks {
    if branches <= FEW { DEEPER } else { &[] }
}

/// Whether the rows of both are in one order and of the same kinds: a city is featured by a cluster alone.
fn is_told_by_rows(ask: &Ask, window: &Window) -> bool {
    window.limit.is_some() && !is_picked(ask) && !ask.order.order.kinds.contains(&FEATURED)
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

/// A part of a list that is read by the rarer of two scopes.
struct Part<'a> {
    branch: &'a Branch<'a>,
    /// The conditions of the part of the index that is asked for.
    range: &'a str,
    /// What each row of it is asked.
    rest: &'a str,
    key: &'static str,
    /// In the direction of the read.
    order: String,
    looks: Looks,
}

impl Sql<'_> {
    /// The scopes that are sought by, of a branch that has none yet, and what else is asked of the rows of each.
    pub(super) fn sought(
        &mut self,
        ask: &Ask,
        window: &Window,
        branch: &Branch<'_>,
        (sought, range, rest): (Sought<'_>, &str, &str),
    ) -> Vec<(String, String)> {
        match sought {
            Sought::Each(scopes) => scopes.iter().map(|scope| (scope.clone(), String::new())).collect(),
            Sought::Rarer(scopes, looks) => {
                let (key, way) = (key(ask), way(ask, window));
                let order = format!("ORDER BY l.{key} {way}, l.item_id {way}");
                let rarer = self.rarer(ask, window, &Part { branch, range, rest, key, order, looks }, scopes);
                let meets = self.filed_under(ask, &of_the_other(scopes));
                vec![(rarer, format!(" AND {meets}"))]
            }
        }
    }

    /// Of two: a glance at both tells which one is likely the rarer, and what follows is done only where it comes to that.
    fn rarer(&mut self, ask: &Ask, window: &Window, part: &Part<'_>, [one, other]: [&str; 2]) -> String {
        let compare = if way(ask, window) == "DESC" { "<=" } else { ">=" };
        let limit = window.limit.unwrap_or(usize::MAX);
        let page = self.brought(limit, window);
        let looks = if self.written > LONG { &[] } else { part.looks };
        let can_fill = |(walked, _): &&(usize, usize)| *walked >= limit.saturating_add(window.skip);
        let meets = self.filed_under(ask, &of_the_other(["r.one", "r.other"]));
        let mut cases = String::new();
        for (walked, rows) in looks.iter().filter(can_fill) {
            let walk = self.walk(ask, part, "r.likely", *walked);
            cases += &format!(
                " WHEN (SELECT 1 FROM {walk} AND {meets} LIMIT 1 OFFSET {page} - 1) IS NOT NULL THEN r.likely"
            );
            for scope in ["r.unlikely", "r.likely"] {
                let glance = self.glance(ask, part, scope, *rows);
                cases += &format!(" WHEN {glance} IS NULL THEN {scope}");
            }
        }
        let [first, second] = ["t.one", "t.other"].map(|scope| self.glance(ask, part, scope, GLANCE));
        // The limits keep each of these by itself: merged into one, every look would be taken several times.
        format!(
            "(SELECT CASE WHEN r.one_at IS NULL THEN r.one WHEN r.other_at IS NULL THEN r.other{cases} ELSE r.likely END \
             FROM (SELECT q.*, CASE WHEN q.one_at {compare} q.other_at THEN q.one ELSE q.other END AS likely, \
             CASE WHEN q.one_at {compare} q.other_at THEN q.other ELSE q.one END AS unlikely \
             FROM (SELECT t.one, t.other, {first} AS one_at, {second} AS other_at \
             FROM (SELECT {one} AS one, {other} AS other LIMIT 1) t LIMIT 1) q LIMIT 1) r)"
        )
    }

    /// Where the last of so many rows lies; null where there are fewer.
    fn glance(&self, ask: &Ask, part: &Part<'_>, scope: &str, rows: usize) -> String {
        let Part { branch, range, key, order, .. } = part;
        let (source, conditions) = self.seek(ask, &branch.under(scope));
        let last = rows - 1;
        format!("(SELECT l.{key} FROM {source} WHERE {conditions}{range} {order} LIMIT 1 OFFSET {last})")
    }

    /// Those of the first so many rows that are as asked for.
    fn walk(&self, ask: &Ask, part: &Part<'_>, scope: &str, rows: usize) -> String {
        let Part { branch, range, rest, order, .. } = part;
        let (source, conditions) = self.seek(ask, &branch.under(scope));
        // Only where it is asked for: not every index has the kind.
        let kind = if rest.contains("l.kind") { ", l.kind" } else { "" };
        format!(
            "(SELECT l.item_id, l.scope_id, l.locale, l.live_from, l.live_until{kind} FROM {source} \
             WHERE {conditions}{range} {order} LIMIT {rows}) l WHERE {rest}"
        )
    }
}
