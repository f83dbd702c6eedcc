//! What the person at the other end can mend.

use async_graphql::{Enum, SimpleObject};

/// Why a mutation did not do what was asked, in a word for programs. Words are added, never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum UserErrorCode {
    /// A value that cannot be.
    Invalid,
    /// It cannot be done as things stand.
    InvalidState,
    /// The password was right: ask for a code of the authenticator, and send both.
    SecondFactorRequired,
    /// The operator of this server has not set it up.
    Unavailable,
}

/// A mistake in the input of a mutation; nothing was changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// The way to the field of the input, from its name on; null when it is the input as a whole.
    pub field: Option<Vec<String>>,
    /// For programs.
    pub code: UserErrorCode,
    /// For the person: what is wrong, and what to do.
    pub message: String,
}

impl UserError {
    /// A mistake in one field of the input.
    pub fn at(field: &str, code: UserErrorCode, message: impl Into<String>) -> Self {
        Self { field: Some(vec![field.to_owned()]), code, message: message.into() }
    }

    /// A mistake of the input as a whole.
    pub fn whole(code: UserErrorCode, message: impl Into<String>) -> Self {
        Self { field: None, code, message: message.into() }
    }
}
