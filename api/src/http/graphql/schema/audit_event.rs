//! Who did what.

use async_graphql::{Context, ID, InputObject, Json, Object as GraphqlObject, SimpleObject, Value};

use super::context::ContextExt;
use super::record::{ActorKind, Entries, Entry, Person, asks, person, window};
use super::scalar::{DateTime, json};
use crate::domain::permission::{self, Action, Thing};
use crate::domain::stored;
use crate::error::{Error, Result};
use crate::query::audit_event;

/// Something that somebody did. It is never changed, and stays when its subject goes.
#[derive(SimpleObject)]
pub struct AuditEvent {
    /// Opaque and stable.
    pub id: ID,
    /// When.
    pub at: DateTime,
    /// Through whom.
    pub actor: ActorKind,
    /// Who, if it was a user, or whose session it was about; null for the command line.
    pub user: Option<Person>,
    /// What: `news_item.published`, `session.reused`. Words are added, never renamed.
    pub action: String,
    /// The id of what it was done to; null when that is nothing in particular.
    pub subject: Option<ID>,
    /// More of it; null when there is none. Never holds a secret.
    pub detail: Option<Json<Value>>,
    /// The network address it came from; null for the command line, and where it is not known.
    pub origin: Option<String>,
}

impl Entry for AuditEvent {
    const EDGE: &'static str = "AuditEventEdge";
    const CONNECTION: &'static str = "AuditEventConnection";
}

/// Which events. Fields are combined by AND, values within a list by OR (at most 20). An empty list matches nothing; null
/// is the same as leaving the field out.
#[derive(Clone, Debug, Default, InputObject)]
pub struct AuditFilter {
    /// Through any of these.
    pub actors: Option<Vec<ActorKind>>,
    /// By this user.
    pub user: Option<ID>,
    /// Any of these, such as `news_item.published`.
    pub actions: Option<Vec<String>>,
    /// Done to this thing, session or user.
    pub subject: Option<ID>,
    /// At this instant or later.
    pub since: Option<DateTime>,
    /// Before this instant.
    pub until: Option<DateTime>,
}

#[derive(Default)]
pub struct AuditQuery;

#[GraphqlObject]
impl AuditQuery {
    /// Who did what, the newest first. Admins only.
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which; all of them when absent.")] filter: Option<AuditFilter>,
        #[graphql(desc = "How many: 0 to 100, 20 when absent.")] first: Option<i32>,
        #[graphql(desc = "Begin after this cursor, one of this very list.")] after: Option<String>,
    ) -> async_graphql::Result<Entries<AuditEvent>> {
        permission::require(ctx.actor().await?, Action::ReadAudit, Thing::Any)?;
        let filter = filter.unwrap_or_default().into_query().map_err(|err| ctx.blame(err))?;
        let window = window::<audit_event::AuditEvent>(ctx, first, after.as_deref())?;
        let db = &ctx.session().app.db.reader;
        let page = audit_event::page(db, &filter, &window).await?;
        let total = if asks(ctx, "totalCount") { audit_event::count(db, &filter).await? } else { 0 };
        Ok(Entries::new(page, total, AuditEvent::from))
    }
}

impl AuditFilter {
    fn into_query(self) -> Result<audit_event::Filter> {
        let user = |id: ID| {
            let wrong = "is no id of a user, which begin with user_: give one as an answer gave it";
            id.parse().map_err(|_| Error::invalid("filter.user", wrong))
        };
        let subject = |id: ID| {
            let wrong = "is no id of ours: give one as an answer gave it";
            entity::id::decode(&id).map(|(_, id)| id).ok_or_else(|| Error::invalid("filter.subject", wrong))
        };
        let filter = audit_event::Filter {
            actors: self.actors.map(|actors| actors.into_iter().map(Into::into).collect()),
            user: self.user.map(user).transpose()?,
            actions: self.actions,
            subject: self.subject.map(subject).transpose()?,
            since: self.since.map(|at| at.0),
            until: self.until.map(|at| at.0),
        };
        filter.check()?;
        Ok(filter)
    }
}

impl From<audit_event::AuditEvent> for AuditEvent {
    fn from(event: audit_event::AuditEvent) -> Self {
        let doer = event.doer();
        Self {
            id: ID(event.id.to_string()),
            at: DateTime(event.at),
            actor: doer.actor.into(),
            subject: event.subject().map(ID),
            detail: event.detail.as_deref().map(detail),
            action: event.action,
            origin: doer.origin.clone(),
            user: person(doer),
        }
    }
}

/// Damage is told as the text that it is: one row must not hide all others.
fn detail(text: &str) -> Json<Value> {
    json(stored::json(text).unwrap_or_else(|_| text.into()))
}
