//! Calls for submissions in GraphQL.

mod criterion;
mod extension;
mod mutation;
mod object;
mod query;

pub use extension::CallExtending;
pub use mutation::{CallWorkflow, CallWriting};
pub use object::Call;
pub use query::{CallOrder, CallQuery};
