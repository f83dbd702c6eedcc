//! Calls for submissions in GraphQL.

mod object;
mod query;

pub use object::Call;
pub use query::{CallOrder, CallQuery};
