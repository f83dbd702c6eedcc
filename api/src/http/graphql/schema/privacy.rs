//! What is kept of people, in GraphQL: taken along by themselves, erased by admins.

use async_graphql::{Context, Enum, InputObject, Json, Object, SimpleObject, Value};

use super::context::ContextExt;
use super::edit::author;
use super::root::{Nullable, alone, nullable};
use super::scalar::json;
use super::user_error::{UserError, apart};
use crate::domain::permission::Action;
use crate::service::privacy::{self, Kept};
use crate::service::submission::Token;

/// Who is erased.
#[derive(InputObject)]
pub struct ErasePersonInput {
    /// Their e-mail address, whatever letters are capital.
    pub email: String,
}

/// What is kept of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Kept")]
pub enum KeptOfPerson {
    /// Whom to write to about submissions.
    Contacts,
    /// Mails that waited, about their submissions.
    SubmissionMails,
    /// The network addresses that their requests came from, in histories of submissions.
    NetworkAddresses,
    /// Files sent in with submissions.
    Attachments,
    /// Submissions that were never submitted.
    Drafts,
    /// Practices that named them, in what they say or said.
    Practices,
    /// What was submitted.
    Submissions,
    /// Other mails that waited for their address.
    Mails,
    /// Answers kept for a day, for requests that are sent again.
    Answers,
    /// Their account here.
    Accounts,
    /// The audit log.
    AuditLog,
}

/// What became of one kind of thing.
#[derive(SimpleObject)]
pub struct ErasureLine {
    /// Of what kind.
    pub what: KeptOfPerson,
    /// How many were erased, or no longer name the person.
    pub erased: i32,
    /// How many were kept.
    pub kept: i32,
    /// Why they were kept; null where none was.
    pub why: Option<String>,
}

/// What was erased, what was kept, and why.
#[derive(SimpleObject)]
pub struct ErasePersonPayload {
    /// A line for each kind of thing; empty when there are errors.
    pub report: Vec<ErasureLine>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct PrivacyQuery;

#[Object]
impl PrivacyQuery {
    /// All that is kept of a submission, for its sender to take along: as it is, each version, its history with the network
    /// addresses of requests, and what came of it. Null for a token of nothing.
    async fn submission_data(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret token of its sender.")] token: String,
    ) -> Nullable<Json<Value>> {
        let found = privacy::export(&ctx.session().app, &Token::given(token)).await;
        nullable(found.map(|found| found.map(json)).map_err(|err| ctx.blame(err)))
    }
}

#[derive(Default)]
pub struct PrivacyMutation;

#[Object]
impl PrivacyMutation {
    /// Erases whoever has an e-mail address: contacts of submissions, drafts, mails that wait, network addresses, the account,
    /// and where practices name them, in what they say and said. What must stay is told with the reason. It cannot be undone.
    /// Admins only.
    async fn erase_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: ErasePersonInput,
    ) -> Nullable<ErasePersonPayload> {
        alone(async move {
            let author = author(ctx, Action::ErasePeople).await?;
            let outcome = privacy::erase_person(&ctx.session().app, author, &input.email).await;
            let (erased, user_errors) = apart(outcome)?;
            let lines = erased.unwrap_or_default().0.into_iter().map(|line| ErasureLine {
                what: line.what.into(),
                erased: i32::try_from(line.erased).unwrap_or(i32::MAX),
                kept: i32::try_from(line.kept).unwrap_or(i32::MAX),
                why: Some(line.why.to_owned()).filter(|why| !why.is_empty()),
            });
            Ok(ErasePersonPayload { report: lines.collect(), user_errors })
        })
        .await
    }
}
