//! What those who decide give.

use async_graphql::{ID, InputObject};
use entity::id::SubmissionId;

use super::object::DecisionState;
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::http::graphql::schema::edit::id;
use crate::http::graphql::schema::scalar::DateTime;
use crate::service::content::refused;
use crate::service::decision::Decision;
use crate::service::submission::{Aim, Mail};

/// What is taken under review.
#[derive(InputObject)]
pub struct StartReviewInput {
    /// All that was submitted for this call, once its deadline and grace period have passed; left out, `cluster` is required.
    pub call: Option<ID>,
    /// All wishes to join this cluster; left out, `call` is required.
    pub cluster: Option<ID>,
    /// Why, for the history; at most 2,000 characters.
    pub reason: Option<String>,
}

/// Decisions to be, of which nobody else knows.
#[derive(InputObject)]
pub struct PrepareDecisionsInput {
    /// At most 500; each takes the place of what was prepared for its submission before.
    pub decisions: Vec<DecisionInput>,
}

/// A decision to be.
#[derive(InputObject)]
pub struct DecisionInput {
    /// The id of the submission.
    pub submission: ID,
    /// Where it will stand.
    pub state: DecisionState,
    /// Why, for its sender to read; at most 2,000 characters.
    pub reason: Option<String>,
    /// Another mail than the usual one.
    pub mail: Option<DecisionMailInput>,
}

/// A mail in your own words.
#[derive(InputObject)]
pub struct DecisionMailInput {
    /// One line; at most 300 characters.
    pub subject: String,
    /// Plain text; at most 20,000 characters.
    pub text: String,
}

/// Decisions that are not to be.
#[derive(InputObject)]
pub struct DiscardDecisionsInput {
    /// The ids of their submissions; at most 500.
    pub submissions: Vec<ID>,
}

/// What is released.
#[derive(InputObject)]
pub struct ReleaseDecisionsInput {
    /// All decisions that are prepared for this call; left out, `cluster` is required.
    pub call: Option<ID>,
    /// All that are prepared for this cluster; left out, `call` is required.
    pub cluster: Option<ID>,
    /// When you read them: the `serverTime` of that answer. If one was prepared or changed later, nothing is released.
    pub as_of: DateTime,
}

/// A submission to judge once more.
#[derive(InputObject)]
pub struct ReopenSubmissionInput {
    /// Its id.
    pub id: ID,
    /// The `version` you read.
    pub expected_version: i32,
    /// Why, for its sender to read; at most 2,000 characters.
    pub reason: Option<String>,
}

/// The one of both that is given.
pub fn aim(call: Option<&ID>, cluster: Option<&ID>) -> Result<Aim> {
    match (call, cluster) {
        (Some(call), None) => Ok(Aim::Call(id::one("call", call)?)),
        (None, Some(cluster)) => Ok(Aim::Cluster(id::one("cluster", cluster)?)),
        (Some(_), Some(_)) => {
            Err(refused("cluster", Code::Invalid, "is given beside `call`: leave one of them out"))
        }
        (None, None) => Err(refused("call", Code::Required, "is required: the id of the call, or `cluster`")),
    }
}

impl PrepareDecisionsInput {
    pub fn read(self) -> Result<Vec<Decision>> {
        let (mut check, mut read) = (Check::new(0), Vec::new());
        check.within("decisions", |check| {
            for (place, decision) in self.decisions.into_iter().enumerate() {
                check.within(&place.to_string(), |check| read.extend(decision.read(check)));
            }
        });
        let mistakes = check.into_mistakes();
        if mistakes.is_empty() { Ok(read) } else { Err(Error::Mistakes(mistakes)) }
    }
}

impl DecisionInput {
    fn read(self, check: &mut Check) -> Option<Decision> {
        let Ok(submission) = self.submission.parse::<SubmissionId>() else {
            let message = "is the id of no submission: give one as `submissions` answers it";
            check.wrong("submission", Code::Invalid, message);
            return None;
        };
        let mail = self.mail.map(|mail| Mail { subject: mail.subject, text: mail.text });
        Some(Decision { submission, state: self.state.into(), reason: self.reason, mail })
    }
}
