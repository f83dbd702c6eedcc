//! Deciding on submissions. Editors and admins.

use async_graphql::{Context, Object, SimpleObject};
use entity::id::SubmissionId;

use super::input::{
    DiscardDecisionsInput, PrepareDecisionsInput, ReleaseDecisionsInput, ReopenSubmissionInput,
    StartReviewInput, aim,
};
use crate::domain::permission::Action;
use crate::error::Result;
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::edit::{author, id};
use crate::http::graphql::schema::root::{Nullable, alone};
use crate::http::graphql::schema::submission::{Submission, SubmissionPayload, wanted};
use crate::http::graphql::schema::user_error::{UserError, apart};
use crate::service::decision;
use crate::service::submission::{self, Seen, Stored};

/// What came of beginning to judge.
#[derive(SimpleObject)]
pub struct StartReviewPayload {
    /// How many submissions were taken under review; 0 when all were already.
    pub started: i32,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// What came of preparing.
#[derive(SimpleObject)]
pub struct DecisionsPayload {
    /// The submissions, in the order they were named; empty when there are errors.
    pub submissions: Vec<Submission>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// What was released.
#[derive(SimpleObject)]
pub struct ReleaseDecisionsPayload {
    /// How many senders were told that theirs is on the shortlist.
    pub shortlisted: i32,
    /// How many were told that theirs is accepted.
    pub accepted: i32,
    /// How many were told that theirs is not.
    pub rejected: i32,
    /// How many drafts of practices were made: of an accepted answer whose sender lets no text be published there is none.
    pub practices: i32,
    /// How many mails go out: 0 where mail is not set up, and none to who left no address.
    pub mails: i32,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

impl DecisionsPayload {
    async fn of(ctx: &Context<'_>, outcome: Result<Vec<Stored>>) -> Result<Self> {
        let (stored, user_errors) = apart(outcome)?;
        let wanted = wanted(&[ctx.look_ahead().field("submissions")]);
        let seen = stored.unwrap_or_default().into_iter().map(Seen::by_overseer).collect();
        let told = submission::told(&ctx.session().app, seen, wanted).await?;
        Ok(Self { submissions: told.into_iter().map(Submission).collect(), user_errors })
    }
}

#[derive(Default)]
pub struct DecisionMutation;

#[Object]
impl DecisionMutation {
    /// Begins to judge all that was submitted for a call or a cluster: its senders change it no more. Editors only.
    async fn start_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of what.")] input: StartReviewInput,
    ) -> Nullable<StartReviewPayload> {
        alone(async move {
            let author = author(ctx, Action::DecideOnSubmissions).await?;
            let outcome = match aim(input.call.as_ref(), input.cluster.as_ref()) {
                Ok(aim) => decision::start_review(&ctx.session().app, author, aim, input.reason).await,
                Err(wrong) => Err(wrong),
            };
            let (started, user_errors) = apart(outcome)?;
            Ok(StartReviewPayload { started: int(started.unwrap_or_default()), user_errors })
        })
        .await
    }

    /// Prepares decisions that nobody but editors sees, with their mails: all of them, or none. `releaseDecisions` tells
    /// their senders. Editors only.
    async fn prepare_decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On which submissions, and what.")] input: PrepareDecisionsInput,
    ) -> Nullable<DecisionsPayload> {
        alone(async move {
            let author = author(ctx, Action::DecideOnSubmissions).await?;
            let outcome = match input.read() {
                Ok(decisions) => decision::prepare(&ctx.session().app, author, decisions).await,
                Err(wrong) => Err(wrong),
            };
            Ok(DecisionsPayload::of(ctx, outcome).await?)
        })
        .await
    }

    /// Forgets decisions that were prepared. Editors only.
    async fn discard_decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On which submissions.")] input: DiscardDecisionsInput,
    ) -> Nullable<DecisionsPayload> {
        alone(async move {
            let author = author(ctx, Action::DecideOnSubmissions).await?;
            let outcome =
                match id::read(|check| id::many::<SubmissionId>(check, "submissions", &input.submissions)) {
                    Ok(ids) => decision::discard(&ctx.session().app, author, &ids).await,
                    Err(wrong) => Err(wrong),
                };
            Ok(DecisionsPayload::of(ctx, outcome).await?)
        })
        .await
    }

    /// Releases all decisions that are prepared for a call or a cluster at once: each submission stands where it was decided,
    /// its sender is sent the mail, an accepted answer to a call becomes the draft of a practice with what its sender lets be
    /// published, and an accepted wish to join makes its city a member. All of it, or nothing. Editors only.
    async fn release_decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ReleaseDecisionsInput,
    ) -> Nullable<ReleaseDecisionsPayload> {
        alone(async move {
            let author = author(ctx, Action::DecideOnSubmissions).await?;
            let outcome = match aim(input.call.as_ref(), input.cluster.as_ref()) {
                Ok(aim) => decision::release(&ctx.session().app, author, aim, input.as_of.0).await,
                Err(wrong) => Err(wrong),
            };
            let (released, user_errors) = apart(outcome)?;
            let released = released.unwrap_or_default();
            Ok(ReleaseDecisionsPayload {
                shortlisted: int(released.shortlisted.into()),
                accepted: int(released.accepted.into()),
                rejected: int(released.rejected.into()),
                practices: int(released.practices as u64),
                mails: int(released.mails as u64),
                user_errors,
            })
        })
        .await
    }

    /// Judges a submission once more that was shortlisted or rejected. Editors only.
    async fn reopen_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: ReopenSubmissionInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let author = author(ctx, Action::DecideOnSubmissions).await?;
            let which = id::one("id", &input.id).map(|id| (id, input.expected_version));
            let outcome = match which {
                Ok(which) => decision::reopen(&ctx.session().app, author, which, input.reason).await,
                Err(wrong) => Err(wrong),
            };
            Ok(SubmissionPayload::of(ctx, outcome).await?)
        })
        .await
    }
}

fn int(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
