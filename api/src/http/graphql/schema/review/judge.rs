//! Judging, by those who do.

use async_graphql::{Context, ID, Object};

use super::input::{DeclareConflictInput, SaveReviewInput};
use super::part::ReviewConflict;
use super::payload::{DeclareConflictPayload, of_submission};
use crate::domain::permission::Action;
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::edit::{self, id};
use crate::http::graphql::schema::record::Person;
use crate::http::graphql::schema::root::{Nullable, alone};
use crate::http::graphql::schema::submission::SubmissionPayload;
use crate::http::graphql::schema::user_error::apart;
use crate::service::review::{self, Declared};

#[derive(Default)]
pub struct JudgingMutation;

#[Object]
impl JudgingMutation {
    /// Saves your review of a submission, while a phase of the review takes it. Reviewers and editors who have no conflict of
    /// interest with it.
    async fn save_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: SaveReviewInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let author = edit::author(ctx, Action::Review).await?;
            let outcome = match input.read() {
                Ok(given) => {
                    let id = given.submission;
                    review::save(&ctx.session().app, author.clone(), given).await.map(|()| id)
                }
                Err(wrong) => Err(wrong),
            };
            Ok(of_submission(ctx, &author, outcome).await?)
        })
        .await
    }

    /// Declares a conflict of interest: from the next request on the submission does not exist for that reviewer, and it is on
    /// their queue no more. What they gave it does not count. Reviewers say so of themselves, editors of anybody.
    async fn declare_conflict(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Between whom, and why.")] input: DeclareConflictInput,
    ) -> Nullable<DeclareConflictPayload> {
        alone(async move {
            let author = edit::author(ctx, Action::Review).await?;
            let outcome = match declared(&input) {
                Ok(declared) => review::declare(&ctx.session().app, author, declared).await,
                Err(wrong) => Err(wrong),
            };
            let (row, user_errors) = apart(outcome)?;
            let declared = row.map(|row| ReviewConflict {
                reviewer: Person { id: ID(row.user_id.to_string()), name: None },
                reason: row.reason,
            });
            Ok(DeclareConflictPayload { declared, user_errors })
        })
        .await
    }
}

fn declared(input: &DeclareConflictInput) -> crate::error::Result<Declared> {
    let reviewer = input.reviewer.as_ref().map(|given| id::one("reviewer", given)).transpose()?;
    let submission = id::one("submission", &input.submission)?;
    Ok(Declared { submission, reviewer, reason: input.reason.clone() })
}
