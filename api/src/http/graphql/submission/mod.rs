//! Submissions in GraphQL: what cities send in, without an account.

mod mutation;
mod object;
mod query;

pub use mutation::SubmissionMutation;
pub use query::SubmissionQuery;
