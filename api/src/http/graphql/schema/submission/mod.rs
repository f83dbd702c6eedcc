//! Submissions in GraphQL: what cities send in, without an account.

mod attachment;
mod input;
mod kind;
mod mutation;
mod object;
mod part;
mod query;

pub use mutation::{SubmissionMutation, SubmissionPayload};
pub use object::{Submission, wanted};
pub use part::SubmittedText;
pub use query::SubmissionQuery;
