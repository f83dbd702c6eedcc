//! Events in GraphQL.

use async_graphql::{Context, Enum, InputObject, Json, MergedObject, Object as GraphqlObject};
use serde_json::Value;

use super::connection::{Connection, Edge, Listed};
use super::content::ContentView;
use super::content::Localised;
use super::filter::EventFilter;
use super::news_item::NewsItem;
use super::order::OrderDirection;
use super::root::{Nullable, find, page};
use super::scalar::{DateTime, Locale, TimeZone, Url};
use super::seen::{Object, Seen};
use crate::error::Result;
use crate::query::{Key, event};

/// The date that a news item of kind EVENT or WEBINAR announces; it shares that item's slug and languages.
#[derive(MergedObject)]
pub struct Event(Localised, EventFields);

impl Object for Event {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), EventFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for Event {
    const EDGE: &'static str = "EventEdge";
    const CONNECTION: &'static str = "EventConnection";
}

pub struct EventFields(Seen);

#[GraphqlObject]
impl EventFields {
    /// The slug of its news item.
    async fn slug(&self) -> Result<&str> {
        self.0.text(&event::SLUG)
    }

    /// The news item that announces it.
    async fn news_item(&self, ctx: &Context<'_>) -> Option<NewsItem> {
        self.0.one(ctx)
    }

    /// When it starts.
    async fn starts_at(&self) -> Result<DateTime> {
        self.0.instant(&event::STARTS_AT).map(Option::unwrap_or_default)
    }

    /// When it starts by the clock of `timeZone`: 2020-06-30T09:00:00.
    async fn starts_at_local(&self) -> Result<String> {
        self.0.local(&event::STARTS_AT, &event::TIME_ZONE).map(Option::unwrap_or_default)
    }

    /// When it ends; null when that is not told.
    async fn ends_at(&self) -> Result<Option<DateTime>> {
        self.0.instant(&event::ENDS_AT)
    }

    /// When it ends by the clock of `timeZone`; null when that is not told.
    async fn ends_at_local(&self) -> Result<Option<String>> {
        self.0.local(&event::ENDS_AT, &event::TIME_ZONE)
    }

    /// The time zone it is held in.
    async fn time_zone(&self) -> Result<TimeZone> {
        Ok(TimeZone(self.0.text(&event::TIME_ZONE)?.to_owned()))
    }

    /// Where it is held; empty when online only.
    async fn venue(&self) -> Result<&str> {
        self.0.text(&event::VENUE)
    }

    /// Where to join online; null when there is nothing to join.
    async fn online_url(&self) -> Result<Option<Url>> {
        Ok(self.0.optional_text(&event::ONLINE_URL)?.map(|url| Url(url.to_owned())))
    }

    /// Where to register; null when that is not needed.
    async fn registration_url(&self) -> Result<Option<Url>> {
        Ok(self.0.optional_text(&event::REGISTRATION_URL)?.map(|url| Url(url.to_owned())))
    }

    /// The same as a JSON-LD document in the vocabulary of schema.org (Event), for a `<script type="application/ld+json">`
    /// of its page: escape `<` when you put it there. Addresses lead to the site, or to pages of this server.
    async fn json_ld(&self, ctx: &Context<'_>) -> Json<Value> {
        self.0.json_ld(ctx)
    }

    /// Was it called off? It stays in its lists, so that whoever meant to come reads it.
    async fn is_cancelled(&self) -> Result<bool> {
        Ok(self.0.value(&event::IS_CANCELLED)?.truth())
    }
}

#[derive(Default)]
pub struct EventQuery;

#[GraphqlObject]
impl EventQuery {
    /// One event by the slug of its news item; null when there is none.
    async fn event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its slug, or one it once had.")] slug: String,
        #[graphql(
            name = "locale",
            desc = "The language wanted, for everything beneath; the original when absent."
        )]
        _locale: Option<Locale>,
        #[graphql(name = "fallback", desc = "Languages to try next, in this order; at most 5.")]
        _fallback: Option<Vec<Locale>>,
        #[graphql(
            name = "fallbackToOriginal",
            desc = "After those, serve the original.",
            default_with = "Some(false)"
        )]
        _fallback_to_original: Option<bool>,
        #[graphql(
            name = "view",
            desc = "LIVE, or DRAFT for those who may.",
            default_with = "Some(ContentView::Live)"
        )]
        _view: Option<ContentView>,
    ) -> Nullable<Event> {
        find(ctx, &event::NOUN, Key::Slug(slug)).await
    }

    /// Events, the soonest first; `upcoming: true` leaves out what has started.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "filter", desc = "Which of them.")] _filter: Option<EventFilter>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<EventOrder>,
        #[graphql(
            name = "first",
            desc = "How many from the start of the window: 0 to 100, 20 if neither `first` nor `last` is given."
        )]
        _first: Option<i32>,
        #[graphql(name = "after", desc = "Begin after this cursor, one of this very list in this order.")]
        _after: Option<String>,
        #[graphql(name = "last", desc = "How many from the end of the window: 0 to 100.")] _last: Option<i32>,
        #[graphql(name = "before", desc = "End before this cursor, one of this very list in this order.")]
        _before: Option<String>,
        #[graphql(
            name = "locale",
            desc = "The language wanted, for everything beneath; the original when absent."
        )]
        _locale: Option<Locale>,
        #[graphql(name = "fallback", desc = "Languages to try next, in this order; at most 5.")]
        _fallback: Option<Vec<Locale>>,
        #[graphql(
            name = "fallbackToOriginal",
            desc = "After those, serve the original.",
            default_with = "Some(false)"
        )]
        _fallback_to_original: Option<bool>,
    ) -> async_graphql::Result<Connection<Edge<Event>>> {
        page(ctx, &event::LIST).await
    }
}

/// What events can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum EventOrderField {
    /// By start, the soonest first.
    StartsAt,
}

/// The order of events. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct EventOrder {
    /// By what.
    pub field: EventOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}
