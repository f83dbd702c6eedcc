//! Cities in GraphQL.

mod object;
mod query;

pub use object::City;
pub use query::{CityQuery, ClusterCityOrder};
