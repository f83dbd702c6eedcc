//! From a token to who acts.

use entity::{session, user};
use sea_orm::EntityTrait;

use crate::app::App;
use crate::domain::actor::{Actor, SignedIn};
use crate::error::{Error, Result};
use crate::platform::keyring::{Claims, Refused};
use crate::service::key;

/// What a token says, if it is ours and good. Keys are looked for again when it names one that is new.
pub async fn claims(app: &App, token: &str) -> Result<Result<Claims, Refused>> {
    let (keyring, now) = (app.keyring()?, app.clock.now());
    match keyring.verify(token, now) {
        Err(Refused::UnknownKey) => {
            key::look_again(app).await?;
            Ok(keyring.verify(token, now))
        }
        known => Ok(known),
    }
}

/// The user of a token as they are now; one statement. An error once the session has ended or the user was disabled.
pub async fn actor(app: &App, claims: &Claims) -> Result<Actor> {
    let found = session::Entity::find_by_id(claims.session)
        .find_also_related(user::Entity)
        .one(&app.db.reader)
        .await?;
    let Some((session, Some(user))) = found else { return Err(Error::Unauthenticated) };
    let is_open = session.revoked_at.is_none() && session.expires_at > app.clock.now();
    if !is_open || user.disabled_at.is_some() || user.id != claims.user {
        return Err(Error::Unauthenticated);
    }
    Ok(Actor::User(SignedIn { user: user.id, session: session.id, role: user.role, city: user.city_id }))
}
