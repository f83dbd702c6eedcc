//! A second factor is asked for once a code has shown that the authenticator knows it.

use std::fmt;
use std::net::IpAddr;

use entity::id::UserId;
use entity::{second_factor, user};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::{Denied, code, ours, refuse};
use crate::app::{App, Tx};
use crate::domain::actor::Actor;
use crate::domain::password::typed;
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;
use crate::platform::attempts::Who;
use crate::platform::totp::Totp;
use crate::service::session::attempts;
use crate::service::session::audit::{self, Entry};

/// What an authenticator must know; told once. Prints nothing of it.
pub struct Enrolment {
    pub uri: String,
    pub secret: String,
}

/// Begins anew, until [`confirm`]. The password is asked for again: who found a session open shall not lock out whom it
/// belongs to. `from`: the address of the client.
pub async fn enrol(
    app: &App,
    actor: &Actor,
    password: String,
    from: Option<IpAddr>,
) -> Result<Result<Enrolment, Denied>> {
    permission::require(actor, Action::EnrolSecondFactor, Thing::Any)?;
    let who = match ours(actor)? {
        Ok(who) => who,
        Err(denied) => return Ok(Err(denied)),
    };
    let email = who.email.as_deref().unwrap_or_default();
    let attempt = attempts::begin(app, attempts::at_account(email, from))?;
    let known = user::Entity::find_by_id(who.user).one(&app.db.reader).await?;
    let hash = known.and_then(|user| user.password_hash);
    if !app.passwords.fits(typed(&password), hash.clone().map(|hash| hash.0)).await {
        refuse(app.begin().await?, who.user, "password", from).await?;
        return Ok(Err(Denied::WrongPassword));
    }
    attempt.succeeded();
    let tx = app.begin().await?;
    let user = user::Entity::find_by_id(who.user).lock_exclusive().one(&tx.db).await?;
    if user.is_none_or(|user| user.password_hash != hash) {
        return Ok(Err(Denied::WrongPassword));
    }
    if code::of(&tx, who.user).await?.is_some() {
        return Ok(Err(Denied::On));
    }
    let totp = Totp::generate();
    store(&tx, who.user, &totp).await?;
    tx.save().await?;
    Ok(Ok(Enrolment { uri: totp.uri(app.keyring()?.issuer(), email), secret: totp.text() }))
}

/// In place of one that was not confirmed.
async fn store(tx: &Tx<'_>, user: UserId, totp: &Totp) -> Result<()> {
    second_factor::Entity::delete_by_id(user).exec(&tx.db).await?;
    let row = second_factor::ActiveModel {
        user_id: Set(user),
        sealed: Set(tx.app.keyring()?.secret.seal(&code::purpose(user), totp.secret())),
        last_step: Set(0),
        created_at: Set(tx.now()),
        confirmed_at: Set(None),
    };
    second_factor::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(())
}

/// From now on it is asked for. Answers the recovery codes, once.
pub async fn confirm(
    app: &App,
    actor: &Actor,
    given: &str,
    from: Option<IpAddr>,
) -> Result<Result<Vec<String>, Denied>> {
    let who = match ours(actor)? {
        Ok(who) => who,
        Err(denied) => return Ok(Err(denied)),
    };
    let attempt = attempts::begin(app, [Who::SecondFactor(who.user)])?;
    let tx = app.begin().await?;
    // Whoever enrols at the same time waits, and finds it confirmed.
    user::Entity::find_by_id(who.user).lock_exclusive().one(&tx.db).await?;
    let found = second_factor::Entity::find_by_id(who.user).one(&tx.db).await?;
    let Some(factor) = found.filter(|factor| factor.confirmed_at.is_none()) else {
        return Ok(Err(Denied::Off));
    };
    if !code::take(&tx, &factor, given.trim()).await? {
        refuse(tx, who.user, "code", from).await?;
        return Ok(Err(Denied::WrongCode));
    }
    let mut factor = factor.into_active_model();
    factor.confirmed_at = Set(Some(tx.now()));
    second_factor::Entity::update(factor).exec(&tx.db).await?;
    let codes = code::renew(&tx, who.user).await?;
    audit::record(&tx, Entry::by_user("user.second_factor_enrolled", who.user).from(from)).await?;
    tx.save().await?;
    attempt.succeeded();
    Ok(Ok(codes))
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrolment(***)")
    }
}
