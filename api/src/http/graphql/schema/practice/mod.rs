//! Good practices in GraphQL.

mod mutation;

use async_graphql::{Context, Enum, InputObject, MergedObject, Object as GraphqlObject};

use super::call::Call;
use super::city::City;
use super::cluster::Cluster;
use super::connection::{Connection, Edge, Listed};
use super::content::{Body, Content, ContentView, Localised};
use super::filter::PracticeFilter;
use super::order::OrderDirection;
use super::root::{Nullable, find, page};
use super::scalar::Locale;
use super::seen::{Object, Seen};
use crate::error::Result;
use crate::query::{Key, content, practice};

pub use mutation::{PracticeWorkflow, PracticeWriting};

/// A good practice of a city.
#[derive(MergedObject)]
pub struct Practice(Localised, Content, PracticeFields);

impl Object for Practice {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), Content(seen.clone()), PracticeFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for Practice {
    const EDGE: &'static str = "PracticeEdge";
    const CONNECTION: &'static str = "PracticeConnection";
}

pub struct PracticeFields(Seen);

#[GraphqlObject]
impl PracticeFields {
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

    /// The Sustainable Development Goals it serves, 1 to 17, ascending.
    async fn sdgs(&self) -> Result<Vec<i32>> {
        Ok(self.0.json(&practice::SDGS)?.unwrap_or_default())
    }

    /// The city whose practice it is; null when that is not told.
    async fn city(&self, ctx: &Context<'_>) -> Option<City> {
        self.0.one(ctx)
    }

    /// The call it was sent in to; null when it came without one.
    async fn call(&self, ctx: &Context<'_>) -> Option<Call> {
        self.0.one(ctx)
    }

    /// The clusters it is filed under; at most 50.
    async fn clusters(&self, ctx: &Context<'_>) -> Vec<Cluster> {
        self.0.many(ctx)
    }
}

#[derive(Default)]
pub struct PracticeQuery;

#[GraphqlObject]
impl PracticeQuery {
    /// One practice; null when there is none.
    async fn practice(
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
    ) -> Nullable<Practice> {
        find(ctx, &practice::NOUN, Key::Slug(slug)).await
    }

    /// Practices, newest first.
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
    ) -> async_graphql::Result<Connection<Edge<Practice>>> {
        page(ctx, &practice::LIST).await
    }
}

/// What practices can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PracticeOrderField {
    /// By publication, the newest first.
    PublishedAt,
}

/// The order of practices. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct PracticeOrder {
    /// By what.
    pub field: PracticeOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}
