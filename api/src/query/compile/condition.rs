//! Conditions on the rows of a list, besides the scope, locale, kind and range that the seek goes by.

use sea_orm::Value;

use super::super::declare::{Order, Source};
use super::super::page::{Ask, Cities, Condition};
use super::list::Parent;
use super::{Sql, dialect};

impl Sql<'_> {
    /// Every condition that is neither the driving scope nor a branch.
    pub(super) fn rest(
        &mut self,
        ask: &Ask,
        drive: Option<usize>,
        kinds_branch: bool,
        parent: Option<&Parent>,
    ) -> String {
        let mut rest = format!(" AND {}", self.row_is_live("l"));
        if let Some(parent) = parent.filter(|_| drive.is_some()) {
            rest += &format!(" AND {}", self.filed_under(ask, &format!("g.scope_id = {}", parent.id)));
        }
        for (n, condition) in ask.filter.iter().enumerate() {
            if Some(n) == drive || kinds_branch && matches!(condition, Condition::Kinds(_)) {
                continue;
            }
            if let Some(condition) = self.condition(ask, condition, parent) {
                rest += &format!(" AND {condition}");
            }
        }
        rest
    }

    /// `None` for one that is an edge of the range.
    fn condition(&mut self, ask: &Ask, condition: &Condition, parent: Option<&Parent>) -> Option<String> {
        let order = ask.order.order;
        Some(match condition {
            Condition::Scopes { any, .. } => {
                let any = self.is_any_of("g.scope_id", any);
                self.filed_under(ask, &any)
            }
            Condition::FeaturedAnywhere(featured) => self.featured_anywhere(*featured),
            Condition::InCountry { cities, codes } => self.in_country(*cities, codes),
            Condition::Kinds(kinds) => {
                let kinds = kinds.iter().map(|kind| self.bind(kind.as_ref())).collect();
                format!("l.kind IN ({})", padded(kinds))
            }
            Condition::PublishedFrom(at) if !order.sorted_by_publication => self.compare("live_from >=", *at),
            Condition::PublishedBefore(at) if !order.sorted_by_publication => {
                self.compare("live_from <", *at)
            }
            Condition::Open(open) => self.open(*open),
            Condition::Featured(featured) => self.featured_beneath(order, *featured, parent),
            Condition::Nothing => "0 = 1".to_owned(),
            Condition::PublishedFrom(_)
            | Condition::PublishedBefore(_)
            | Condition::SortFrom(_)
            | Condition::SortBefore(_)
            | Condition::Upcoming(_) => return None,
        })
    }

    fn compare(&mut self, what: &str, value: impl Into<Value>) -> String {
        let value = self.bind(value);
        format!("l.{what} {value}")
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

    fn featured_anywhere(&mut self, featured: bool) -> String {
        let (not, live) = (if featured { "" } else { "NOT " }, self.live("v"));
        let member = format!(
            "membership m JOIN cluster v ON v.id = m.cluster_id WHERE m.city_id = l.item_id AND m.featured AND {live}"
        );
        format!("{not}{}", dialect::exists(self.dialect, &member))
    }

    fn in_country(&mut self, cities: Cities, codes: &[String]) -> String {
        let (bound, item) = match cities {
            Cities::OfNews => ("news_item_city m", "m.news_item_id"),
            Cities::OfEvents => ("event e JOIN news_item_city m ON m.news_item_id = e.news_item_id", "e.id"),
            Cities::OfPractices => ("practice m", "m.id"),
        };
        let codes = padded(codes.iter().map(|code| self.bind(code.as_str())).collect());
        let live = self.live("v");
        let city = format!(
            "{bound} JOIN city v ON v.id = m.city_id WHERE {item} = l.item_id AND v.country_code IN ({codes}) \
             AND {live}"
        );
        dialect::exists(self.dialect, &city)
    }

    fn filed_under(&self, ask: &Ask, scope: &str) -> String {
        let (source, list) = ask.list.filed;
        let filed = format!(
            "{} g WHERE g.item_id = l.item_id AND g.list = '{list}' AND g.locale = l.locale AND {scope}",
            source.table()
        );
        dialect::exists(self.dialect, &filed)
    }

    fn featured_beneath(&self, order: &Order, featured: bool, parent: Option<&Parent>) -> String {
        if order.source == Source::Listing {
            return format!("l.kind = '{}'", if featured { "featured" } else { "" });
        }
        let (not, parent) = (if featured { "" } else { "NOT " }, parent.map_or("NULL", |parent| &parent.id));
        let member =
            format!("membership m WHERE m.cluster_id = {parent} AND m.city_id = l.item_id AND m.featured");
        format!("{not}{}", dialect::exists(self.dialect, &member))
    }
}

/// The last one repeated up to a power of two: few texts for all lengths.
pub(super) fn padded(mut placeholders: Vec<String>) -> String {
    if let Some(last) = placeholders.last().cloned() {
        placeholders.resize(placeholders.len().next_power_of_two(), last);
    }
    placeholders.join(",")
}
