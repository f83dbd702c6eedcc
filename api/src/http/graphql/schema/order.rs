//! The direction of an order.

use async_graphql::Enum;

/// Which way a list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// Smallest, earliest, first of the alphabet first.
    Asc,
    /// Largest, latest, last of the alphabet first.
    Desc,
}
