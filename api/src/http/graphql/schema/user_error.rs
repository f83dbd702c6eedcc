//! What the person at the other end can mend.

use async_graphql::{Enum, SimpleObject};

use crate::domain::diff::Conflict;
use crate::domain::limits;
use crate::domain::mistake::{Code, Mistake};
use crate::error::{Error, Result};

/// Why a mutation did not do what was asked, in a word for programs. Words are added, never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Code")]
pub enum UserErrorCode {
    /// It must be there.
    Required,
    /// A value that cannot be.
    Invalid,
    /// Longer than it may be.
    TooLong,
    /// More of them than there may be.
    TooMany,
    /// Another thing has it already.
    Taken,
    /// There is no such thing.
    NotFound,
    /// It does not go together with the rest, or not now.
    InvalidState,
    /// Somebody else was faster: nothing was overwritten.
    StaleVersion,
    /// The password was right: ask for a code of the authenticator, and send both.
    SecondFactorRequired,
    /// The operator of this server has not set it up.
    Unavailable,
}

/// A mistake in the input of a mutation; nothing was changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// The way to the field of the input, from its name on: `["text", "en", "title"]`, where `en` is the language of the
    /// text, and `["clusters", "2"]`, where `2` is the place in the list, counted from 0; so goes the second of two texts
    /// in one language, `["text", "1"]`. Null when it is the input as a whole.
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

    /// Somebody else was faster; what else is wrong comes after that.
    pub fn stale(found: &mut Conflict) -> Vec<Self> {
        let message = format!(
            "was changed since you read it: read version {}, put your change on top of it, and send that",
            found.current_version
        );
        let field = Some(vec!["expectedVersion".to_owned()]);
        let mut all = vec![Self { field, code: UserErrorCode::StaleVersion, message }];
        all.extend(told(std::mem::take(&mut found.mistakes)));
        all
    }
}

impl From<Mistake> for UserError {
    fn from(mistake: Mistake) -> Self {
        Self { field: Some(mistake.field), code: mistake.code.into(), message: mistake.message }
    }
}

/// As many of them as are told at once, and whether there are more.
pub fn told(mistakes: Vec<Mistake>) -> Vec<UserError> {
    let has_more = mistakes.len() > limits::MISTAKES;
    let mut told: Vec<_> = mistakes.into_iter().take(limits::MISTAKES).map(UserError::from).collect();
    if has_more {
        let message = format!(
            "has more than the {} mistakes told here: mend these, and send it again to be told the others",
            limits::MISTAKES
        );
        told.push(UserError::whole(UserErrorCode::TooMany, message));
    }
    told
}

/// Sets what the person can mend apart from what nobody there can: the latter stays an error.
pub fn apart<T>(outcome: Result<T>) -> Result<(Option<T>, Vec<UserError>)> {
    match outcome {
        Ok(done) => Ok((Some(done), Vec::new())),
        Err(Error::Mistakes(mistakes)) => Ok((None, told(mistakes))),
        Err(Error::Invalid { field, message }) => {
            let (field, code) = (Some(vec![field.into_owned()]), UserErrorCode::Invalid);
            Ok((None, vec![UserError { field, code, message: message.into_owned() }]))
        }
        Err(error) => Err(error),
    }
}
