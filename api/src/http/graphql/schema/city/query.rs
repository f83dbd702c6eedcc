//! Cities in GraphQL.

use async_graphql::{Context, Enum, InputObject, Object as GraphqlObject};

use super::super::connection::{Connection, Edge};
use super::super::content::ContentView;
use super::super::filter::CityFilter;
use super::super::order::OrderDirection;
use super::super::root::{Nullable, find, page};
use super::super::scalar::Locale;
use crate::query::{Key, city};

use super::City;

#[derive(Default)]
pub struct CityQuery;

#[GraphqlObject]
impl CityQuery {
    /// One city; null when there is none.
    async fn city(
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
    ) -> Nullable<City> {
        find(ctx, &city::NOUN, Key::Slug(slug)).await
    }

    /// All cities, by name.
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
        _order_by: Option<CityOrder>,
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
    ) -> async_graphql::Result<Connection<Edge<City>>> {
        page(ctx, &city::LIST).await
    }
}

/// What cities can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CityOrderField {
    /// By name in the language served, ascending.
    Name,
    /// By inhabitants, the largest first.
    Population,
}

/// The order of cities. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct CityOrder {
    /// By what.
    pub field: CityOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}

/// What the members of a cluster can be ordered by; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ClusterCityOrderField {
    /// As the editors put them, ascending.
    Position,
    /// By name in the language served, ascending.
    Name,
    /// By the day they joined, ascending.
    JoinedOn,
}

/// The order of the members of a cluster. The id breaks ties; what has no value comes last in either direction.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct ClusterCityOrder {
    /// By what.
    pub field: ClusterCityOrderField,
    /// Which way; the natural direction of the field when absent.
    pub direction: Option<OrderDirection>,
}
