//! Users whom an identity provider names.

use entity::audit_event;
use entity::id::UserId;
use entity::role::Role;
use entity::user::{self, Column};
use sea_orm::{
    ActiveEnum, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, SqlErr,
};

use super::audit::{self, Entry, Subject};
use crate::app::{App, Tx};
use crate::domain::actor::{Actor, SignedIn};
use crate::domain::limits;
use crate::domain::permission::{self, Action};
use crate::error::{Error, Result};
use crate::platform::oidc::Identity;

/// A new role of a user is written down at most this often, in milliseconds.
const NOTED_MILLIS: i64 = 60_000;

/// The user of this issuer and subject, who is one from the first request on. What they may do is the provider's to
/// say, unless they are disabled here.
pub async fn actor(app: &App, identity: &Identity) -> Result<Actor> {
    let known = find(&app.db.reader, identity).await?;
    let user = match known {
        Some(user) => user,
        None => learn(app, identity).await?,
    };
    if user.disabled_at.is_some() {
        return Err(Error::Unauthenticated);
    }
    note(app, &user, identity).await?;
    Ok(Actor::User(SignedIn {
        user: user.id,
        session: None,
        role: identity.role,
        city: user.city_id,
        organisation: user.organisation,
        name: user.name,
        email: user.email,
        has_second_factor: false,
        token: None,
    }))
}

/// Writes them down; of two first requests at once the second finds what the first one wrote.
async fn learn(app: &App, identity: &Identity) -> Result<user::Model> {
    let tx = app.begin().await?;
    let name = identity.name.as_deref().unwrap_or(&identity.subject);
    let row = user::ActiveModel {
        id: Set(UserId::new(tx.now())),
        email: Set(None),
        issuer: Set(Some(identity.issuer.clone())),
        subject: Set(Some(identity.subject.clone())),
        name: Set(name.chars().take(limits::TITLE_CHARS).collect()),
        role: Set(identity.role),
        city_id: Set(None),
        organisation: Set(None),
        password_hash: Set(None),
        disabled_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
    };
    match user::Entity::insert(row).exec_with_returning(&tx.db).await {
        Ok(user) => {
            audit::record(&tx, told("user.added", user.id, identity.role, &identity.issuer)).await?;
            tx.save().await.map(|()| user)
        }
        Err(cause) if matches!(cause.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            drop(tx);
            find(&app.db.reader, identity).await?.ok_or_else(|| cause.into())
        }
        Err(cause) => Err(cause.into()),
    }
}

/// What they may do now, for those who list users, and for the preview tokens they made. Whoever acts does so by the token; so a
/// change is written now and then, unless it takes those away, and no two tokens of one user make every request write.
async fn note(app: &App, user: &user::Model, identity: &Identity) -> Result<()> {
    let since = app.clock.now().0.saturating_sub(user.updated_at.0);
    let shows = |role| permission::may_as(role, Action::Preview);
    let is_less = shows(user.role) && !shows(identity.role);
    if user.role == identity.role || (!is_less && since < NOTED_MILLIS) {
        return Ok(());
    }
    let tx = app.begin().await?;
    // What is taken away is taken away, whoever wrote something else of them meanwhile.
    let seen = (!is_less).then_some(user.version);
    note_role(&tx, user.id, identity.role, seen).await?;
    tx.save().await
}

/// Writes down at once what somebody whom a provider names may do, since what they leave goes by that; `seen` is the
/// version without which nothing is written. Of many at once the first writes.
pub async fn note_role(tx: &Tx<'_>, id: UserId, role: Option<Role>, seen: Option<i32>) -> Result<()> {
    let named = user::Entity::find_by_id(id).filter(Column::Issuer.is_not_null());
    let named = named.lock_exclusive().one(&tx.db).await?;
    let is_news = |user: &user::Model| user.role != role && seen.is_none_or(|seen| user.version == seen);
    let Some(user) = named.filter(is_news) else { return Ok(()) };
    let version = Set(user.version.saturating_add(1));
    let row = user::ActiveModel { role: Set(role), updated_at: Set(tx.now()), version, ..Default::default() };
    user::Entity::update_many().filter(Column::Id.eq(id)).set(row).exec(&tx.db).await?;
    audit::record(tx, told("user.role_changed", id, role, user.issuer.as_deref().unwrap_or_default())).await
}

/// Of a user, with the role that the provider gave them.
fn told(action: &'static str, user: UserId, role: Option<Role>, issuer: &str) -> Entry {
    let entry = Entry::by(audit_event::Actor::User, Some(user), action).about(Subject::User(user));
    entry.with("role", role.map(|role| role.to_value())).with("issuer", issuer)
}

async fn find(db: &impl ConnectionTrait, identity: &Identity) -> Result<Option<user::Model>> {
    let found = user::Entity::find().filter(Column::Issuer.eq(identity.issuer.as_str()));
    Ok(found.filter(Column::Subject.eq(identity.subject.as_str())).one(db).await?)
}
