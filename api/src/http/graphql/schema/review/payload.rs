//! What mutations of reviews answer.

use async_graphql::{Context, SimpleObject};
use entity::id::SubmissionId;

use super::assign::AssignedShare;
use super::part::ReviewConflict;
use super::plan::ReviewPlan;
use super::record::DecisionRecord;
use crate::domain::change::Author;
use crate::error::{Error, Result};
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::edit::Conflict;
use crate::http::graphql::schema::submission::{Submission, SubmissionPayload, wanted};
use crate::http::graphql::schema::user_error::{UserError, apart};
use crate::service::submission;

/// What came of saying when submissions are judged.
#[derive(SimpleObject)]
pub struct ReviewPlanPayload {
    /// As it now is; null when there are errors.
    pub review_plan: Option<ReviewPlan>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
    /// What stands in the way of a stale change; null when nothing does.
    pub conflict: Option<Conflict>,
}

/// What came of assigning reviewers.
#[derive(SimpleObject)]
pub struct AssignReviewersPayload {
    /// How many assignments were added; null when there are errors.
    pub added: Option<i32>,
    /// How many of these submissions each reviewer has now.
    pub shares: Vec<AssignedShare>,
    /// The ids of submissions that some reviewers were kept from by a conflict, and that have fewer than asked for: the first
    /// 100.
    pub short: Vec<async_graphql::ID>,
    /// How many of those there are.
    pub short_count: i32,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// What came of declaring a conflict.
#[derive(SimpleObject)]
pub struct DeclareConflictPayload {
    /// As it was declared; null when there are errors. For its reviewer the submission does not exist any more.
    pub declared: Option<ReviewConflict>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// What came of freezing a decision record.
#[derive(SimpleObject)]
pub struct DecisionRecordPayload {
    /// As it was frozen; null when there are errors.
    pub decision_record: Option<DecisionRecord>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// What was done, what is to be mended, and what stands in the way of a stale change.
pub fn settled<T>(outcome: Result<T>) -> Result<(Option<T>, Vec<UserError>, Option<Conflict>)> {
    if let Err(Error::Stale(mut found)) = outcome {
        return Ok((None, UserError::stale(&mut found), Some(found.into())));
    }
    let (done, user_errors) = apart(outcome)?;
    Ok((done, user_errors, None))
}

/// The submission as whoever did something with it sees it now.
pub async fn of_submission(
    ctx: &Context<'_>,
    author: &Author,
    outcome: Result<SubmissionId>,
) -> Result<SubmissionPayload> {
    let (id, user_errors, conflict) = settled(outcome)?;
    let Some(id) = id else { return Ok(SubmissionPayload { submission: None, user_errors, conflict }) };
    let app = &ctx.session().app;
    let seen = submission::by_id(app, &author.actor, id).await?;
    let wanted = wanted(&[ctx.look_ahead().field("submission")]);
    let told = submission::told(app, seen.into_iter().collect(), wanted).await?;
    let submission = told.into_iter().next().map(Submission);
    Ok(SubmissionPayload { submission, user_errors, conflict })
}
