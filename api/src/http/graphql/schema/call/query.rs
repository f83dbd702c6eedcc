//! Calls for submissions at the root.

use async_graphql::{Context, Enum, InputObject, Object as GraphqlObject};

use super::super::connection::{Connection, Edge};
use super::super::content::ContentView;
use super::super::filter::CallFilter;
use super::super::order::OrderDirection;
use super::super::root::{Nullable, find, page};
use super::super::scalar::Locale;
use super::Call;
use crate::query::{Key, call};

#[derive(Default)]
pub struct CallQuery;

#[GraphqlObject]
impl CallQuery {
    /// One call; null when there is none.
    async fn call(
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
    ) -> Nullable<Call> {
        find(ctx, &call::NOUN, Key::Slug(slug)).await
    }

    /// Calls, the next deadline first; `open: true` leaves out what is closed.
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
    ) -> async_graphql::Result<Connection<Edge<Call>>> {
        page(ctx, &call::LIST).await
    }
}

/// What calls can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CallOrderField {
    /// By deadline, the next first.
    ClosesAt,
    /// By publication, the newest first.
    PublishedAt,
}

/// The order of calls. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct CallOrder {
    /// By what.
    pub field: CallOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}
