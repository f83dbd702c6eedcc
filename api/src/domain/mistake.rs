//! What is wrong with an input, said so that its author can mend it.

use std::fmt;

/// The word a program branches on; part of the API: add, never rename.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    Required,
    Invalid,
    TooLong,
    TooMany,
    /// Another thing has it already.
    Taken,
    /// It names a thing that is not there.
    NotFound,
    /// Each field is fine, but not together, or not now.
    InvalidState,
    /// It was changed since it was read.
    StaleVersion,
    /// The password was right; a second factor is asked for, too.
    SecondFactorRequired,
    /// It has not been set up here.
    Unavailable,
}

impl Code {
    /// As callers read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "REQUIRED",
            Self::Invalid => "INVALID",
            Self::TooLong => "TOO_LONG",
            Self::TooMany => "TOO_MANY",
            Self::Taken => "TAKEN",
            Self::NotFound => "NOT_FOUND",
            Self::InvalidState => "INVALID_STATE",
            Self::StaleVersion => "STALE_VERSION",
            Self::SecondFactorRequired => "SECOND_FACTOR_REQUIRED",
            Self::Unavailable => "UNAVAILABLE",
        }
    }
}

/// One mistake in one of the items given to a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Which of the items, counted from 0.
    pub item: usize,
    /// The way to the field, in the caller's own words: `["text", "en", "title"]`.
    pub field: Vec<String>,
    pub code: Code,
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field.join("."), self.message)
    }
}
