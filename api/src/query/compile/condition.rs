//! Conditions on the rows of a list, besides the scope, locale and kind that the seek goes by.

use sea_orm::Value;

use super::super::declare::{Order, Source};
use super::super::page::{Ask, Condition};
use super::Sql;

impl Sql<'_> {
    /// Every condition that is neither the driving scope nor a branch.
    pub(super) fn rest(
        &mut self,
        ask: &Ask,
        drive: Option<usize>,
        kinds_branch: bool,
        parent: Option<&str>,
    ) -> String {
        let mut rest = format!(" AND {}", self.row_is_live("l"));
        if ask.order.order.sorted_by_publication {
            rest += &format!(" AND l.sort_at <= {}", self.now());
        }
        for (n, condition) in ask.filter.iter().enumerate() {
            if Some(n) == drive || kinds_branch && matches!(condition, Condition::Kinds(_)) {
                continue;
            }
            rest += " AND ";
            rest += &self.condition(ask, condition, parent);
        }
        rest
    }

    fn condition(&mut self, ask: &Ask, condition: &Condition, parent: Option<&str>) -> String {
        let order = ask.order.order;
        let published = if order.sorted_by_publication { "sort_at" } else { "live_from" };
        match condition {
            Condition::Scopes { .. } => {
                let scopes = self.scopes(condition);
                filed_under(ask, &padded(scopes))
            }
            Condition::Outside(scope) => {
                let scope = self.bind(*scope);
                format!("NOT {}", filed_under(ask, &scope))
            }
            Condition::Kinds(kinds) => {
                let kinds = kinds.iter().map(|kind| self.bind(kind.as_ref())).collect();
                format!("l.kind IN ({})", padded(kinds))
            }
            Condition::SortFrom(at) => self.compare("sort_at >=", *at),
            Condition::SortBefore(at) => self.compare("sort_at <", *at),
            Condition::PublishedFrom(at) => self.compare(&format!("{published} >="), *at),
            Condition::PublishedBefore(at) => self.compare(&format!("{published} <"), *at),
            Condition::Upcoming(true) => format!("l.sort_at >= {}", self.now()),
            Condition::Upcoming(false) => format!("l.sort_at < {}", self.now()),
            Condition::Open(open) => self.open(order, *open),
            Condition::Featured(featured) => featured_beneath(order, *featured, parent),
            Condition::Nothing => "0 = 1".to_owned(),
        }
    }

    fn compare(&mut self, what: &str, value: impl Into<Value>) -> String {
        let value = self.bind(value);
        format!("l.{what} {value}")
    }

    /// Calls that take submissions now.
    fn open(&mut self, order: &Order, open: bool) -> String {
        let now = self.now();
        let not = if open { "" } else { "NOT " };
        let seek =
            if open && order.name == "CLOSES_AT" { format!("l.sort_at > {now} AND ") } else { String::new() };
        format!(
            "{seek}{not}EXISTS (SELECT 1 FROM call c WHERE c.id = l.item_id AND c.closes_at > {now} \
             AND (c.opens_at IS NULL OR c.opens_at <= {now}))"
        )
    }
}

fn filed_under(ask: &Ask, scopes: &str) -> String {
    let (source, list) = ask.list.filed;
    format!(
        "EXISTS (SELECT 1 FROM {} g WHERE g.item_id = l.item_id AND g.list = '{list}' \
         AND g.locale = l.locale AND g.scope_id IN ({scopes}))",
        source.table()
    )
}

fn featured_beneath(order: &Order, featured: bool, parent: Option<&str>) -> String {
    if order.source == Source::Listing {
        return format!("l.kind = '{}'", if featured { "featured" } else { "" });
    }
    let (not, parent) = (if featured { "" } else { "NOT " }, parent.unwrap_or("NULL"));
    format!(
        "{not}EXISTS (SELECT 1 FROM membership m WHERE m.cluster_id = {parent} AND m.city_id = l.item_id \
         AND m.featured)"
    )
}

/// The last one repeated up to a power of two: few texts for all lengths.
fn padded(mut placeholders: Vec<String>) -> String {
    if let Some(last) = placeholders.last().cloned() {
        placeholders.resize(placeholders.len().next_power_of_two(), last);
    }
    placeholders.join(",")
}
