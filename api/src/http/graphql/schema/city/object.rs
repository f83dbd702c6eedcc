//! Cities in GraphQL.

use async_graphql::{Context, Json, MergedObject, Object as GraphqlObject};
use serde_json::Value;

use super::super::asset::Asset;
use super::super::cluster::{Cluster, ClusterOrder};
use super::super::connection::{Connection, Edge, Listed, Member, MembershipEdge};
use super::super::content::{Body, Content, Localised};
use super::super::country::Country;
use super::super::filter::{NewsFilter, PracticeFilter};
use super::super::news_item::{NewsItem, NewsOrder};
use super::super::practice::{Practice, PracticeOrder};
use super::super::scalar::Url;
use super::super::seen::{Object, Seen};
use crate::error::Result;
use crate::query::{city, content};

/// A city, district or region of the network.
#[derive(MergedObject)]
pub struct City(Localised, Content, CityFields);

impl Object for City {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), Content(seen.clone()), CityFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for City {
    const EDGE: &'static str = "CityEdge";
    const CONNECTION: &'static str = "CityConnection";
}

pub struct CityFields(Seen);

#[GraphqlObject]
impl CityFields {
    /// The same as a JSON-LD document in the vocabulary of schema.org (City), for a `<script type="application/ld+json">`
    /// of its page: escape `<` when you put it there. Addresses lead to the site, or to pages of this server.
    async fn json_ld(&self, ctx: &Context<'_>) -> Json<Value> {
        self.0.json_ld(ctx)
    }

    /// Its name in the language served.
    async fn name(&self) -> Result<&str> {
        self.0.text(&content::NAME)
    }

    /// The country it lies in.
    async fn country(&self) -> Result<Country> {
        Country::new(self.0.text(&city::COUNTRY_CODE)?, self.0.locale_served()?.0)
    }

    /// The province, state or region it belongs to; null when unknown.
    async fn admin_region(&self) -> Result<Option<&str>> {
        self.0.optional_text(&city::ADMIN_REGION)
    }

    /// A sentence or two; empty when nothing was written.
    async fn summary(&self) -> Result<&str> {
        self.0.text(&content::SUMMARY)
    }

    /// The text in full.
    async fn body(&self) -> Body {
        Body(self.0.clone())
    }

    /// Its own site; null when unknown.
    async fn website(&self) -> Result<Option<Url>> {
        Ok(self.0.optional_text(&city::WEBSITE)?.map(|url| Url(url.to_owned())))
    }

    /// Degrees north; null when unknown.
    async fn latitude(&self) -> Result<Option<f64>> {
        self.0.float(&city::LATITUDE)
    }

    /// Degrees east; null when unknown.
    async fn longitude(&self) -> Result<Option<f64>> {
        self.0.float(&city::LONGITUDE)
    }

    /// Inhabitants; null when unknown.
    async fn population(&self) -> Result<Option<i32>> {
        self.0.int(&city::POPULATION)
    }

    /// A picture of it; null when there is none.
    async fn photo(&self, ctx: &Context<'_>) -> Option<Asset> {
        self.0.one(ctx)
    }

    /// The clusters it has joined, in the order of the site.
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
    ) -> Result<Connection<MembershipEdge<Cluster>>> {
        self.0.page(ctx)
    }

    /// News about it, newest first.
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

    /// Its good practices, newest first.
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
}

impl Member for City {
    const EDGE: &'static str = "ClusterCityEdge";
    const CONNECTION: &'static str = "ClusterCityConnection";
}
