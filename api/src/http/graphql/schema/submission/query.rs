//! Submissions at the root.

use async_graphql::{Context, ID, InputObject, Object};

use super::kind::{SubmissionKind, SubmissionState};
use super::object::{Submission, wanted};
use crate::domain::permission::{self, Action, Thing};
use crate::error::{Error, Result};
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::record::{Entries, asks, window};
use crate::http::graphql::schema::root::{Nullable, nullable};
use crate::query::record::Page;
use crate::service::submission::{self, Filter, Seen, Token, Told};

/// Which submissions. AND between fields.
#[derive(Default, InputObject)]
pub struct SubmissionFilter {
    /// The id of the call they answer.
    pub call: Option<ID>,
    /// The id of the cluster they ask to join.
    pub cluster: Option<ID>,
    /// The id of the city whose they are.
    pub city: Option<ID>,
    /// The id of the practice that came of it. For reviewers: of a practice that is public, with `call` beside it, whose review is not blind.
    pub practice: Option<ID>,
    /// What they are.
    pub kind: Option<SubmissionKind>,
    /// Where they stand: in one of these; at most 7.
    pub states: Option<Vec<SubmissionState>>,
    /// Whether a decision is prepared for them; only editors may ask.
    pub has_decision: Option<bool>,
}

#[derive(Default)]
pub struct SubmissionQuery;

#[Object]
impl SubmissionQuery {
    /// One submission: by its secret `token`, for its sender; by `id`, for reviewers and editors once it was submitted.
    /// Null when there is none.
    async fn submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret token of its sender.")] token: Option<String>,
        #[graphql(desc = "Its id.")] id: Option<ID>,
    ) -> Nullable<Submission> {
        nullable(one(ctx, token, id).await.map_err(|err| ctx.blame(err)))
    }

    /// What was submitted at a time, as canonical JSON (RFC 8785), with a digest in place of the contact: its `hash` is
    /// that of the version. Null when there is no such version.
    async fn submission_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret token of its sender.")] token: Option<String>,
        #[graphql(desc = "Its id.")] id: Option<ID>,
        #[graphql(desc = "Which of its `versions`.")] number: i32,
    ) -> Nullable<String> {
        nullable(document(ctx, (token, id), number).await.map_err(|err| ctx.blame(err)))
    }

    /// What was submitted, the latest first. For reviewers and editors.
    async fn submissions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<SubmissionFilter>,
        #[graphql(desc = "How many: 0 to 100; 20 if left out.")] first: Option<i32>,
        #[graphql(desc = "Begin after this cursor, one of this very list.")] after: Option<String>,
    ) -> async_graphql::Result<Entries<Submission>> {
        let (app, actor) = (&ctx.session().app, ctx.actor().await?);
        permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
        let filter = filter.unwrap_or_default().read().map_err(|err| ctx.blame(err))?;
        let window = window::<Told>(ctx, first, after.as_deref())?;
        let page = submission::page(app, actor, &filter, &window).await?;
        let total = if asks(ctx, "totalCount") { submission::count(app, actor, &filter).await? } else { 0 };
        let asked = ctx.look_ahead();
        let wanted = wanted(&[asked.field("nodes"), asked.field("edges").field("node")]);
        let Page { rows, has_next, has_previous } = page;
        let rows = submission::told(app, rows, wanted).await?;
        Ok(Entries::new(Page { rows, has_next, has_previous }, total, Submission))
    }
}

async fn one(ctx: &Context<'_>, token: Option<String>, id: Option<ID>) -> Result<Option<Submission>> {
    let found = find(ctx, token, id).await?;
    let told = submission::told(&ctx.session().app, found.into_iter().collect(), wanted(&[ctx.look_ahead()]));
    Ok(told.await?.into_iter().next().map(Submission))
}

async fn document(
    ctx: &Context<'_>,
    (token, id): (Option<String>, Option<ID>),
    number: i32,
) -> Result<Option<String>> {
    match find(ctx, token, id).await? {
        Some(found) => submission::document(&ctx.session().app, &found, number).await,
        None => Ok(None),
    }
}

async fn find(ctx: &Context<'_>, token: Option<String>, id: Option<ID>) -> Result<Option<Seen>> {
    let app = &ctx.session().app;
    let found = match (token, id) {
        (Some(token), None) => submission::by_token(app, &Token::given(token)).await?,
        (None, Some(id)) => {
            let actor = ctx.actor().await?;
            permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
            let id = id.parse().map_err(|_| Error::invalid("id", "is the id of no submission"))?;
            submission::by_id(app, actor, id).await?
        }
        (Some(_), Some(_)) => {
            return Err(Error::invalid("id", "is given beside `token`: leave one of them out"));
        }
        (None, None) => return Err(Error::invalid("token", "is required, or `id` for those who judge")),
    };
    Ok(found)
}

impl SubmissionFilter {
    fn read(self) -> Result<Filter> {
        let states = self.states.unwrap_or_default();
        if states.len() > MOST_STATES {
            return Err(Error::invalid("filter.states", "may name each state once"));
        }
        Ok(Filter {
            call: id("filter.call", self.call)?,
            cluster: id("filter.cluster", self.cluster)?,
            city: id("filter.city", self.city)?,
            practice: id("filter.practice", self.practice)?,
            kind: self.kind.map(Into::into),
            states: states.into_iter().map(Into::into).collect(),
            has_decision: self.has_decision,
        })
    }
}

const MOST_STATES: usize = 7;

fn id<T: std::str::FromStr>(field: &'static str, given: Option<ID>) -> Result<Option<T>> {
    let read = |id: ID| {
        id.parse().map_err(|_| Error::invalid(field, "is no id of this kind: give one as an answer gave it"))
    };
    given.map(read).transpose()
}
