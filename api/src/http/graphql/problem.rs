//! Errors as GraphQL callers see them: translated once, here.

use std::any::Any;
use std::sync::Arc;

use async_graphql::parser::types::Field;
use async_graphql::{PathSegment, Pos, Response, ServerError};

use crate::error::Error;
use crate::http::problem::Problem;

/// An argument that cannot be meant, and where it stands.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
struct Misplaced {
    error: Error,
    path: Vec<PathSegment>,
    at: Pos,
}

/// Says where the argument to blame stands: in `field`, to which the response keys of `path` lead from the root, or
/// as far as they can before any row is read: to the first list. `above` leads the argument's name.
pub fn blame(error: Error, above: &str, path: &[String], field: &Field) -> async_graphql::Error {
    let Error::Invalid { field: argument, message } = error else { return error.into() };
    let name = argument.split('.').next().unwrap_or_default();
    let given = field.arguments.iter().find(|(given, _)| given.node == name);
    let at = given.map_or(field.name.pos, |(given, _)| given.pos);
    let path = path.iter().cloned().map(PathSegment::Field).collect();
    let argument = if above.is_empty() { argument } else { format!("{above}.{argument}").into() };
    async_graphql::Error::new_with_source(Misplaced {
        error: Error::Invalid { field: argument, message },
        path,
        at,
    })
}

/// Gives every error of an answer its code; what is ours alone is logged and never sent.
pub fn translate(response: &mut Response, request_id: &str) {
    for wire in &mut response.errors {
        translate_one(wire, request_id);
    }
}

fn translate_one(wire: &mut ServerError, request_id: &str) {
    let source = wire.source.take();
    let misplaced = source.as_deref().and_then(<dyn Any + Send + Sync>::downcast_ref::<Misplaced>);
    if let Some(Misplaced { path, at, .. }) = misplaced {
        (wire.path, wire.locations) = (path.clone(), vec![*at]);
    }
    let Some(err) = misplaced.map(|known| &known.error).or_else(|| cause(source.as_deref()?)) else {
        let extensions = wire.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            extensions.set("code", "BAD_REQUEST");
        }
        return;
    };
    let code = err.code();
    let argument = match err {
        Error::Invalid { field, .. } => Some(field.to_string()),
        _ => None,
    };
    let internal = matches!(err, Error::Database(_) | Error::Environment(_));
    if internal {
        tracing::error!(request_id, error = %err, path = ?wire.path, "a resolver failed");
        wire.message =
            "Something went wrong on our side. Try again; if it stays, report the request id.".into();
    }
    let extensions = wire.extensions.get_or_insert_default();
    extensions.set("code", code);
    if let Some(argument) = argument {
        extensions.set("argument", argument);
    }
    if let Error::Limit { limit, allowed, found } = err {
        extensions.set("limit", *limit);
        extensions.set("allowed", *allowed);
        extensions.set("found", *found);
    }
    if let Some(seconds) = err.retry_after() {
        extensions.set("retryAfter", seconds);
    }
    if internal {
        extensions.set("requestId", request_id);
    }
}

fn cause(source: &(dyn Any + Send + Sync)) -> Option<&Error> {
    source.downcast_ref::<Error>().or_else(|| source.downcast_ref::<Arc<Error>>().map(|err| &**err))
}

/// What was refused around the door: a bound that was passed tells its figures, a failure of ours its request.
pub fn outside(problem: &Problem, request_id: &str) -> ServerError {
    let Some(bound) = problem.bound else {
        let mut error = refusal(problem.code, problem.detail.clone());
        let extensions = error.extensions.get_or_insert_default();
        if problem.status.is_server_error() {
            extensions.set("requestId", request_id);
        }
        if let Some(seconds) = problem.retry_after {
            extensions.set("retryAfter", seconds);
        }
        return error;
    };
    let mut error = refusal("LIMIT_EXCEEDED", problem.detail.clone());
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("limit", bound.limit);
    extensions.set("allowed", bound.allowed);
    extensions.set("found", bound.found);
    error
}

/// A request that was not executed at all.
pub fn refusal(code: &'static str, message: impl Into<String>) -> ServerError {
    let mut error = ServerError::new(message, None);
    error.extensions.get_or_insert_default().set("code", code);
    error
}
