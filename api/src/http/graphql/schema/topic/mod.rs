//! Topics in GraphQL.

mod mutation;

use async_graphql::{Context, Enum, InputObject, MergedObject, Object as GraphqlObject};

use super::connection::{Connection, Edge, Listed};
use super::content::ContentView;
use super::content::Localised;
use super::filter::NewsFilter;
use super::news_item::{NewsItem, NewsOrder};
use super::order::OrderDirection;
use super::root::{Nullable, find, page};
use super::scalar::{DateTime, Locale};
use super::seen::{Object, Seen};
use crate::error::Result;
use crate::query::{Key, content, topic};

pub use mutation::TopicWriting;

/// A flat tag, such as "Webinars".
#[derive(MergedObject)]
pub struct Topic(Localised, TopicFields);

impl Object for Topic {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), TopicFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for Topic {
    const EDGE: &'static str = "TopicEdge";
    const CONNECTION: &'static str = "TopicConnection";
}

pub struct TopicFields(Seen);

#[GraphqlObject]
impl TopicFields {
    /// The readable part of its address.
    async fn slug(&self) -> Result<&str> {
        self.0.text(&content::SLUG)
    }

    /// What it is called in the language served.
    async fn label(&self) -> Result<&str> {
        self.0.text(&topic::LABEL)
    }

    /// When it was first saved.
    async fn created_at(&self) -> Result<DateTime> {
        self.0.instant(&content::CREATED_AT).map(Option::unwrap_or_default)
    }

    /// When it last changed.
    async fn updated_at(&self) -> Result<DateTime> {
        self.0.instant(&content::UPDATED_AT).map(Option::unwrap_or_default)
    }

    /// Counts its changes, from 1 up.
    async fn version(&self) -> Result<i32> {
        Ok(self.0.int(&content::VERSION)?.unwrap_or_default())
    }

    /// The locale it was first written in.
    async fn locale(&self) -> Result<Locale> {
        Ok(Locale(self.0.text(&content::LOCALE)?.to_owned()))
    }

    /// The id another system knows it by; null when it was written here.
    async fn external_ref(&self) -> Result<Option<&str>> {
        self.0.optional_text(&content::EXTERNAL_REF)
    }

    /// News under it, newest first.
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
}

#[derive(Default)]
pub struct TopicQuery;

#[GraphqlObject]
impl TopicQuery {
    /// One topic; null when there is none.
    async fn topic(
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
    ) -> Nullable<Topic> {
        find(ctx, &topic::NOUN, Key::Slug(slug)).await
    }

    /// All topics, by label.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn topics(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<TopicOrder>,
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
    ) -> async_graphql::Result<Connection<Edge<Topic>>> {
        page(ctx, &topic::LIST).await
    }
}

/// What topics can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum TopicOrderField {
    /// By label in the language served, ascending.
    Name,
}

/// The order of topics. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct TopicOrder {
    /// By what.
    pub field: TopicOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}
