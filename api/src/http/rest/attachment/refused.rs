//! What is wrong with a file, as HTTP says it.

use axum::http::StatusCode;

use crate::domain::mistake::{Code, Mistake};
use crate::error::Error;
use crate::http::problem::{FieldError, Problem};

/// The first mistake leads: clients show one.
pub fn problem(error: Error) -> Problem {
    let Error::Mistakes(found) = error else { return Problem::from(error) };
    let Some(first) = found.first() else { return Problem::internal() };
    let (status, code) = status(first);
    let detail = found.iter().map(told).collect::<Vec<_>>().join("; ");
    let errors = found.into_iter().map(FieldError::from).collect();
    Problem { errors, ..Problem::new(status, code, detail) }
}

fn status(mistake: &Mistake) -> (StatusCode, &'static str) {
    match mistake.code {
        Code::TooLong if mistake.field == ["bytes"] => (StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE"),
        Code::Unavailable => (StatusCode::INSUFFICIENT_STORAGE, "UNAVAILABLE"),
        // Not 409: by that clients of tus go on.
        Code::InvalidState => (StatusCode::FORBIDDEN, "FORBIDDEN"),
        Code::NotFound => (StatusCode::NOT_FOUND, "NOT_FOUND"),
        _ => (StatusCode::UNPROCESSABLE_ENTITY, "BAD_REQUEST"),
    }
}

/// For a person: "the name must end in …".
fn told(mistake: &Mistake) -> String {
    let what = match mistake.field.first().map(String::as_str) {
        Some("bytes" | "file") | None => "file",
        Some(other) => other,
    };
    format!("the {what} {}", mistake.message)
}
