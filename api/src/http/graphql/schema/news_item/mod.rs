//! News in GraphQL.

mod mutation;

use async_graphql::{Context, Enum, InputObject, Json, MergedObject, Object as GraphqlObject};
use serde_json::Value;

use super::asset::Asset;
use super::call::Call;
use super::city::City;
use super::cluster::Cluster;
use super::connection::{Connection, Edge, Listed};
use super::content::{Body, Content, ContentView, Localised};
use super::event::Event;
use super::filter::NewsFilter;
use super::kind::NewsKind;
use super::media_item::MediaItem;
use super::order::OrderDirection;
use super::root::{Nullable, find, page};
use super::scalar::{Locale, Url};
use super::seen::{Object, Seen};
use super::topic::Topic;
use crate::error::Result;
use crate::query::{Key, content, news_item};

pub use mutation::{NewsItemWorkflow, NewsItemWriting};

/// Something that happened, or is announced, told by one or several clusters.
#[derive(MergedObject)]
pub struct NewsItem(Localised, Content, NewsItemFields);

impl Object for NewsItem {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), Content(seen.clone()), NewsItemFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for NewsItem {
    const EDGE: &'static str = "NewsItemEdge";
    const CONNECTION: &'static str = "NewsItemConnection";
}

pub struct NewsItemFields(Seen);

#[GraphqlObject]
impl NewsItemFields {
    /// What it tells of.
    async fn kind(&self) -> Result<NewsKind> {
        Ok(NewsKind::of(self.0.text(&news_item::KIND)?).unwrap_or(NewsKind::Article))
    }

    /// Its headline.
    async fn title(&self) -> Result<&str> {
        self.0.text(&content::TITLE)
    }

    /// A sentence or two for lists; empty when nothing was written.
    async fn excerpt(&self) -> Result<&str> {
        self.0.text(&news_item::EXCERPT)
    }

    /// The text in full.
    async fn body(&self) -> Body {
        Body(self.0.clone())
    }

    /// The picture above the text; null when there is none.
    async fn hero(&self, ctx: &Context<'_>) -> Option<Asset> {
        self.0.one(ctx)
    }

    /// Who wrote it; null when that is not told.
    async fn author_name(&self) -> Result<Option<&str>> {
        self.0.optional_text(&news_item::AUTHOR_NAME)
    }

    /// Where it was first published; null when here.
    async fn canonical_url(&self) -> Result<Option<Url>> {
        Ok(self.0.optional_text(&news_item::CANONICAL_URL)?.map(|url| Url(url.to_owned())))
    }

    /// The same as a JSON-LD document in the vocabulary of schema.org (`NewsArticle`), for a `<script type="application/ld+json">`
    /// of its page: escape `<` when you put it there. Addresses lead to the site, or to pages of this server.
    async fn json_ld(&self, ctx: &Context<'_>) -> Json<Value> {
        self.0.json_ld(ctx)
    }

    /// The Sustainable Development Goals it serves, 1 to 17, ascending.
    async fn sdgs(&self) -> Result<Vec<i32>> {
        Ok(self.0.json(&news_item::SDGS)?.unwrap_or_default())
    }

    /// The clusters it is filed under, in the order the editors gave them; at most 50.
    async fn clusters(&self, ctx: &Context<'_>) -> Vec<Cluster> {
        self.0.many(ctx)
    }

    /// The topics it is filed under; at most 50.
    async fn topics(&self, ctx: &Context<'_>) -> Vec<Topic> {
        self.0.many(ctx)
    }

    /// The cities it is about; at most 50.
    async fn cities(&self, ctx: &Context<'_>) -> Vec<City> {
        self.0.many(ctx)
    }

    /// What belongs to it, such as a recording; at most 50.
    async fn media(&self, ctx: &Context<'_>) -> Vec<MediaItem> {
        self.0.many(ctx)
    }

    /// The call it announces; null when it announces none, or one that is not public.
    async fn call(&self, ctx: &Context<'_>) -> Option<Call> {
        self.0.one(ctx)
    }

    /// The date it announces; null unless it is of kind EVENT or WEBINAR.
    async fn event(&self, ctx: &Context<'_>) -> Option<Event> {
        self.0.one(ctx)
    }
}

#[derive(Default)]
pub struct NewsItemQuery;

#[GraphqlObject]
impl NewsItemQuery {
    /// One news item; null when there is none.
    async fn news_item(
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
    ) -> Nullable<NewsItem> {
        find(ctx, &news_item::NOUN, Key::Slug(slug)).await
    }

    /// News, newest first.
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
            desc = "LIVE; or DRAFT, for editors: all in whatever state, the latest change first.",
            default_with = "Some(ContentView::Live)"
        )]
        _view: Option<ContentView>,
    ) -> async_graphql::Result<Connection<Edge<NewsItem>>> {
        page(ctx, &news_item::LIST).await
    }
}

/// What news can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum NewsOrderField {
    /// By publication, the newest first.
    PublishedAt,
}

/// The order of news. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct NewsOrder {
    /// By what.
    pub field: NewsOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}
