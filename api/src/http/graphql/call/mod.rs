//! Calls for submissions in GraphQL.

mod criterion;
mod mutation;
mod object;
mod query;

pub use mutation::{CallWorkflow, CallWriting};
pub use object::Call;
pub use query::{CallOrder, CallQuery};
