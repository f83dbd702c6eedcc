//! Who did what.

use std::collections::BTreeSet;

use entity::audit_event::{Actor, Column, Entity};
use entity::id::{AuditEventId, UserId};
use entity::instant::Instant;
use entity::user;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationDef, Select,
};
use uuid::Uuid;

use super::page::MAX_VALUES;
use super::record::{Doer, Page, Place, Record, Window};
use super::{compile, nouns};
use crate::error::{Error, Result};

/// Something that somebody did.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AuditEvent {
    pub id: AuditEventId,
    pub at: Instant,
    pub action: String,
    /// JSON.
    pub detail: Option<String>,
    actor: Actor,
    user_id: Option<UserId>,
    user_name: Option<String>,
    subject_type: Option<String>,
    subject_id: Option<Uuid>,
    origin: Option<String>,
}

impl Record for AuditEvent {
    const LIST: &'static str = "auditEvents";
    const ORDER: &'static str = "AT DESC";

    fn place(&self) -> Place {
        Place { key: self.at.0, id: self.id.0 }
    }
}

impl AuditEvent {
    pub fn doer(&self) -> Doer {
        let (name, origin) = (self.user_name.clone(), self.origin.clone());
        Doer { actor: self.actor, user: self.user_id, name, origin }
    }

    /// The public id of what it was done to.
    pub fn subject(&self) -> Option<String> {
        Some(nouns::subject_id(self.subject_type.as_deref()?, self.subject_id.as_ref()?))
    }
}

/// Which of them; what is `None` asks nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub actors: Option<Vec<Actor>>,
    pub user: Option<UserId>,
    pub actions: Option<Vec<String>>,
    pub subject: Option<Uuid>,
    /// At this instant or later.
    pub since: Option<Instant>,
    /// Before this instant.
    pub until: Option<Instant>,
}

impl Filter {
    /// An error for what cannot be meant.
    pub fn check(&self) -> Result<()> {
        let most = |field: &'static str, found: usize| {
            let message = format!("at most {MAX_VALUES} values, not {found}: ask in several turns");
            if found > MAX_VALUES { Err(Error::invalid(field, message)) } else { Ok(()) }
        };
        most("filter.actors", self.actors.as_ref().map_or(0, Vec::len))?;
        let actions = self.actions.as_deref().unwrap_or_default();
        most("filter.actions", actions.len())?;
        let wrong = actions.iter().find(|action| !is_action(action));
        wrong.map_or(Ok(()), |wrong| {
            let shown = nouns::shown(wrong);
            let message =
                format!("`{shown}` is no action: they read `news_item.published`, `session.reused`");
            Err(Error::invalid("filter.actions", message))
        })
    }

    /// One for each action, where there are several and nothing else leads to them: an index holds the events of each
    /// in their order, but not of several.
    fn by_action(&self) -> Option<Vec<Self>> {
        let actions: BTreeSet<&String> = self.actions.iter().flatten().collect();
        let is_led = self.user.is_some() || self.subject.is_some();
        let one = |action: &String| Self { actions: Some(vec![action.clone()]), ..self.clone() };
        (actions.len() > 1 && !is_led).then(|| actions.into_iter().map(one).collect())
    }

    fn condition(&self) -> Condition {
        Condition::all()
            .add_option(self.actors.clone().map(|actors| Column::Actor.is_in(actors)))
            .add_option(self.user.map(|user| Column::UserId.eq(user)))
            .add_option(self.actions.clone().map(|actions| Column::Action.is_in(actions)))
            .add_option(self.subject.map(|subject| Column::SubjectId.eq(subject)))
            .add_option(self.since.map(|since| Column::At.gte(since)))
            .add_option(self.until.map(|until| Column::At.lt(until)))
    }
}

/// What was done to what: `news_item.published`.
fn is_action(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    text.split_once('.').is_some_and(|(what, done)| is_word(what) && is_word(done))
}

/// A page of them, the newest first.
pub async fn page(db: &impl ConnectionTrait, filter: &Filter, window: &Window) -> Result<Page<AuditEvent>> {
    let rows = match filter.by_action() {
        Some(parts) => {
            let ids = parts.iter().map(|part| {
                let place = Entity::find().select_only().column_as(Column::Id, "place_id");
                matching(place.column_as(Column::At, "place_key"), part, window).into_query()
            });
            // Nothing but the ids, or SQLite would rather read whole actions.
            newest(told().filter(Column::Id.in_subquery(compile::latest(ids, window.rows() as u64))), window)
        }
        None => matching(told(), filter, window),
    };
    Ok(window.cut(rows.into_model().all(db).await?))
}

fn matching(rows: Select<Entity>, filter: &Filter, window: &Window) -> Select<Entity> {
    newest(rows.filter(filter.condition()).filter(window.earlier(Column::At, Column::Id)), window)
}

fn newest(rows: Select<Entity>, window: &Window) -> Select<Entity> {
    rows.order_by_desc(Column::At).order_by_desc(Column::Id).limit(window.rows() as u64)
}

/// The same from the oldest on, for whoever reads them all.
pub async fn oldest(db: &impl ConnectionTrait, filter: &Filter, window: &Window) -> Result<Page<AuditEvent>> {
    let rows = told().filter(filter.condition()).filter(window.later(Column::At, Column::Id));
    let rows = rows.order_by_asc(Column::At).order_by_asc(Column::Id).limit(window.rows() as u64);
    Ok(window.cut(rows.into_model().all(db).await?))
}

pub async fn count(db: &impl ConnectionTrait, filter: &Filter) -> Result<u64> {
    Ok(Entity::find().filter(filter.condition()).count(db).await?)
}

fn told() -> Select<Entity> {
    let who: RelationDef = Entity::belongs_to(user::Entity).from(Column::UserId).to(user::Column::Id).into();
    Entity::find().column_as(user::Column::Name, "user_name").join(JoinType::LeftJoin, who)
}
