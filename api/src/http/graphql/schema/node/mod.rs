//! Anything with an id, in GraphQL.

mod object;
mod query;

pub use query::NodeQuery;
