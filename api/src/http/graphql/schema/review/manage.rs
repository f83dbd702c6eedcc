//! Having submissions judged: by whom, when, and on which text.

use async_graphql::{Context, Object};
use entity::id::{SubmissionId, UserId};

use super::input::{
    AssignReviewersInput, FreezeDecisionRecordInput, RedactSubmissionInput, SetReviewPhasesInput,
    SubmissionReviewerInput,
};
use super::payload::{
    AssignReviewersPayload, DecisionRecordPayload, ReviewPlanPayload, of_submission, settled,
};
use super::record::DecisionRecord;
use crate::domain::permission::Action;
use crate::error::Result;
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::edit::{self, id};
use crate::http::graphql::schema::root::{Nullable, alone};
use crate::http::graphql::schema::submission::SubmissionPayload;
use crate::http::graphql::schema::user_error::apart;
use crate::service::review;

#[derive(Default)]
pub struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Says when the submissions to a call are judged, and by which rules. Editors only.
    async fn set_review_phases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "All of its phases.")] input: SetReviewPhasesInput,
    ) -> Nullable<ReviewPlanPayload> {
        alone(async move {
            let author = edit::author(ctx, Action::ManageReviews).await?;
            let phases = input.phases.into_iter().map(Into::into).collect();
            let outcome = match id::one("call", &input.call) {
                Ok(call) => {
                    let app = &ctx.session().app;
                    review::set_phases(app, author, call, input.expected_version, phases).await
                }
                Err(wrong) => Err(wrong),
            };
            let (plan, user_errors, conflict) = settled(outcome)?;
            Ok(ReviewPlanPayload { review_plan: plan.map(Into::into), user_errors, conflict })
        })
        .await
    }

    /// Puts submissions on the queues of reviewers, beside those that are there, and keeps out whoever has a conflict of
    /// interest. Editors only.
    async fn assign_reviewers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to which submissions.")] input: AssignReviewersInput,
    ) -> Nullable<AssignReviewersPayload> {
        alone(async move {
            let author = edit::author(ctx, Action::ManageReviews).await?;
            let outcome = match input.read() {
                Ok(assignment) => review::assign(&ctx.session().app, author, assignment).await,
                Err(wrong) => Err(wrong),
            };
            let (done, user_errors) = apart(outcome)?;
            Ok(AssignReviewersPayload::of(done, user_errors))
        })
        .await
    }

    /// Takes a submission off the queue of a reviewer; a review they gave stays. Editors only.
    async fn unassign_reviewer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom from which submission.")] input: SubmissionReviewerInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let author = edit::author(ctx, Action::ManageReviews).await?;
            let outcome = match pair(&input) {
                Ok(pair) => review::unassign(&ctx.session().app, author.clone(), pair).await.map(|()| pair.0),
                Err(wrong) => Err(wrong),
            };
            Ok(of_submission(ctx, &author, outcome).await?)
        })
        .await
    }

    /// Takes back a conflict of interest that was declared by mistake. Editors only.
    async fn remove_conflict(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Between whom.")] input: SubmissionReviewerInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let author = edit::author(ctx, Action::ManageReviews).await?;
            let outcome = match pair(&input) {
                Ok((submission, reviewer)) => {
                    let app = &ctx.session().app;
                    let gone = review::remove_conflict(app, author.clone(), submission, reviewer).await;
                    gone.map(|()| submission)
                }
                Err(wrong) => Err(wrong),
            };
            Ok(of_submission(ctx, &author, outcome).await?)
        })
        .await
    }

    /// Says what those who judge a submission blindly read of it instead of the original. Editors only.
    async fn redact_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be read instead.")] input: RedactSubmissionInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let author = edit::author(ctx, Action::ManageReviews).await?;
            let (submission, expected) = (id::one("submission", &input.submission), input.expected_version);
            let redacting = input.ready().await;
            let outcome = match submission {
                Ok(id) => {
                    let app = &ctx.session().app;
                    let change = |redaction: &mut _, check: &mut _| redacting.apply(redaction, check);
                    review::redact(app, author.clone(), id, expected, change).await.map(|()| id)
                }
                Err(wrong) => Err(wrong),
            };
            Ok(of_submission(ctx, &author, outcome).await?)
        })
        .await
    }

    /// Freezes what a decision is made of: criteria, phases, submissions, reviews, conflicts and the ranking, as canonical
    /// JSON with its SHA-256. It is kept as it is, beside those before it. Editors only.
    async fn freeze_decision_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which call.")] input: FreezeDecisionRecordInput,
    ) -> Nullable<DecisionRecordPayload> {
        alone(async move {
            let author = edit::author(ctx, Action::ManageReviews).await?;
            let outcome = match id::one("call", &input.call) {
                Ok(call) => review::freeze(&ctx.session().app, author, call).await,
                Err(wrong) => Err(wrong),
            };
            let (frozen, user_errors) = apart(outcome)?;
            Ok(DecisionRecordPayload { decision_record: frozen.map(DecisionRecord), user_errors })
        })
        .await
    }
}

fn pair(input: &SubmissionReviewerInput) -> Result<(SubmissionId, UserId)> {
    Ok((id::one("submission", &input.submission)?, id::one("reviewer", &input.reviewer)?))
}
