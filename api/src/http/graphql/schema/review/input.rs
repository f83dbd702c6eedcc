//! What those who judge, and those who have it judged, give.

use async_graphql::{ID, InputObject, Json, MaybeUndefined, Value};

use super::plan::ReviewPhaseInput;
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::http::graphql::schema::edit::{RichTextInput, id, set};
use crate::service::input::Body;
use crate::service::review::{Among, Assignment, Given, Redaction};

/// The phases of the review of a call.
#[derive(InputObject)]
pub struct SetReviewPhasesInput {
    /// The id of the call.
    pub call: ID,
    /// The `version` of the `reviewPlan` you read; 0 where there is none.
    pub expected_version: i32,
    /// All of them, in order, none before the end of the one before it; at most 20. Without any, submissions are judged at
    /// any time, openly.
    pub phases: Vec<ReviewPhaseInput>,
}

/// Who is to judge which submissions: give one of `submissions`, `call` and `cluster`.
#[derive(InputObject)]
pub struct AssignReviewersInput {
    /// The ids of users who review; at most 100.
    pub reviewers: Vec<ID>,
    /// These submissions; at most 500.
    pub submissions: Option<Vec<ID>>,
    /// All submissions to this call.
    pub call: Option<ID>,
    /// All submissions to calls of this cluster, and all that ask to join it.
    pub cluster: Option<ID>,
    /// How many reviewers each submission is to have, those included that it has: they are spread evenly, and the same way
    /// each time. Left out, each of the reviewers gets all of the submissions.
    pub each: Option<i32>,
}

impl AssignReviewersInput {
    pub fn read(self) -> Result<Assignment> {
        let mut check = Check::new(0);
        let reviewers = id::all(&mut check, "reviewers", &self.reviewers);
        let among = match (&self.submissions, &self.call, &self.cluster) {
            (Some(ids), None, None) => Some(Among::These(id::all(&mut check, "submissions", ids))),
            (None, Some(call), None) => one(&mut check, "call", call).map(Among::Call),
            (None, None, Some(cluster)) => one(&mut check, "cluster", cluster).map(Among::Cluster),
            (None, None, None) => {
                check.wrong("call", Code::Required, "is required, or `submissions`, or `cluster`");
                None
            }
            _ => {
                let message = "is given beside another choice: give one of submissions, call and cluster";
                check.wrong("call", Code::InvalidState, message);
                None
            }
        };
        let mistakes = check.into_mistakes();
        match among {
            Some(among) if mistakes.is_empty() => Ok(Assignment { reviewers, among, each: self.each }),
            _ => Err(Error::Mistakes(mistakes)),
        }
    }
}

fn one<T: id::Identified>(check: &mut Check, field: &str, given: &ID) -> Option<T> {
    T::read(given).map_err(|message| check.wrong(field, Code::Invalid, message)).ok()
}

/// A submission and a reviewer.
#[derive(InputObject)]
pub struct SubmissionReviewerInput {
    /// The id of the submission.
    pub submission: ID,
    /// The id of the user.
    pub reviewer: ID,
}

/// What was given for one criterion.
#[derive(InputObject)]
pub struct ScoreInput {
    /// The key of the criterion of the call.
    pub criterion: String,
    /// 0 to 100.
    pub score: i32,
}

/// A review: what is left out stays as it was.
#[derive(InputObject)]
pub struct SaveReviewInput {
    /// The id of the submission.
    pub submission: ID,
    /// The `version` of your review you read; 0 where there is none yet.
    pub expected_version: i32,
    /// For each criterion of the call.
    pub scores: Option<Vec<ScoreInput>>,
    /// For those who decide; at most 10,000 characters.
    pub committee_comment: Option<String>,
    /// For the sender, who reads it once the decision was released; at most 10,000 characters.
    pub submitter_comment: Option<String>,
}

impl SaveReviewInput {
    pub fn read(self) -> Result<Given> {
        let scores = self.scores.map(|all| all.into_iter().map(|one| (one.criterion, one.score)).collect());
        Ok(Given {
            submission: id::one("submission", &self.submission)?,
            expected_version: self.expected_version,
            scores,
            committee_comment: self.committee_comment,
            submitter_comment: self.submitter_comment,
        })
    }
}

/// That somebody must not judge a submission.
#[derive(InputObject)]
pub struct DeclareConflictInput {
    /// The id of the submission.
    pub submission: ID,
    /// Who must not, as an editor says of somebody else; left out, it is you.
    pub reviewer: Option<ID>,
    /// Why; at most 2,000 characters.
    pub reason: String,
}

/// What those who judge blindly are to read instead of the original: what is left out stays as it was, null shows the original
/// again, what is empty shows nothing.
#[derive(InputObject)]
pub struct RedactSubmissionInput {
    /// The id of the submission.
    pub submission: ID,
    /// The `version` of the `redaction` you read; 0 where there is none.
    pub expected_version: i32,
    /// Instead of the title; at most 300 characters.
    pub title: MaybeUndefined<String>,
    /// Instead of the summary; at most 2,000 characters.
    pub summary: MaybeUndefined<String>,
    /// Instead of the text.
    pub body: MaybeUndefined<RichTextInput>,
    /// Instead of the answers: an object.
    pub answers: MaybeUndefined<Json<Value>>,
}

/// Parts of it, ready to be laid over what was redacted.
pub struct Redacting {
    title: MaybeUndefined<String>,
    summary: MaybeUndefined<String>,
    body: MaybeUndefined<Body>,
    answers: MaybeUndefined<Json<Value>>,
}

impl RedactSubmissionInput {
    /// The text is rendered where nobody waits for the processor.
    pub async fn ready(self) -> Redacting {
        let Self { title, summary, body, answers, .. } = self;
        let render = move || match body {
            MaybeUndefined::Undefined => MaybeUndefined::Undefined,
            MaybeUndefined::Null => MaybeUndefined::Null,
            given @ MaybeUndefined::Value(_) => {
                set::body(given).map_or(MaybeUndefined::Null, MaybeUndefined::Value)
            }
        };
        let body = tokio::task::spawn_blocking(render).await.expect("rendering does not panic");
        Redacting { title, summary, body, answers }
    }
}

impl Redacting {
    pub fn apply(self, redaction: &mut Redaction, check: &mut Check) {
        set::optional(&mut redaction.title, self.title, |title| title);
        set::optional(&mut redaction.summary, self.summary, |summary| summary);
        set::optional(&mut redaction.body, self.body, |body| body);
        match self.answers {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => redaction.answers = None,
            MaybeUndefined::Value(Json(value)) => match value.into_json() {
                Ok(serde_json::Value::Object(answers)) => redaction.answers = Some(answers),
                _ => check.wrong("answers", Code::Invalid, "must be an object: question by question"),
            },
        }
    }
}

/// A call whose review is to be frozen.
#[derive(InputObject)]
pub struct FreezeDecisionRecordInput {
    /// The id of the call.
    pub call: ID,
}

/// The id of a call as a root field takes it.
pub fn call(given: &ID) -> Result<entity::id::CallId> {
    given.parse().map_err(|_| Error::invalid("call", "is the id of no call: give one as `calls` answers it"))
}
