//! Who acts.

use entity::id::{ApiTokenId, CityId, SessionId, UserId};
use entity::role::Role;

use uuid::Uuid;

use super::api_scope::Scopes;
use super::review::conflict::{Interests, organisation_key};
use crate::error::{Error, Result};

/// Whoever asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Anonymous,
    User(SignedIn),
    /// Somebody without an account, with a token that shows the draft of this one thing.
    Preview(Uuid),
    /// The command line: it has the database itself.
    System,
}

/// A user as they are now, not as their token remembers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub user: UserId,
    /// `None` for one whom an identity provider names, whose session is the provider's, and for an API token.
    pub session: Option<SessionId>,
    /// `None` may do nothing.
    pub role: Option<Role>,
    /// Whose city, of role CITY; where they come from, of a reviewer.
    pub city: Option<CityId>,
    /// For whom they work; `None` where that was not told.
    pub organisation: Option<String>,
    pub name: String,
    /// `None` for one whom an identity provider names.
    pub email: Option<String>,
    /// Whether signing in asks for a code, too; false for one whom an identity provider names, who may have theirs there.
    pub has_second_factor: bool,
    /// The API token they act by; `None` for people, whom only their role limits.
    pub token: Option<ApiToken>,
}

/// What an API token narrows its user to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    pub id: ApiTokenId,
    /// All that it was made for.
    pub scopes: Scopes,
}

impl SignedIn {
    /// What keeps them from judging, but for what their city is called.
    pub fn interests(&self) -> Interests {
        let organisation = self.organisation.as_deref().map(organisation_key).unwrap_or_default();
        Interests { city: self.city, names: Vec::new(), organisation }
    }
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
