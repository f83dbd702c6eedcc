//! Why a document is not executed, and how that is told.

use std::{cell::Cell, fmt};

use async_graphql::{Pos, ServerError};

/// More errors than this are not worth reading; a hostile document would have thousands.
pub(super) const MOST_ERRORS: usize = 50;

#[derive(Debug)]
pub enum Refusal {
    /// It is not a GraphQL document.
    Parse(ServerError),
    /// It asks for more than one request may.
    Limit { name: &'static str, limit: u64, found: Found },
    /// It does not fit the schema.
    Validation(Vec<ServerError>),
    /// A query was wanted, and this is another operation.
    NoQuery,
    /// `operationName` does not choose one operation.
    Operation(String),
    /// A variable's value does not fit its type.
    Variables(Vec<ServerError>),
}

/// How much was there: counting stops where it would cost the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Exactly(u64),
    MoreThan(u64),
}

impl Refusal {
    /// The word for `extensions.code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parse(_) => "GRAPHQL_PARSE_FAILED",
            Self::Limit { .. } => "LIMIT_EXCEEDED",
            Self::Validation(_) => "GRAPHQL_VALIDATION_FAILED",
            Self::NoQuery | Self::Operation(_) | Self::Variables(_) => "BAD_REQUEST",
        }
    }

    /// The errors as they go to the caller, each with its code; a limit says which, its figure and what was found.
    pub fn into_errors(self) -> Vec<ServerError> {
        let code = self.code();
        let mut errors = match self {
            Self::Parse(error) => vec![error],
            Self::Validation(errors) | Self::Variables(errors) => errors,
            Self::NoQuery => {
                vec![ServerError::new("GET runs queries only: send this operation with POST.", None)]
            }
            Self::Operation(message) => vec![ServerError::new(message, None)],
            Self::Limit { name, limit, found } => vec![limit_error(name, limit, found)],
        };
        for error in &mut errors {
            error.extensions.get_or_insert_default().set("code", code);
        }
        errors
    }
}

fn limit_error(name: &str, limit: u64, found: Found) -> ServerError {
    let message = format!(
        "The document is refused: {name} may be at most {limit}, found {found}. Ask for less at once."
    );
    let mut error = ServerError::new(message, None);
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("limit", name);
    extensions.set("allowed", limit);
    extensions.set("found", found.figure());
    error
}

impl Found {
    fn figure(self) -> u64 {
        match self {
            Self::Exactly(figure) => figure,
            // Counting stopped at the first one too many.
            Self::MoreThan(figure) => figure.saturating_add(1),
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(_) => write!(out, "{}", self.figure()),
            Self::MoreThan(_) => write!(out, "{} or more", self.figure()),
        }
    }
}

/// An error at several places of the document.
pub(super) fn error(message: impl Into<String>, at: &[Pos]) -> ServerError {
    let mut error = ServerError::new(message, None);
    error.locations = at.to_vec();
    error
}

/// Refuses a figure above its limit.
pub(super) fn bound(name: &'static str, limit: u64, found: u64) -> Result<(), Refusal> {
    if found > limit { Err(Refusal::Limit { name, limit, found: Found::Exactly(found) }) } else { Ok(()) }
}

/// The work done on one document so far: a step is a token, a node or a comparison.
#[derive(Debug)]
pub struct Steps {
    done: Cell<u64>,
    limit: u64,
}

impl Steps {
    pub fn new(limit: u64) -> Self {
        Self { done: Cell::new(0), limit }
    }

    pub(super) fn done(&self) -> u64 {
        self.done.get()
    }

    pub(super) fn add(&self, steps: u64) -> Result<(), Refusal> {
        self.done.set(self.done.get().saturating_add(steps));
        if self.done.get() > self.limit {
            return Err(Refusal::Limit {
                name: "steps",
                limit: self.limit,
                found: Found::MoreThan(self.limit),
            });
        }
        Ok(())
    }
}
