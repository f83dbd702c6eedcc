//! The parts of a review.

use async_graphql::{ID, Json, Object, SimpleObject, Value};
use entity::submission_redaction;

use crate::domain::stored;
use crate::error::Result;
use crate::http::graphql::schema::record::Person;
use crate::http::graphql::schema::scalar::{DateTime, json};
use crate::http::graphql::schema::submission::SubmittedText;
use crate::service::review::{Judgement, Reviewer};

/// What was given for one criterion.
#[derive(SimpleObject)]
pub struct Score {
    /// The key of the criterion of the call.
    pub criterion: String,
    /// 0 to 100.
    pub score: i32,
}

/// What a reviewer gives a submission, and says of it.
pub struct Review(pub Judgement);

/// What a reviewer gives a submission, and says of it.
#[Object]
impl Review {
    /// Whose it is.
    async fn reviewer(&self) -> Person {
        Person { id: ID(self.0.review.user_id.to_string()), name: self.0.name.clone() }
    }

    /// Criterion by criterion; empty where only comments were given.
    async fn scores(&self) -> Vec<Score> {
        let each = self.0.scores.0.iter();
        each.map(|(criterion, score)| Score { criterion: criterion.clone(), score: *score }).collect()
    }

    /// The mean of the scores by the weights of the criteria: 0 to 100. Null where nothing was scored.
    async fn mean(&self) -> Option<f64> {
        self.0.mean
    }

    /// For those who decide; empty when nothing was written.
    async fn committee_comment(&self) -> &str {
        &self.0.review.committee_comment
    }

    /// For the sender, who reads it once the decision was released; empty when nothing was written.
    async fn submitter_comment(&self) -> &str {
        &self.0.review.submitter_comment
    }

    /// The number of the version of the submission that was there to be judged; a later one may be there by now.
    async fn submission_version(&self) -> i32 {
        self.0.review.number
    }

    /// When it was first saved.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.review.created_at)
    }

    /// When it was saved last.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.review.updated_at)
    }

    /// Counts saves; `saveReview` names the one it read.
    async fn version(&self) -> i32 {
        self.0.review.version
    }
}

/// That somebody must not judge a submission, as it was declared.
#[derive(SimpleObject)]
pub struct ReviewConflict {
    /// Who must not.
    pub reviewer: Person,
    /// Why.
    pub reason: String,
}

impl From<Reviewer> for ReviewConflict {
    fn from(found: Reviewer) -> Self {
        let reason = found.reason.clone().unwrap_or_default();
        Self { reviewer: reviewer(found), reason }
    }
}

pub fn reviewer(found: Reviewer) -> Person {
    Person { id: ID(found.user_id.to_string()), name: found.name }
}

/// What those who judge blindly read instead of the original. A part that is null is not redacted: they read the original.
/// One that is empty was emptied: they read nothing.
pub struct SubmissionRedaction(pub submission_redaction::Model);

/// What those who judge blindly read instead of the original. A part that is null is not redacted: they read the original.
/// One that is empty was emptied: they read nothing.
#[Object]
impl SubmissionRedaction {
    /// Instead of the title.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// Instead of the summary.
    async fn summary(&self) -> Option<&str> {
        self.0.summary.as_deref()
    }

    /// Instead of the text.
    async fn body(&self) -> Option<SubmittedText<'_>> {
        let html = self.0.body_html.as_deref().unwrap_or_default();
        let source = self.0.body_source.as_deref().unwrap_or_default();
        self.0.body_format.map(|format| SubmittedText { html, source, format })
    }

    /// Instead of the answers.
    async fn answers(&self) -> Result<Option<Json<Value>>> {
        self.0.answers.as_deref().map(|answers| Ok(json(stored::json(answers)?))).transpose()
    }

    /// The number of the version of the submission that was redacted; a later one may be there by now.
    async fn submission_version(&self) -> i32 {
        self.0.number
    }

    /// Counts saves; `redactSubmission` names the one it read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
