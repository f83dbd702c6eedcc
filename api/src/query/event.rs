//! Events: the dates that news of kind EVENT and WEBINAR announces.

use super::content::{ID, LOCALE_SERVED, LOCALES, LOCALISED};
use super::declare::{
    Column, Field, Life, Link, List, Noun, Order, Relation, Source, Text, base, field, owner, text,
};
use super::kinds;
use super::news_item::{self, NewsFilter};
use super::page::Condition;
use crate::error::Result;

pub static SLUG: Column = owner("slug");
/// Those of the news item: it is live while that is.
pub static UPDATED_AT: Column = owner("updated_at");
pub static EXPIRES_AT: Column = owner("expires_at");
pub static STARTS_AT: Column = base("starts_at");
pub static ENDS_AT: Column = base("ends_at");
pub static TIME_ZONE: Column = base("time_zone");
pub static ONLINE_URL: Column = base("online_url");
pub static REGISTRATION_URL: Column = base("registration_url");
pub static IS_CANCELLED: Column = base("is_cancelled");
pub static VENUE: Column = text("venue");

pub static NOUN: Noun = Noun {
    name: "Event",
    word: "news_item",
    prefix: "event",
    table: "event",
    text: Some(Text { table: "event_translation", always: false }),
    life: Life::Owner { table: "news_item", key: "news_item_id" },
    columns: &[COLUMNS],
    fields: &[LOCALISED, FIELDS],
    relations: RELATIONS,
};

static RELATIONS: &[Relation] =
    &[Relation { name: "newsItem", link: Link::One { to: &news_item::NOUN, key: "news_item_id" } }];

static COLUMNS: &[&Column] = &[
    &ID,
    &SLUG,
    &UPDATED_AT,
    &EXPIRES_AT,
    &LOCALE_SERVED,
    &LOCALES,
    &STARTS_AT,
    &ENDS_AT,
    &TIME_ZONE,
    &ONLINE_URL,
    &REGISTRATION_URL,
    &IS_CANCELLED,
    &VENUE,
];

static FIELDS: &[Field] = &[
    field("slug", &[&SLUG]),
    field("startsAt", &[&STARTS_AT]),
    field("startsAtLocal", &[&STARTS_AT, &TIME_ZONE]),
    field("endsAt", &[&ENDS_AT]),
    field("endsAtLocal", &[&ENDS_AT, &TIME_ZONE]),
    field("timeZone", &[&TIME_ZONE]),
    field("venue", &[&VENUE]),
    field("onlineUrl", &[&ONLINE_URL]),
    field("registrationUrl", &[&REGISTRATION_URL]),
    field("isCancelled", &[&IS_CANCELLED]),
];

/// Events, the soonest first.
pub static LIST: List = List {
    name: "events",
    noun: &NOUN,
    filed: (Source::Listing, "events"),
    orders: &[Order {
        name: "STARTS_AT",
        descending: false,
        source: Source::Listing,
        list: "events",
        kinds: kinds::EVENTS,
        across_kinds: false,
        unknown: None,
        sorted_by_publication: false,
    }],
    edge: None,
    drafts: None,
};

/// Which events; conditions are combined by AND, values of one by OR.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    pub upcoming: Option<bool>,
    /// Inclusive, Unix milliseconds.
    pub starts_after: Option<i64>,
    /// Exclusive, Unix milliseconds.
    pub starts_before: Option<i64>,
    pub news: NewsFilter,
}

impl EventFilter {
    pub fn conditions(self) -> Result<Vec<Condition>> {
        let mut conditions = self.news.conditions()?;
        conditions.extend(self.upcoming.map(Condition::Upcoming));
        conditions.extend(self.starts_after.map(Condition::SortFrom));
        conditions.extend(self.starts_before.map(Condition::SortBefore));
        Ok(conditions)
    }
}
