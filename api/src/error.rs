//! The one error of every room; doors translate it once.

use std::borrow::Cow;

use sea_orm::{DbErr, SqlErr};

use crate::domain::diff::Conflict;
use crate::domain::mistake::Mistake;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong while serving a request.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("{0} not found")]
    NotFound(&'static str),
    #[error("sign in first")]
    Unauthenticated,
    /// What, and what to do instead.
    #[error("{0} is not allowed: {1}")]
    Forbidden(&'static str, &'static str),
    /// The input itself is wrong; `field` names the culprit in the caller's own words.
    #[error("{field}: {message}")]
    Invalid { field: Cow<'static, str>, message: Cow<'static, str> },
    /// What was to be saved is wrong: all of it, each mistake with its item and field.
    #[error("{}", summary(.0))]
    Mistakes(Vec<Mistake>),
    /// What was to be changed has changed since it was read; nothing was overwritten.
    #[error("it was changed since you read it: read version {}, and change that", .0.current_version)]
    Stale(Conflict),
    /// More was asked for than one request may cost.
    #[error(
        "{limit} may be at most {allowed}, found {found} or more. Ask for less at once: a smaller page, fewer values, languages or aliases."
    )]
    Limit {
        /// Which limit, in the words of the README.
        limit: &'static str,
        allowed: usize,
        /// Where counting stopped.
        found: usize,
    },
    /// Tried too often: seconds to wait before the next attempt.
    #[error("too many attempts: try again in {0} seconds")]
    RateLimited(i64),
    /// Somebody else whom this needs does not answer: seconds until it is worth another try.
    #[error("{0} cannot be told now: try again in {1} seconds")]
    Unavailable(&'static str, i64),
    /// Too much is under way at once: seconds until it is worth another try.
    #[error("too much is under way here: try again in {0} seconds")]
    Busy(i64),
    /// The input is fine, but the stored state does not allow it now.
    #[error("{0}")]
    Conflict(Cow<'static, str>),
    /// The machine around us does not do what it should: a file, a setting, a database of another version.
    /// Shown to the operator, never to a caller.
    #[error("{0}")]
    Environment(String),
    /// Never shown to the caller, always logged.
    #[error("database: {0}")]
    Database(#[source] DbErr),
}

impl Error {
    /// Names the culprit and says what would be right.
    pub fn invalid(field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Invalid { field: field.into(), message: message.into() }
    }

    /// The word callers branch on; part of the API: add, never rename.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "NOT_FOUND",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden(..) => "FORBIDDEN",
            Self::Invalid { .. } | Self::Mistakes(_) => "BAD_REQUEST",
            Self::Limit { .. } => "LIMIT_EXCEEDED",
            Self::RateLimited(_) => "RATE_LIMITED",
            Self::Unavailable(..) | Self::Busy(_) => "UNAVAILABLE",
            Self::Conflict(_) | Self::Stale(_) => "CONFLICT",
            Self::Environment(_) | Self::Database(_) => "INTERNAL",
        }
    }

    /// In how many seconds the same may do, where that is known.
    pub fn retry_after(&self) -> Option<i64> {
        match self {
            Self::RateLimited(seconds) | Self::Unavailable(_, seconds) | Self::Busy(seconds) => {
                Some(*seconds)
            }
            _ => None,
        }
    }
}

fn summary(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("; ")
}

impl From<DbErr> for Error {
    fn from(err: DbErr) -> Self {
        match err.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Conflict("already taken".into()),
            _ => Self::Database(err),
        }
    }
}
