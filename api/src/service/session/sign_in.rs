//! Signing in by password.

use std::fmt;
use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::audit_event::Actor;
use entity::id::SessionId;
use entity::instant::Instant;
use entity::{session, user};
use sea_orm::{ActiveValue::Set, EntityTrait, QuerySelect};

use super::audit::{self, Entry, Subject};
use super::{PREFIX, SESSION_MILLIS, Tokens, attempts, keep, prune, signed_in, tokens};
use crate::app::{App, Tx};
use crate::domain::password::typed;
use crate::error::Result;
use crate::platform::attempts::Who;
use crate::platform::keyring;
use crate::service::second_factor;
use crate::service::user::{by_email, normalised};

/// What somebody shows to be let in. Prints nothing of it.
pub struct Credentials {
    pub email: String,
    pub password: String,
    /// Of the second factor, where there is one.
    pub code: Option<String>,
    /// The address of the client: attempts are counted for it and for the account.
    pub from: Option<IpAddr>,
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    SignedIn(Box<Tokens>),
    /// A wrong password, an unknown address or a disabled user, which nobody can tell apart: not even by the time it
    /// takes.
    Refused,
    /// The password was right, and a code of the second factor is missing.
    CodeRequired,
    /// The password was right, and the code was not.
    WrongCode,
}

/// Begins a session.
pub async fn sign_in(app: &App, given: Credentials) -> Result<Outcome> {
    let given = Credentials { email: normalised(&given.email), ..given };
    let mut attempt = attempts::begin(app, attempts::at_account(&given.email, given.from))?;
    let outcome = decide(app, given).await;
    match &outcome {
        Ok(Outcome::SignedIn(_)) => attempt.succeeded(),
        Ok(Outcome::Refused | Outcome::WrongCode) => drop(attempt),
        // Nobody has guessed wrong: a code is missing, or it was our own failure.
        Ok(Outcome::CodeRequired) | Err(_) => attempt.withdraw(),
    }
    outcome
}

async fn decide(app: &App, given: Credentials) -> Result<Outcome> {
    let from = given.from;
    let found = by_email(&app.db.reader, &given.email).await?;
    let hash =
        found.as_ref().filter(|user| user.disabled_at.is_none()).and_then(|user| user.password_hash.clone());
    let fits = app.passwords.fits(typed(&given.password), hash.clone().map(|hash| hash.0)).await;
    let tx = app.begin().await?;
    let Some(known) = found else { return refuse(tx, None, "unknown", from).await };
    if !fits {
        let why = if known.disabled_at.is_some() { "disabled" } else { "password" };
        return refuse(tx, Some(&known), why, from).await;
    }
    // As it is now: the password may have been changed while this one was hashed. And as it stays until the session
    // is there to be ended with the others.
    let user = user::Entity::find_by_id(known.id).lock_shared().one(&tx.db).await?;
    let Some(user) = user.filter(|user| user.disabled_at.is_none() && user.password_hash == hash) else {
        return refuse(tx, Some(&known), "changed", from).await;
    };
    let Some(factor) = second_factor::of(&tx, user.id).await? else {
        return begin(tx, user, from, false).await;
    };
    let Some(code) = &given.code else {
        // Where no code follows, somebody else may know the password.
        tell(tx, Some(&known), Entry::by(Actor::Anonymous, None, "session.code_required").from(from)).await?;
        return Ok(Outcome::CodeRequired);
    };
    let guess = attempts::begin(app, [Who::SecondFactor(user.id)])?;
    if !second_factor::accepts(&tx, &factor, code).await? {
        refuse(tx, Some(&known), "code", from).await?;
        return Ok(Outcome::WrongCode);
    }
    let begun = begin(tx, user, from, true).await;
    guess.succeeded();
    begun
}

/// Writes the session down, and gives it its first tokens.
async fn begin(
    tx: Tx<'_>,
    user: user::Model,
    from: Option<IpAddr>,
    has_second_factor: bool,
) -> Result<Outcome> {
    let (app, now, id) = (tx.app, tx.now(), SessionId::new(tx.now()));
    prune::sessions(&tx, user.id).await?;
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
    let entry = Entry::by(Actor::User, Some(user.id), "session.started");
    audit::record(&tx, entry.about(Subject::Session(id)).from(from)).await?;
    tx.save().await?;
    let tokens = tokens(app, signed_in(user, id, has_second_factor), id, refresh, now).await?;
    Ok(Outcome::SignedIn(Box::new(tokens)))
}

/// Written down for whoever it was, so that it takes as long.
async fn refuse(
    tx: Tx<'_>,
    known: Option<&user::Model>,
    why: &'static str,
    from: Option<IpAddr>,
) -> Result<Outcome> {
    let entry = Entry::by(Actor::Anonymous, None, "session.refused").with("why", why).from(from);
    tell(tx, known, entry).await?;
    Ok(Outcome::Refused)
}

/// Of whoever it was, where that is known.
async fn tell(tx: Tx<'_>, known: Option<&user::Model>, entry: Entry) -> Result<()> {
    let entry = match known {
        Some(user) => entry.about(Subject::User(user.id)),
        None => entry,
    };
    audit::record(&tx, entry).await?;
    tx.save().await
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("from", &self.from).finish_non_exhaustive()
    }
}
