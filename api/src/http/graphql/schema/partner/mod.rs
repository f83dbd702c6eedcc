//! Partners in GraphQL.

mod mutation;

use async_graphql::{Context, Enum, InputObject, MergedObject, Object as GraphqlObject};

use super::asset::Asset;
use super::cluster::Cluster;
use super::connection::{Connection, Edge, Listed};
use super::content::{Content, ContentView, Localised};
use super::kind::PartnerKind;
use super::order::OrderDirection;
use super::root::{Nullable, find, page};
use super::scalar::{Locale, Url};
use super::seen::{Object, Seen};
use crate::error::Result;
use crate::query::{Key, content, partner};

pub use mutation::{PartnerWorkflow, PartnerWriting};

/// An organisation that works with the network.
#[derive(MergedObject)]
pub struct Partner(Localised, Content, PartnerFields);

impl Object for Partner {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), Content(seen.clone()), PartnerFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for Partner {
    const EDGE: &'static str = "PartnerEdge";
    const CONNECTION: &'static str = "PartnerConnection";
}

pub struct PartnerFields(Seen);

#[GraphqlObject]
impl PartnerFields {
    /// Its name in the language served.
    async fn name(&self) -> Result<&str> {
        self.0.text(&content::NAME)
    }

    /// What it does; empty when nothing was written.
    async fn description(&self) -> Result<&str> {
        self.0.text(&content::DESCRIPTION)
    }

    /// What sort of organisation it is.
    async fn kind(&self) -> Result<PartnerKind> {
        Ok(PartnerKind::of(self.0.text(&partner::KIND)?).unwrap_or(PartnerKind::Other))
    }

    /// Its own site; null when unknown.
    async fn website(&self) -> Result<Option<Url>> {
        Ok(self.0.optional_text(&partner::WEBSITE)?.map(|url| Url(url.to_owned())))
    }

    /// Its logo; null when there is none.
    async fn logo(&self, ctx: &Context<'_>) -> Option<Asset> {
        self.0.one(ctx)
    }

    /// The clusters it works with; at most 50.
    async fn clusters(&self, ctx: &Context<'_>) -> Vec<Cluster> {
        self.0.many(ctx)
    }
}

#[derive(Default)]
pub struct PartnerQuery;

#[GraphqlObject]
impl PartnerQuery {
    /// One partner; null when there is none.
    async fn partner(
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
    ) -> Nullable<Partner> {
        find(ctx, &partner::NOUN, Key::Slug(slug)).await
    }

    /// Partners, by name.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
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
    ) -> async_graphql::Result<Connection<Edge<Partner>>> {
        page(ctx, &partner::LIST).await
    }
}

/// What partners can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PartnerOrderField {
    /// By name in the language served, ascending.
    Name,
}

/// The order of partners. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct PartnerOrder {
    /// By what.
    pub field: PartnerOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}
