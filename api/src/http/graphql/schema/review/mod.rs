//! The review of submissions in GraphQL: who judges what, when, and what came of it.

mod assign;
mod input;
mod judge;
mod manage;
mod part;
mod payload;
mod plan;
mod query;
mod ranking;
mod record;

pub use judge::JudgingMutation;
pub use manage::ReviewMutation;
pub use part::{Review, ReviewConflict, SubmissionRedaction, reviewer};
pub use query::ReviewQuery;
