//! Back to the password alone.

use std::net::IpAddr;

use entity::id::UserId;
use entity::second_factor;
use sea_orm::EntityTrait;

use super::{Denied, code, ours, refuse};
use crate::app::{App, Tx};
use crate::domain::actor::Actor;
use crate::error::{Error, Result};
use crate::platform::attempts::Who;
use crate::service::session::attempts;
use crate::service::session::audit::{self, Entry};
use crate::service::user;

/// By the user, who shows a code of the authenticator or of recovery for it.
pub async fn disable(
    app: &App,
    actor: &Actor,
    given: &str,
    from: Option<IpAddr>,
) -> Result<Result<(), Denied>> {
    let who = match ours(actor)? {
        Ok(who) => who,
        Err(denied) => return Ok(Err(denied)),
    };
    let attempt = attempts::begin(app, [Who::SecondFactor(who.user)])?;
    let tx = app.begin().await?;
    let Some(factor) = code::of(&tx, who.user).await? else { return Ok(Err(Denied::Off)) };
    if !code::accepts(&tx, &factor, given).await? {
        refuse(tx, who.user, "code", from).await?;
        return Ok(Err(Denied::WrongCode));
    }
    remove(&tx, who.user).await?;
    audit::record(&tx, Entry::by_user("user.second_factor_disabled", who.user).from(from)).await?;
    tx.save().await?;
    attempt.succeeded();
    Ok(Ok(()))
}

/// By the operator, for who has lost authenticator and recovery codes.
pub async fn reset(app: &App, email: &str) -> Result<()> {
    let tx = app.begin().await?;
    let user = user::known(&tx, email).await?.id;
    if !remove(&tx, user).await? {
        return Err(Error::Conflict("the user has no second factor: the password alone is asked for".into()));
    }
    audit::record(&tx, Entry::by_system("user.second_factor_reset", user)).await?;
    tx.save().await
}

/// Whether there was one.
async fn remove(tx: &Tx<'_>, user: UserId) -> Result<bool> {
    code::forget(tx, user).await?;
    Ok(second_factor::Entity::delete_by_id(user).exec(&tx.db).await?.rows_affected > 0)
}
