//! Users whom an identity provider names.

use entity::id::UserId;
use entity::user::{self, Column};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::app::App;
use crate::domain::actor::{Actor, SignedIn};
use crate::domain::limits;
use crate::error::{Error, Result};
use crate::platform::oidc::Identity;

/// The user of this issuer and subject, who is one from the first request on. What they may do is the provider's to
/// say, unless they are disabled here.
pub async fn actor(app: &App, identity: &Identity) -> Result<Actor> {
    let known = find(&app.db.reader, identity).await?;
    let user = match known {
        Some(user) if user.disabled_at.is_some() => return Err(Error::Unauthenticated),
        Some(user) if user.role == identity.role => user,
        _ => learn(app, identity).await?,
    };
    let (role, city) = (identity.role, user.city_id);
    Ok(Actor::User(SignedIn { user: user.id, session: None, role, city }))
}

/// Writes them down, or what has changed about them.
async fn learn(app: &App, identity: &Identity) -> Result<user::Model> {
    let mut tx = app.begin().await?;
    // Two first requests at once are one user.
    tx.hold_content().await?;
    let user = match find(&tx.db, identity).await? {
        Some(known) => {
            let version = known.version;
            let mut row = known.into_active_model();
            row.role = Set(identity.role);
            (row.updated_at, row.version) = (Set(tx.now()), Set(version.saturating_add(1)));
            user::Entity::update(row).exec(&tx.db).await?
        }
        None => {
            let name = identity.name.as_deref().unwrap_or(&identity.subject);
            let row = user::ActiveModel {
                id: Set(UserId::new(tx.now())),
                email: Set(None),
                issuer: Set(Some(identity.issuer.clone())),
                subject: Set(Some(identity.subject.clone())),
                name: Set(name.chars().filter(|c| !c.is_control()).take(limits::TITLE_CHARS).collect()),
                role: Set(identity.role),
                city_id: Set(None),
                password_hash: Set(None),
                disabled_at: Set(None),
                created_at: Set(tx.now()),
                updated_at: Set(tx.now()),
                version: Set(1),
            };
            user::Entity::insert(row).exec_with_returning(&tx.db).await?
        }
    };
    tx.save().await?;
    Ok(user)
}

async fn find(db: &impl ConnectionTrait, identity: &Identity) -> Result<Option<user::Model>> {
    let found = user::Entity::find().filter(Column::Issuer.eq(identity.issuer.as_str()));
    Ok(found.filter(Column::Subject.eq(identity.subject.as_str())).one(db).await?)
}
