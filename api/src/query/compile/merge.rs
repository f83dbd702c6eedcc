//! Several branches of a list as one: each is ordered and cut by itself, then all of them together.

use super::super::page::Ask;
use super::Sql;
use super::connection::order_by;
use super::list::{Window, is_picked, key};

impl Sql<'_> {
    /// Where a branch ends. What is passed over may be in any of them, so each brings it.
    pub(super) fn limit(&mut self, ask: &Ask, window: &Window) -> String {
        let Some(limit) = window.limit else { return String::new() };
        let key = key(ask);
        // What is picked is sorted: with the sign no index is thought to be in this order already.
        let sign = if is_picked(ask) { "+" } else { "" };
        let way = way(ask, window);
        let rows = self.brought(limit, window);
        format!(" ORDER BY {sign}l.{key} {way}, l.item_id {way} LIMIT {rows}")
    }

    /// How many rows a branch may have to bring.
    fn brought(&mut self, limit: usize, window: &Window) -> String {
        match window.skip {
            0 => limit.to_string(),
            skip => self.number(limit + skip),
        }
    }

    /// What all of them together pass over.
    pub(super) fn skipped(&mut self, window: &Window) -> String {
        match window.skip {
            0 => String::new(),
            skip => format!(" OFFSET {}", self.number(skip)),
        }
    }

    fn number(&mut self, n: usize) -> String {
        self.bind(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

/// The direction in which rows are read.
pub(super) fn way(ask: &Ask, window: &Window) -> &'static str {
    if ask.order.descending == window.backward { "ASC" } else { "DESC" }
}

pub(super) fn union(ask: &Ask, window: &Window, skipped: &str, mut branches: Vec<String>) -> String {
    match branches.len() {
        0 => {
            let unknown = ask.order.order.unknown.map_or("", |_| "0 AS n, ");
            format!(
                "SELECT {unknown}{0} AS k, l.item_id AS i FROM {1} l WHERE 0 = 1",
                key(ask),
                ask.order.order.source.table()
            )
        }
        1 if skipped.is_empty() => branches.remove(0),
        _ => {
            let parts: Vec<String> = branches
                .iter()
                .enumerate()
                .map(|(n, branch)| format!("SELECT * FROM ({branch}) u{n}"))
                .collect();
            let mut text = parts.join(" UNION ");
            if let Some(limit) = window.limit {
                text += &format!(" ORDER BY {} LIMIT {limit}{skipped}", order_by(ask, "", window.backward));
            }
            text
        }
    }
}
