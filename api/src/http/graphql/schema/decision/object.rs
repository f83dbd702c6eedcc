//! A decision that is prepared, as those who decide see it.

use async_graphql::{Enum, ID, SimpleObject};
use entity::submission::State;
use entity::submission_decision;

use crate::http::graphql::schema::scalar::DateTime;
use crate::service::submission::Mail;

/// What is decided on a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DecisionState {
    /// It is among the best; the last word is not spoken.
    Shortlisted,
    /// Yes.
    Accepted,
    /// No.
    Rejected,
}

/// The mail that goes out with a decision.
#[derive(SimpleObject)]
pub struct DecisionMail {
    /// Its subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Whether somebody wrote it for this one; otherwise they are the usual words.
    pub is_written: bool,
}

/// A decision that only those who decide see, until `releaseDecisions` tells the sender.
#[derive(SimpleObject)]
pub struct PreparedDecision {
    /// Where the submission will stand.
    pub state: DecisionState,
    /// Why, for its sender to read; null when nothing was written.
    pub reason: Option<String>,
    /// What its sender will be sent, if an address is known.
    pub mail: DecisionMail,
    /// When it was prepared, or changed last.
    pub prepared_at: DateTime,
    /// The id of who prepared it; null when that was the command line.
    pub prepared_by: Option<ID>,
}

impl From<DecisionState> for State {
    fn from(state: DecisionState) -> Self {
        match state {
            DecisionState::Shortlisted => Self::Shortlisted,
            DecisionState::Accepted => Self::Accepted,
            DecisionState::Rejected => Self::Rejected,
        }
    }
}

impl PreparedDecision {
    pub fn of((decision, mail): &(submission_decision::Model, Mail)) -> Self {
        let state = match decision.state {
            State::Accepted => DecisionState::Accepted,
            State::Shortlisted => DecisionState::Shortlisted,
            _ => DecisionState::Rejected,
        };
        let Mail { subject, text } = mail.clone();
        Self {
            state,
            reason: decision.reason.clone(),
            mail: DecisionMail { subject, text, is_written: decision.text.is_some() },
            prepared_at: DateTime(decision.at),
            prepared_by: decision.user_id.map(|id| ID(id.to_string())),
        }
    }
}
