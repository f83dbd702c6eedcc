//! The media centre in GraphQL.

mod mutation;

use async_graphql::{Context, Enum, InputObject, Json, MergedObject, Object as GraphqlObject};
use serde_json::Value;

use super::asset::Asset;
use super::cluster::Cluster;
use super::connection::{Connection, Edge, Listed};
use super::content::{Content, ContentView, Localised};
use super::filter::MediaFilter;
use super::kind::{MediaKind, Provider};
use super::order::OrderDirection;
use super::root::{Nullable, find, page};
use super::scalar::{Locale, Url};
use super::seen::{Object, Seen};
use crate::error::Result;
use crate::query::{Key, content, media_item, media_source};

pub use mutation::{MediaItemWorkflow, MediaItemWriting};

/// A video, document, picture or sound, with alternates for places that cannot reach the first.
#[derive(MergedObject)]
pub struct MediaItem(Localised, Content, MediaItemFields);

impl Object for MediaItem {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), Content(seen.clone()), MediaItemFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for MediaItem {
    const EDGE: &'static str = "MediaItemEdge";
    const CONNECTION: &'static str = "MediaItemConnection";
}

pub struct MediaItemFields(Seen);

#[GraphqlObject]
impl MediaItemFields {
    /// The same as a JSON-LD document in the vocabulary of schema.org (`VideoObject`, `AudioObject`, `ImageObject` or
    /// `MediaObject`), for a `<script type="application/ld+json">` of its page: escape `<` when you put it there.
    /// Addresses lead to the site, or to pages of this server.
    async fn json_ld(&self, ctx: &Context<'_>) -> Json<Value> {
        self.0.json_ld(ctx)
    }

    /// What it is.
    async fn kind(&self) -> Result<MediaKind> {
        Ok(MediaKind::of(self.0.text(&media_item::KIND)?).unwrap_or(MediaKind::Video))
    }

    /// What it is called.
    async fn title(&self) -> Result<&str> {
        self.0.text(&content::TITLE)
    }

    /// What it shows; empty when nothing was written.
    async fn description(&self) -> Result<&str> {
        self.0.text(&content::DESCRIPTION)
    }

    /// A still picture of it; null when there is none.
    async fn thumbnail(&self, ctx: &Context<'_>) -> Option<Asset> {
        self.0.one(ctx)
    }

    /// How long it plays, in seconds; null when unknown or without duration.
    async fn duration_seconds(&self) -> Result<Option<i32>> {
        self.0.int(&media_item::DURATION_SECONDS)
    }

    /// Where it can be had, the preferred one first.
    async fn sources(&self, ctx: &Context<'_>) -> Vec<MediaSource> {
        self.0.many(ctx)
    }

    /// The clusters it is filed under; at most 50.
    async fn clusters(&self, ctx: &Context<'_>) -> Vec<Cluster> {
        self.0.many(ctx)
    }
}

/// Where a media item can be had.
pub struct MediaSource(Seen);

impl Object for MediaSource {
    fn over(seen: Seen) -> Self {
        Self(seen)
    }

    fn seen(&self) -> &Seen {
        &self.0
    }
}

/// Where a media item can be had.
#[GraphqlObject]
impl MediaSource {
    /// Who hosts it.
    async fn provider(&self) -> Result<Provider> {
        Ok(Provider::of(self.0.text(&media_source::PROVIDER)?).unwrap_or(Provider::Other))
    }

    /// Its address there.
    async fn url(&self) -> Result<Url> {
        Ok(Url(self.0.text(&media_source::URL)?.to_owned()))
    }
}

#[derive(Default)]
pub struct MediaItemQuery;

#[GraphqlObject]
impl MediaItemQuery {
    /// One media item; null when there is none.
    async fn media_item(
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
    ) -> Nullable<MediaItem> {
        find(ctx, &media_item::NOUN, Key::Slug(slug)).await
    }

    /// Media, newest first.
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
    ) -> async_graphql::Result<Connection<Edge<MediaItem>>> {
        page(ctx, &media_item::LIST).await
    }
}

/// What media can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum MediaOrderField {
    /// By publication, the newest first.
    PublishedAt,
}

/// The order of media. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct MediaOrder {
    /// By what.
    pub field: MediaOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}
