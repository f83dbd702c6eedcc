//! Ending sessions.

use std::net::IpAddr;

use entity::session;
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::audit::{self, Entry, Subject};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::error::Result;
use crate::service::user;

/// Ends this session; false if it is not ours to end. `from`: the address of the client.
pub async fn sign_out(app: &App, actor: &Actor, from: Option<IpAddr>) -> Result<bool> {
    let who = actor.signed_in()?;
    let Some(id) = who.session else { return Ok(false) };
    let tx = app.begin().await?;
    let Some(found) = session::Entity::find_by_id(id).one(&tx.db).await? else { return Ok(true) };
    let mut found = found.into_active_model();
    found.revoked_at = Set(Some(tx.now()));
    session::Entity::update(found).exec(&tx.db).await?;
    let entry = Entry::by_user("session.ended", who.user).about(Subject::Session(id)).from(from);
    audit::record(&tx, entry).await?;
    tx.save().await?;
    Ok(true)
}

/// Ends every session of this user, this one too; false if they are not ours to end.
pub async fn sign_out_everywhere(app: &App, actor: &Actor, from: Option<IpAddr>) -> Result<bool> {
    let who = actor.signed_in()?;
    if who.session.is_none() {
        return Ok(false);
    }
    let tx = app.begin().await?;
    user::revoke_all(&tx, who.user).await?;
    audit::record(&tx, Entry::by_user("session.all_ended", who.user).from(from)).await?;
    tx.save().await?;
    Ok(true)
}
