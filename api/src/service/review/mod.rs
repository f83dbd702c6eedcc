//! The review of what was submitted: by whom, when, and what came of it.
//!
//! What somebody may see of a submission is said once: `sight.rs` asks the policy and the phase, and every read of
//! submissions passes through it.

mod assign;
pub mod audit;
mod conflict;
mod figures;
mod held;
mod home;
mod inputs;
mod judgement;
mod plan;
mod queue;
mod ranking;
mod record;
mod redact;
mod save;
mod sight;

pub use assign::{Among, Assigned, Assignment, Share, assign, unassign};
pub use conflict::{Declared, declare, remove as remove_conflict};
pub use figures::{Figure, Figures, figures};
pub use judgement::{Judgement, Reviewer, conflicts, feedback, judgements, reviewers};
pub use plan::{Plan, plan, set_phases};
pub use queue::{Due, queue};
pub use ranking::{Ranked, RankedNormalised, WithoutReviewer, ranking, without_reviewers};
pub use record::{Frozen, freeze, frozen};
pub use redact::{Redaction, redact, redactions};
pub use save::{Given, save};
pub use sight::{Sights, is_blind, shown_to, viewer};
