//! A refresh token for the next two tokens, once.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::audit_event::Actor;
use entity::instant::Instant;
use entity::{refresh_token, session, user};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::audit::{self, Entry, Subject};
use super::{PREFIX, REUSE_MILLIS, SESSION_MILLIS, Tokens, attempts, hash, keep, prune, signed_in, tokens};
use crate::app::{App, Tx};
use crate::error::Result;
use crate::platform::attempts::Who;
use crate::service::second_factor;

/// The next tokens of the session; `None` when it has ended, or ends now because a spent token came back.
///
/// `from`: the address of the client. A token that never was is a guess: it is counted for the address, and costs time.
pub async fn refresh(app: &App, token: &str, from: Option<IpAddr>) -> Result<Option<Tokens>> {
    if refresh_token::Entity::find_by_id(hash(token)).one(&app.db.reader).await?.is_some() {
        return trade(app, token, from).await;
    }
    // Dropped at once, it has failed.
    attempts::begin(app, from.map(Who::address)).map(|_| None)
}

async fn trade(app: &App, token: &str, from: Option<IpAddr>) -> Result<Option<Tokens>> {
    let tx = app.begin().await?;
    let found = refresh_token::Entity::find_by_id(hash(token)).lock_exclusive().one(&tx.db).await?;
    let Some(found) = found else { return Ok(None) };
    let Some(session) = session::Entity::find_by_id(found.session_id).one(&tx.db).await? else {
        return Ok(None);
    };
    let user = user::Entity::find_by_id(session.user_id).lock_shared().one(&tx.db).await?;
    let Some(user) = user else { return Ok(None) };
    let now = tx.now();
    if session.revoked_at.is_some() || session.expires_at <= now || user.disabled_at.is_some() {
        return Ok(None);
    }
    // Only we can tell it from the one before, so a tab that asks again gets the same.
    let successor = app.keyring()?.secret.mac("refresh token", token.as_bytes());
    let successor = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(successor));
    match found.spent_at {
        None => spend(&tx, found, session.clone(), &successor).await?,
        Some(spent) if now.0 - spent.0 <= REUSE_MILLIS => {}
        Some(_) => {
            end(&tx, session, from).await?;
            tx.save().await?;
            return Ok(None);
        }
    }
    let has_second_factor = second_factor::of(&tx, user.id).await?.is_some();
    tx.save().await?;
    let who = signed_in(user, session.id, has_second_factor);
    tokens(app, who, session.id, successor, now).await.map(Some)
}

async fn spend(
    tx: &Tx<'_>,
    found: refresh_token::Model,
    session: session::Model,
    successor: &str,
) -> Result<()> {
    keep(tx, successor, session.id).await?;
    prune::tokens(tx, session.id).await?;
    let mut found = found.into_active_model();
    found.spent_at = Set(Some(tx.now()));
    refresh_token::Entity::update(found).exec(&tx.db).await?;
    let mut session = session.into_active_model();
    session.expires_at = Set(Instant(tx.now().0 + SESSION_MILLIS));
    session::Entity::update(session).exec(&tx.db).await?;
    Ok(())
}

/// The token was stolen, or it was stolen from whom it belongs to: neither goes on.
async fn end(tx: &Tx<'_>, session: session::Model, from: Option<IpAddr>) -> Result<()> {
    tracing::warn!(session = %session.id, user = %session.user_id, "a spent refresh token came back: the session ends");
    let entry = Entry::by(Actor::Anonymous, Some(session.user_id), "session.reused");
    audit::record(tx, entry.about(Subject::Session(session.id)).from(from)).await?;
    let mut session = session.into_active_model();
    session.revoked_at = Set(Some(tx.now()));
    session::Entity::update(session).exec(&tx.db).await?;
    Ok(())
}
