//! Decisions on submissions in GraphQL: prepared where nobody else sees them, and released together.

mod input;
mod mutation;
mod object;

pub use mutation::DecisionMutation;
pub use object::PreparedDecision;
