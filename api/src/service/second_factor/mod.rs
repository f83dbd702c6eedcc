//! A second factor beside the password: codes of an authenticator, and recovery codes for who has lost it.

mod code;
mod enrol;
mod remove;

pub use code::{accepts, of};
pub use enrol::{Enrolment, confirm, enrol};
pub use remove::{disable, reset};

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
}

/// The user, if their second factor is ours to look after.
fn ours(actor: &Actor) -> Result<Result<&SignedIn, Denied>> {
    let who = actor.signed_in()?;
    Ok(if who.session.is_some() && who.email.is_some() { Ok(who) } else { Err(Denied::Foreign) })
}
