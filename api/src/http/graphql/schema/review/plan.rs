//! When submissions are judged, and by which rules.

use async_graphql::{Enum, ID, InputObject, SimpleObject};

use crate::domain::review::phase::{Allowed, OthersReviews, Phase};
use crate::http::graphql::schema::scalar::DateTime;
use crate::service::review::Plan;

/// What reviewers do in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Allowed")]
pub enum ReviewAction {
    /// Give 0 to 100 for each criterion.
    Score,
    /// Write to the committee and to the sender.
    Comment,
}

/// When reviewers read what others wrote and gave. Figures made of scores are made of what may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "OthersReviews")]
pub enum OthersReviewsVisibility {
    /// At once.
    Always,
    /// Of each submission once they have reviewed it themselves.
    AfterOwn,
    /// Not at all.
    Never,
}

/// A time in which the submissions to a call are judged.
#[derive(SimpleObject)]
pub struct ReviewPhase {
    /// What it is called.
    pub name: String,
    /// From this instant on.
    pub opens_at: DateTime,
    /// No longer from this instant on.
    pub closes_at: DateTime,
    /// What reviewers do.
    pub allows: Vec<ReviewAction>,
    /// When they read the reviews of others.
    pub others_reviews: OthersReviewsVisibility,
    /// Whether they are not told whose a submission is.
    pub is_blind: bool,
}

/// When the submissions to a call are judged, and by which rules.
#[derive(SimpleObject)]
pub struct ReviewPlan {
    /// The id of the call.
    pub call_id: ID,
    /// In order; one is open at a time.
    pub phases: Vec<ReviewPhase>,
    /// Counts saves; `setReviewPhases` names the one it read.
    pub version: i32,
}

impl From<Plan> for ReviewPlan {
    fn from(plan: Plan) -> Self {
        let phase = |phase: Phase| ReviewPhase {
            name: phase.name,
            opens_at: DateTime(phase.opens_at),
            closes_at: DateTime(phase.closes_at),
            allows: phase.allows.into_iter().map(Into::into).collect(),
            others_reviews: phase.others_reviews.into(),
            is_blind: phase.is_blind,
        };
        let phases = plan.phases.into_iter().map(phase).collect();
        Self { call_id: ID(plan.call.to_string()), phases, version: plan.version }
    }
}

/// A time in which the submissions to a call are judged.
#[derive(InputObject)]
pub struct ReviewPhaseInput {
    /// What it is called; at most 300 characters.
    pub name: String,
    /// From this instant on.
    pub opens_at: DateTime,
    /// No longer from this instant on.
    pub closes_at: DateTime,
    /// What reviewers do.
    pub allows: Vec<ReviewAction>,
    /// When they read the reviews of others.
    pub others_reviews: OthersReviewsVisibility,
    /// Whether they are not told whose a submission is: its contact, city and country are null, and what was redacted is read
    /// instead of the original.
    #[graphql(default)]
    pub is_blind: bool,
}

impl From<ReviewPhaseInput> for Phase {
    fn from(input: ReviewPhaseInput) -> Self {
        Self {
            name: input.name,
            opens_at: input.opens_at.0,
            closes_at: input.closes_at.0,
            allows: input.allows.into_iter().map(Into::into).collect(),
            others_reviews: input.others_reviews.into(),
            is_blind: input.is_blind,
        }
    }
}
