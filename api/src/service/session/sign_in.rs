//! Signing in by password.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::SessionId;
use entity::instant::Instant;
use entity::{session, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{PREFIX, SESSION_MILLIS, Tokens, attempts, keep, prune, tokens};
use crate::app::App;
use crate::error::Result;
use crate::platform::keyring;
use crate::service::user::{PASSWORD_CHARS, normalised};

/// Begins a session; `None` for a wrong password, an unknown address and a disabled user, which nobody can tell apart:
/// not even by the time it takes.
///
/// `from`: the address of the client. Attempts are counted for the account and for the address, and cost time.
pub async fn sign_in(
    app: &App,
    email: &str,
    password: String,
    from: Option<IpAddr>,
) -> Result<Option<Tokens>> {
    let email = normalised(email);
    let attempt = attempts::begin(app, attempts::at_account(&email, from))?;
    let found = if email.contains('\0') {
        None
    } else {
        user::Entity::find().filter(user::Column::Email.eq(email)).one(&app.db.reader).await?
    };
    let hash =
        found.as_ref().filter(|user| user.disabled_at.is_none()).and_then(|user| user.password_hash.clone());
    // What is longer fits nobody, and hashing it whole would be a gift.
    let password: String = password.chars().take(PASSWORD_CHARS.end() + 1).collect();
    if !app.passwords.fits(password, hash.clone().map(|hash| hash.0)).await {
        return Ok(None);
    }
    let Some(known) = found else { return Ok(None) };
    let tx = app.begin().await?;
    // As it is now: the password may have been changed while this one was hashed. And as it stays until the session
    // is there to be ended with the others.
    let user = user::Entity::find_by_id(known.id).lock_shared().one(&tx.db).await?;
    let Some(user) = user else { return Ok(None) };
    if user.disabled_at.is_some() || user.password_hash != hash {
        return Ok(None);
    }
    prune::sessions(&tx, user.id).await?;
    let (now, id) = (tx.now(), SessionId::new(tx.now()));
    let row = session::ActiveModel {
        id: Set(id),
        user_id: Set(user.id),
        created_at: Set(now),
        expires_at: Set(Instant(now.0 + SESSION_MILLIS)),
        revoked_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(&tx.db).await?;
    let refresh = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(keyring::random()));
    keep(&tx, &refresh, id).await?;
    tx.save().await?;
    attempt.succeeded();
    tokens(app, &user, id, refresh, now).await.map(Some)
}
