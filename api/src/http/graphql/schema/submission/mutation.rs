//! Sending in: anybody may, and whoever has the token of a submission goes on with it.

use async_graphql::{Context, Object, SimpleObject};

use super::input::{
    CreateSubmissionInput, SubmissionInput, UpdateSubmissionInput, WithdrawConsentInput,
    WithdrawSubmissionInput, aim, ready,
};
use super::object::{Submission, wanted};
use crate::domain::check::Check;
use crate::domain::submission::Consent;
use crate::error::{Error, Result};
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::edit::Conflict;
use crate::http::graphql::schema::root::{Nullable, alone};
use crate::http::graphql::schema::user_error::{UserError, apart};
use crate::service::submission::{self, Arrival, Input, New, Seen, Sent, Stored, Token};

/// What came of beginning one.
#[derive(SimpleObject)]
pub struct CreateSubmissionPayload {
    /// Null when there are errors.
    pub submission: Option<Submission>,
    /// `cities_sb_…`: whoever has it reads, changes and withdraws the submission. It is shown this once: keep it.
    pub token: Option<String>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct SubmissionPayload {
    /// As it now is; null when there are errors.
    pub submission: Option<Submission>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
    /// What stands in the way of a stale change; null when nothing does.
    pub conflict: Option<Conflict>,
}

impl SubmissionPayload {
    pub async fn of(ctx: &Context<'_>, outcome: Result<Stored>) -> Result<Self> {
        if let Err(Error::Stale(mut found)) = outcome {
            let user_errors = UserError::stale(&mut found);
            return Ok(Self { submission: None, user_errors, conflict: Some(found.into()) });
        }
        let (stored, user_errors) = apart(outcome)?;
        Ok(Self { submission: told(ctx, stored).await?, user_errors, conflict: None })
    }
}

/// With what is asked for of it.
async fn told(ctx: &Context<'_>, stored: Option<Stored>) -> Result<Option<Submission>> {
    let wanted = wanted(&[ctx.look_ahead().field("submission")]);
    let seen = stored.into_iter().map(Seen::by_sender).collect();
    let told = submission::told(&ctx.session().app, seen, wanted).await?;
    Ok(told.into_iter().next().map(Submission))
}

#[derive(Default)]
pub struct SubmissionMutation;

#[Object]
impl SubmissionMutation {
    /// Begins a submission, without an account: an answer to an open call, or a city's wish to join a cluster. Nobody but
    /// its sender sees it before it is submitted.
    async fn create_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The submission to be.")] input: CreateSubmissionInput,
    ) -> Nullable<CreateSubmissionPayload> {
        alone(async move {
            let (aim, key) = (aim(&input), input.idempotency_key.clone());
            let proof = input.altcha.clone();
            let (mut fresh, mut check) = (Input::empty(input.locale.0.clone()), Check::new(0));
            let (changes, body) = ready(input.changes()).await;
            changes.apply(body, &mut fresh, &mut check);
            let new = |aim| New {
                aim,
                input: fresh,
                check,
                idempotency_key: key,
                submits: false,
                files: Vec::new(),
                proof,
            };
            let outcome = match aim {
                Ok(aim) => submission::create(&ctx.session().app, arrival(ctx), new(aim)).await,
                Err(wrong) => Err(wrong),
            };
            let (created, user_errors) = apart(outcome)?;
            let token = created.as_ref().map(|created| created.token.expose().to_owned());
            let submission = told(ctx, created.map(|created| created.stored)).await?;
            Ok(CreateSubmissionPayload { submission, token, user_errors })
        })
        .await
    }

    /// Writes on at a submission, until the deadline. What was submitted already is submitted anew: all of it is checked, and
    /// another version kept.
    async fn update_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be different.")] input: UpdateSubmissionInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let sent =
                Sent { token: Token::given(input.token.clone()), expected_version: input.expected_version };
            let (adopts_form, locale) = (input.adopt_form, input.locale.clone());
            let (changes, body) = ready(input.changes()).await;
            let change = |wanted: &mut Input, check: &mut Check| {
                if let Some(locale) = locale {
                    wanted.locale = locale.0;
                }
                changes.apply(body, wanted, check);
            };
            let (app, arrival) = (&ctx.session().app, arrival(ctx));
            let outcome = submission::update(app, arrival, &sent, adopts_form, change).await;
            Ok(SubmissionPayload::of(ctx, outcome).await?)
        })
        .await
    }

    /// Gives it to the secretariat, until the deadline: all of it is checked, every mistake is told at once, and it gets a
    /// `reference`. Done again, it changes nothing.
    async fn submit_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SubmissionInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let sent = Sent { token: Token::given(input.token), expected_version: input.expected_version };
            let outcome = submission::submit(&ctx.session().app, arrival(ctx), &sent).await;
            Ok(SubmissionPayload::of(ctx, outcome).await?)
        })
        .await
    }

    /// Takes it back for good, until the deadline. The sender can still read it.
    async fn withdraw_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and why.")] input: WithdrawSubmissionInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let sent = Sent { token: Token::given(input.token), expected_version: input.expected_version };
            let (app, arrival) = (&ctx.session().app, arrival(ctx));
            let outcome = submission::withdraw(app, arrival, &sent, input.reason).await;
            Ok(SubmissionPayload::of(ctx, outcome).await?)
        })
        .await
    }

    /// Takes back what may be published, at any time. What came of the submission, if it is public, is unpublished, until an
    /// editor has taken out what is withdrawn.
    async fn withdraw_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which one, and what.")] input: WithdrawConsentInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let sent = Sent { token: Token::given(input.token), expected_version: input.expected_version };
            let withdrawn: Vec<Consent> = input.consents.into_iter().map(Into::into).collect();
            let (app, arrival) = (&ctx.session().app, arrival(ctx));
            let outcome = submission::withdraw_consent(app, arrival, &sent, &withdrawn).await;
            Ok(SubmissionPayload::of(ctx, outcome).await?)
        })
        .await
    }
}

/// The deadline is told by the instant the request came in.
fn arrival(ctx: &Context<'_>) -> Arrival {
    let session = ctx.session();
    Arrival { at: session.now, from: session.from }
}
