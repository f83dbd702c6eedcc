//! What waits for a decision.

use async_graphql::{Context, ID, Object as GraphqlObject, SimpleObject};

use super::context::ContextExt;
use super::record::{ContentType, Entries, Entry, Person, asks, person, window};
use super::scalar::DateTime;
use crate::domain::permission::{self, Action, Thing};
use crate::query::{inbox, nouns};

/// A thing that waits for an editor's decision.
#[derive(SimpleObject)]
pub struct InboxEntry {
    /// The thing's id: `node` with `view: DRAFT` shows what is proposed.
    pub id: ID,
    /// What it is.
    #[graphql(name = "type")]
    pub kind: ContentType,
    /// Of the original, as it is stored; null while it has none.
    pub title: Option<String>,
    /// When it was last changed, be it by what is done to many things at once.
    pub since: DateTime,
    /// Who wrote at it last; null for the command line.
    pub user: Option<Person>,
    /// True: the thing is published, and its working draft waits. False: the thing itself is `IN_REVIEW`.
    pub is_working_draft: bool,
}

impl Entry for InboxEntry {
    const EDGE: &'static str = "InboxEntryEdge";
    const CONNECTION: &'static str = "InboxEntryConnection";
}

#[derive(Default)]
pub struct InboxQuery;

#[GraphqlObject]
impl InboxQuery {
    /// Everything that waits for a decision, what has waited longest first. Editors only.
    async fn inbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many: 0 to 100, 20 when absent.")] first: Option<i32>,
        #[graphql(desc = "Begin after this cursor, one of this very list.")] after: Option<String>,
    ) -> async_graphql::Result<Entries<InboxEntry>> {
        permission::require(ctx.actor().await?, Action::ReadInbox, Thing::Any)?;
        let window = window::<inbox::Waiting>(ctx, first, after.as_deref())?;
        let db = &ctx.session().app.db.reader;
        let page = inbox::page(db, &window).await?;
        let total = if asks(ctx, "totalCount") { inbox::count(db).await? } else { 0 };
        Ok(Entries::new(page, total, InboxEntry::from))
    }
}

impl From<inbox::Waiting> for InboxEntry {
    fn from(waiting: inbox::Waiting) -> Self {
        Self {
            id: ID(nouns::public_id(waiting.noun, &waiting.item_id)),
            kind: waiting.noun.into(),
            since: DateTime(waiting.since),
            user: person(waiting.doer()),
            is_working_draft: waiting.is_working_draft(),
            title: waiting.title,
        }
    }
}
