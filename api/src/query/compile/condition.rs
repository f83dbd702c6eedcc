//! Conditions on the rows of a list, besides the scope, locale, kind and range that the seek goes by.

use super::super::page::{Ask, Condition};
use super::list::Parent;
use super::{Sql, dialect};
use crate::domain::scope;

impl Sql<'_> {
    /// Every condition but those that the seek goes by; `beside` is the parent whose rows are not those that are read.
    pub(super) fn rest(&mut self, ask: &Ask, taken: &[Option<usize>], beside: Option<&Parent>) -> String {
        let mut rest = self.row_is_live("l");
        if let Some(parent) = beside {
            rest += &format!(" AND {}", self.filed_under(ask, &beneath(parent)));
        }
        for (n, condition) in ask.filter.iter().enumerate() {
            if taken.contains(&Some(n)) {
                continue;
            }
            if let Some(condition) = self.condition(ask, condition, beside) {
                rest += &format!(" AND {condition}");
            }
        }
        rest
    }

    /// `None` for one that is an edge of the range; `beside` is the parent whose rows are not those that are read.
    fn condition(&mut self, ask: &Ask, condition: &Condition, beside: Option<&Parent>) -> Option<String> {
        let order = ask.order.order;
        Some(match condition {
            Condition::Scopes { any, .. } => {
                let any = self.is_any_of("g.scope_id", any);
                self.filed_under(ask, &any)
            }
            Condition::Kinds(kinds) => {
                let kinds = kinds.iter().map(|kind| self.bind(kind.as_ref())).collect();
                format!("l.kind IN ({})", padded(kinds))
            }
            Condition::PublishedFrom(at) if !order.sorted_by_publication => self.published(ask, ">=", *at),
            Condition::PublishedBefore(at) if !order.sorted_by_publication => self.published(ask, "<", *at),
            Condition::Open(open) => self.open(*open),
            Condition::Featured(featured) => self.featured_beneath(ask, *featured, beside),
            Condition::Nothing => "0 = 1".to_owned(),
            Condition::PublishedFrom(_)
            | Condition::PublishedBefore(_)
            | Condition::SortFrom(_)
            | Condition::SortBefore(_)
            | Condition::Upcoming(_) => return None,
        })
    }

    /// Under everything it is listed from its own publication on; elsewhere it may be from later.
    fn published(&mut self, ask: &Ask, compare: &str, at: i64) -> String {
        let (all, at) = (self.bind(scope::ALL), self.bind(at));
        self.filed_under(ask, &format!("g.scope_id = {all} AND g.live_from {compare} {at}"))
    }

    /// Calls that take submissions now.
    fn open(&mut self, open: bool) -> String {
        let now = self.now();
        let not = if open { "" } else { "NOT " };
        let is_open = format!(
            "call c WHERE c.id = l.item_id AND c.closes_at > {now} AND (c.opens_at IS NULL OR c.opens_at <= {now})"
        );
        format!("{not}{}", dialect::exists(self.dialect, &is_open))
    }

    /// That the item of a row is filed elsewhere, too: `scope` is the condition on that row, `g`.
    pub(super) fn filed_under(&mut self, ask: &Ask, scope: &str) -> String {
        let (source, list) = ask.list.filed;
        let filed = format!(
            "{} g WHERE g.item_id = l.item_id AND g.list = '{list}' AND g.locale = l.locale AND {scope} AND {}",
            source.table(),
            self.row_is_live("g")
        );
        dialect::exists(self.dialect, &filed)
    }

    /// The rows of a cluster say which of its members it features.
    fn featured_beneath(&mut self, ask: &Ask, featured: bool, beside: Option<&Parent>) -> String {
        let kind = if featured { "featured" } else { "" };
        match beside {
            Some(parent) => self.filed_under(ask, &format!("{} AND g.kind = '{kind}'", beneath(parent))),
            None => format!("l.kind = '{kind}'"),
        }
    }
}

fn beneath(parent: &Parent) -> String {
    format!("g.scope_id = {}", parent.id)
}

/// The last one repeated up to a power of two: few texts for all lengths.
pub(super) fn padded(mut placeholders: Vec<String>) -> String {
    if let Some(last) = placeholders.last().cloned() {
        placeholders.resize(placeholders.len().next_power_of_two(), last);
    }
    placeholders.join(",")
}
