//! By which of several scopes a list is read: of two, a glance at the rows of each tells, as the statement runs.
//!
//! A list is walked scope by scope in its order, and each row is asked whether it is filed under the other one, too. So
//! the scope with fewer rows should drive, and which one that is only the rows know.

use super::super::kinds::FEATURED;
use super::super::page::{Ask, Condition};
use super::Sql;
use super::list::{Branch, Parent, Window, is_picked, key};
use super::merge::way;

/// Rows of each scope that are looked at: a scope with no more drives, and of two that have more the one whose first
/// ones lie further apart.
const GLANCE: usize = 64;

/// Two scopes of which one drives.
pub(super) struct Rival<'a> {
    /// The one likely the narrowest comes first.
    pub scopes: [&'a String; 2],
    /// Whether it is the second that is to drive.
    pub is_second: bool,
}

/// What drives: conditions by their place, none for the parent or for all there is. Of two, the rows tell.
pub(super) fn of(ask: &Ask, window: &Window, parent: Option<&Parent>) -> Vec<Option<usize>> {
    let order = ask.order.order;
    if parent.is_some() && (order.source, order.list) != ask.list.filed {
        // Only the parent's own rows are in this order.
        return vec![None];
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
        [] => vec![None],
        [(_, one, 1), (_, other, 1), ..] if is_told_by_rows(ask, window) => vec![*one, *other],
        [(_, one, _), ..] => vec![*one],
    }
}

/// Whether the rows of both are in one order and of the same kinds: a city is featured by a cluster alone.
fn is_told_by_rows(ask: &Ask, window: &Window) -> bool {
    window.limit.is_some() && !is_picked(ask) && !ask.order.order.kinds.contains(&FEATURED)
}

impl Sql<'_> {
    /// The locale of a branch, if that is the one to read and not its rival; else none, of which there are no rows. It is
    /// sought by, so it is found out once: a condition of its own would be SQLite's to ask of every row.
    pub(super) fn locale_if_rarer(
        &self,
        ask: &Ask,
        window: &Window,
        branch: &Branch<'_>,
        rival: &Rival<'_>,
    ) -> String {
        let [one, other] = rival.scopes.map(|scope| self.glance(ask, window, &branch.under(scope)));
        let compare = if way(ask, window) == "DESC" { "<=" } else { ">=" };
        let not = if rival.is_second { "NOT " } else { "" };
        format!("CASE WHEN {not}coalesce({one} {compare} {other}, {one} IS NULL) THEN {} END", branch.locale)
    }

    /// Where the last row lies that is looked at; null where there are fewer.
    fn glance(&self, ask: &Ask, window: &Window, branch: &Branch<'_>) -> String {
        let (key, way) = (key(ask), way(ask, window));
        let (source, conditions) = self.seek(ask, branch, "n");
        let past = GLANCE - 1;
        format!(
            "(SELECT n.{key} FROM {source} WHERE {conditions} \
             ORDER BY n.{key} {way}, n.item_id {way} LIMIT 1 OFFSET {past})"
        )
    }
}
