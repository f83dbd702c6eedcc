//! What happens to sessions and users, for those who look after them. Never with a secret: no password, token or code,
//! and no address that nobody here has, since people type passwords into the wrong field.

use std::net::IpAddr;

use entity::audit_event::{self, Actor};
use entity::id::{AuditEventId, SessionId, UserId};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Map, Value};

use crate::app::Tx;
use crate::error::Result;

/// What was done.
pub struct Entry {
    actor: Actor,
    user: Option<UserId>,
    action: &'static str,
    subject: Option<Subject>,
    origin: Option<String>,
    detail: Map<String, Value>,
}

/// What it was done to.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    Session(SessionId),
    User(UserId),
}

impl Entry {
    /// `user`: who acted, or whose session did.
    pub fn by(actor: Actor, user: Option<UserId>, action: &'static str) -> Self {
        Self { actor, user, action, subject: None, origin: None, detail: Map::new() }
    }

    /// Done to a user on the command line.
    pub fn by_system(action: &'static str, user: UserId) -> Self {
        Self::by(Actor::System, None, action).about(Subject::User(user))
    }

    /// Done by a user to themselves.
    pub fn by_user(action: &'static str, user: UserId) -> Self {
        Self::by(Actor::User, Some(user), action).about(Subject::User(user))
    }

    #[must_use]
    pub fn about(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// One thing more that whoever reads it wants to know.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }

    #[must_use]
    pub fn from(self, address: Option<IpAddr>) -> Self {
        Self { origin: address.map(|address| address.to_string()), ..self }
    }
}

pub async fn record(tx: &Tx<'_>, entry: Entry) -> Result<()> {
    let (kind, id) = match entry.subject {
        Some(Subject::Session(id)) => (Some("session"), Some(id.0)),
        Some(Subject::User(id)) => (Some("user"), Some(id.0)),
        None => (None, None),
    };
    let detail = (!entry.detail.is_empty()).then(|| Value::Object(entry.detail).to_string());
    let row = audit_event::ActiveModel {
        id: Set(AuditEventId::new(tx.now())),
        at: Set(tx.now()),
        actor: Set(entry.actor),
        user_id: Set(entry.user),
        action: Set(entry.action.to_owned()),
        subject_type: Set(kind.map(str::to_owned)),
        subject_id: Set(id),
        detail: Set(detail),
        origin: Set(entry.origin),
    };
    audit_event::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(())
}
