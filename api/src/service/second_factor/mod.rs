//! A second factor beside the password: codes of an authenticator, and recovery codes for who has lost it.

mod code;
mod enrol;
mod remove;

pub use code::{accepts, of};
pub use enrol::{Enrolment, confirm, enrol};
pub use remove::{disable, reset};

use std::net::IpAddr;

use entity::id::UserId;

use super::session::audit::{self, Entry};
use crate::app::Tx;
use crate::domain::actor::{Actor, SignedIn};
use crate::error::Result;

/// Why nothing was done, for the person to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Or the user was disabled meanwhile.
    WrongPassword,
    WrongCode,
    /// There is one already.
    On,
    /// There is none, or none to confirm.
    Off,
    /// Who signs in elsewhere has theirs there.
    Foreign,
    /// An API token has none.
    ByToken,
}

/// The user, if their second factor is ours to look after.
fn ours(actor: &Actor) -> Result<Result<&SignedIn, Denied>> {
    let who = actor.signed_in()?;
    Ok(match (&who.token, who.session, &who.email) {
        (None, Some(_), Some(_)) => Ok(who),
        (None, ..) => Err(Denied::Foreign),
        (Some(_), ..) => Err(Denied::ByToken),
    })
}

/// Writes down that somebody at an open session did not know enough.
async fn refuse(tx: Tx<'_>, who: UserId, why: &'static str, from: Option<IpAddr>) -> Result<()> {
    let entry = Entry::by_user("user.second_factor_refused", who).with("why", why).from(from);
    audit::record(&tx, entry).await?;
    tx.save().await
}
