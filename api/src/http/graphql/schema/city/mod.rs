//! Cities in GraphQL.

mod mutation;
mod object;
mod query;

pub use mutation::{CityWorkflow, CityWriting};
pub use object::City;
pub use query::{CityQuery, ClusterCityOrder};
