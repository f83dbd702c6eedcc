//! Who acts.

use entity::id::{CityId, SessionId, UserId};
use entity::role::Role;

use crate::error::{Error, Result};

/// Whoever asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Anonymous,
    User(SignedIn),
    /// The command line: it has the database itself.
    System,
}

/// A user as they are now, not as their token remembers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub user: UserId,
    /// `None` for one whom an identity provider names: the session is the provider's.
    pub session: Option<SessionId>,
    /// `None` may do nothing.
    pub role: Option<Role>,
    /// Whose city, of role CITY.
    pub city: Option<CityId>,
    pub name: String,
    /// `None` for one whom an identity provider names.
    pub email: Option<String>,
}

impl Actor {
    /// The user, who must have signed in.
    pub fn signed_in(&self) -> Result<&SignedIn> {
        match self {
            Self::User(user) => Ok(user),
            _ => Err(Error::Unauthenticated),
        }
    }
}
