//! Clusters in GraphQL.

use async_graphql::{Context, Enum, InputObject, MergedObject, Object as GraphqlObject};

use super::asset::Asset;
use super::call::{Call, CallOrder};
use super::city::{City, ClusterCityOrder};
use super::connection::{Connection, Edge, Listed, Member, MembershipEdge};
use super::content::{Body, Content, Localised};
use super::context::{Nullable, Object, Seen, find, page};
use super::event::{Event, EventOrder};
use super::filter::{CallFilter, CityFilter, EventFilter, MediaFilter, NewsFilter, PracticeFilter};
use super::media_item::{MediaItem, MediaOrder};
use super::news_item::{NewsItem, NewsOrder};
use super::order::OrderDirection;
use super::partner::{Partner, PartnerOrder};
use super::practice::{Practice, PracticeOrder};
use super::scalar::Locale;
use crate::error::Result;
use crate::query::{Key, cluster, content};

/// A theme cities work on together, such as transport or waste.
#[derive(MergedObject)]
pub struct Cluster(Localised, Content, ClusterFields);

impl Object for Cluster {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), Content(seen.clone()), ClusterFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for Cluster {
    const EDGE: &'static str = "ClusterEdge";
    const CONNECTION: &'static str = "ClusterConnection";
}

pub struct ClusterFields(Seen);

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

impl Member for Cluster {
    const EDGE: &'static str = "CityClusterEdge";
    const CONNECTION: &'static str = "CityClusterConnection";
}

#[derive(Default)]
pub struct ClusterQuery;

#[GraphqlObject]
impl ClusterQuery {
    /// One cluster; null when there is none.
    async fn cluster(
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
        #[graphql(name = "fallbackToOriginal", desc = "After those, serve the original.", default = false)]
        _fallback_to_original: bool,
    ) -> Nullable<Cluster> {
        find(ctx, &cluster::NOUN, Key::Slug(slug)).await
    }

    /// All clusters in the order of the site.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn clusters(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<ClusterOrder>,
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
        #[graphql(name = "fallbackToOriginal", desc = "After those, serve the original.", default = false)]
        _fallback_to_original: bool,
    ) -> Result<Connection<Edge<Cluster>>> {
        page(ctx, &cluster::LIST).await
    }
}

/// What clusters can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ClusterOrderField {
    /// The order of the site, ascending.
    Position,
}

/// The order of clusters. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct ClusterOrder {
    /// By what.
    pub field: ClusterOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}
