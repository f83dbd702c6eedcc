//! Clusters in GraphQL.

use async_graphql::{Context, Object as GraphqlObject};

use super::super::asset::Asset;
use super::super::call::{Call, CallOrder};
use super::super::city::{City, ClusterCityOrder};
use super::super::connection::{Connection, Edge, MembershipEdge};
use super::super::content::Body;
use super::super::event::{Event, EventOrder};
use super::super::filter::{CallFilter, CityFilter, EventFilter, MediaFilter, NewsFilter, PracticeFilter};
use super::super::media_item::{MediaItem, MediaOrder};
use super::super::news_item::{NewsItem, NewsOrder};
use super::super::partner::{Partner, PartnerOrder};
use super::super::practice::{Practice, PracticeOrder};
use super::super::seen::Seen;
use crate::error::Result;
use crate::query::{cluster, content};

/// What only clusters have.
pub struct ClusterFields(pub(super) Seen);

#[GraphqlObject]
impl ClusterFields {
    /// What it is called.
    async fn title(&self) -> Result<&str> {
        self.0.text(&content::TITLE)
    }

    /// A sentence or two; empty when nothing was written.
    async fn summary(&self) -> Result<&str> {
        self.0.text(&content::SUMMARY)
    }

    /// The text in full.
    async fn body(&self) -> Body {
        Body(self.0.clone())
    }

    /// The picture at its top; null when there is none.
    async fn hero(&self, ctx: &Context<'_>) -> Option<Asset> {
        self.0.one(ctx)
    }

    /// Its place on the site, from 0 up.
    async fn position(&self) -> Result<i32> {
        Ok(self.0.int(&cluster::POSITION)?.unwrap_or_default())
    }

    /// Its members, by default in the order the editors gave them.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn cities(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "filter", desc = "Which of them.")] _filter: Option<CityFilter>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<ClusterCityOrder>,
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
    ) -> Result<Connection<MembershipEdge<City>>> {
        self.0.page(ctx)
    }

    /// Its news, newest first.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn news(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "filter", desc = "Which of them.")] _filter: Option<NewsFilter>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<NewsOrder>,
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
    ) -> Result<Connection<Edge<NewsItem>>> {
        self.0.page(ctx)
    }

    /// Its events, the soonest first.
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
    ) -> Result<Connection<Edge<Event>>> {
        self.0.page(ctx)
    }

    /// Its calls for submissions, the next deadline first.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn calls(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "filter", desc = "Which of them.")] _filter: Option<CallFilter>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<CallOrder>,
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
    ) -> Result<Connection<Edge<Call>>> {
        self.0.page(ctx)
    }

    /// Good practices in its field, newest first.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn practices(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "filter", desc = "Which of them.")] _filter: Option<PracticeFilter>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<PracticeOrder>,
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
    ) -> Result<Connection<Edge<Practice>>> {
        self.0.page(ctx)
    }

    /// Its media centre, newest first.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn media(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "filter", desc = "Which of them.")] _filter: Option<MediaFilter>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<MediaOrder>,
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
    ) -> Result<Connection<Edge<MediaItem>>> {
        self.0.page(ctx)
    }

    /// Organisations that work with it, by name.
    async fn partners(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<PartnerOrder>,
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
    ) -> Result<Connection<Edge<Partner>>> {
        self.0.page(ctx)
    }
}
