//! The talk about proposals.

use async_graphql::{Context, ID, Object as GraphqlObject, SimpleObject};

use super::context::ContextExt;
use super::record::{ActorKind, Entries, Entry, Person, asks, person, window};
use super::scalar::DateTime;
use crate::domain::permission::{self, Action, Thing};
use crate::query::{nouns, review_comment};
use crate::service::content;

/// What somebody said about a thing that is to be decided on.
#[derive(SimpleObject)]
pub struct ReviewComment {
    /// Opaque and stable.
    pub id: ID,
    /// Plain text.
    pub text: String,
    /// When it was said.
    pub at: DateTime,
    /// Through whom.
    pub actor: ActorKind,
    /// Who, if it was a user.
    pub user: Option<Person>,
}

impl Entry for ReviewComment {
    const EDGE: &'static str = "ReviewCommentEdge";
    const CONNECTION: &'static str = "ReviewCommentConnection";
}

#[derive(Default)]
pub struct ReviewCommentQuery;

#[GraphqlObject]
impl ReviewCommentQuery {
    /// What was said about a thing, the oldest first; nothing of what one may not see. For editors, and for the focal
    /// point of the city whose it is.
    async fn review_comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of the thing, as an answer gave it.")] id: ID,
        #[graphql(desc = "How many: 0 to 100, 20 when absent.")] first: Option<i32>,
        #[graphql(desc = "Begin after this cursor, one of this very list.")] after: Option<String>,
    ) -> async_graphql::Result<Entries<ReviewComment>> {
        let actor = ctx.actor().await?;
        permission::require(actor, Action::ReadEdits, Thing::Any)?;
        let thing = nouns::content("id", &id).map_err(|err| ctx.blame(err))?;
        let window = window::<review_comment::ReviewComment>(ctx, first, after.as_deref())?;
        let app = &ctx.session().app;
        if !content::may(app, actor, Action::ReadEdits, thing).await? {
            return Ok(Entries::none());
        }
        let db = &app.db.reader;
        let page = review_comment::page(db, thing, &window).await?;
        let total = if asks(ctx, "totalCount") { review_comment::count(db, thing).await? } else { 0 };
        Ok(Entries::new(page, total, ReviewComment::from))
    }
}

impl From<review_comment::ReviewComment> for ReviewComment {
    fn from(said: review_comment::ReviewComment) -> Self {
        let doer = said.doer();
        Self {
            id: ID(said.id.to_string()),
            text: said.text,
            at: DateTime(said.at),
            actor: doer.actor.into(),
            user: person(doer),
        }
    }
}
