//! Several branches of a list as one, in its order. The databases merge them: of each is read what comes on the page.

use super::super::page::Ask;
use super::connection::order_by;
use super::list::{Window, key};
use super::{Sql, dialect};

/// Of one list of rows; those without a value to sort by are a list of their own, behind the others.
#[derive(Debug)]
pub(super) struct Branches {
    pub unknown: bool,
    pub selects: Vec<String>,
}

impl Sql<'_> {
    pub(super) fn union(&mut self, ask: &Ask, window: &Window, mut lists: Vec<Branches>) -> String {
        lists.retain(|list| !list.selects.is_empty());
        if lists.is_empty() {
            return nothing(ask);
        }
        let Some(limit) = window.limit else {
            // What is only counted is in no order.
            return lists.into_iter().flat_map(|list| list.selects).collect::<Vec<_>>().join(" UNION ");
        };
        let way = way(ask, window);
        let (rows, skipped) = match window.skip {
            0 => (limit.to_string(), String::new()),
            // What is passed over may be in any of them, so each may have to bring it.
            skip => (self.number(limit + skip), format!(" OFFSET {}", self.number(skip))),
        };
        let cut = format!(" ORDER BY k {way}, i {way} LIMIT {rows}");
        let merged = |list: &Branches| dialect::merged(self.dialect, &list.selects, &cut);
        if ask.order.order.unknown.is_none() {
            let all: String = lists.iter().map(merged).collect();
            return format!("{all} ORDER BY k {way}, i {way} LIMIT {limit}{skipped}");
        }
        let each = lists.iter().map(|list| {
            let (n, merged) = (u8::from(list.unknown), merged(list));
            format!("SELECT {n} AS n, u{n}.* FROM ({merged}{cut}) u{n}")
        });
        let all = each.collect::<Vec<_>>().join(" UNION ALL ");
        format!("{all} ORDER BY {} LIMIT {limit}{skipped}", order_by(ask, "", window.backward))
    }

    fn number(&mut self, n: usize) -> String {
        self.bind(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

fn nothing(ask: &Ask) -> String {
    let (unknown, key) = (ask.order.order.unknown.map_or("", |_| "0 AS n, "), key(ask));
    format!(
        "SELECT {unknown}{key} AS k, l.item_id AS i FROM {} l WHERE 0 = 1",
        ask.order.order.source.table()
    )
}

/// The direction in which rows are read.
pub(super) fn way(ask: &Ask, window: &Window) -> &'static str {
    if ask.order.descending == window.backward { "ASC" } else { "DESC" }
}
