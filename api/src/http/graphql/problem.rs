//! Errors as GraphQL callers see them: translated once, here.

use std::sync::Arc;

use async_graphql::{Response, ServerError};

use crate::error::Error;

/// Gives every error of an answer its code; what is ours alone is logged and never sent.
pub fn translate(response: &mut Response, request_id: &str) {
    for wire in &mut response.errors {
        translate_one(wire, request_id);
    }
}

fn translate_one(wire: &mut ServerError, request_id: &str) {
    let cause = wire.source::<Error>().or_else(|| wire.source::<Arc<Error>>().map(|err| &**err));
    let Some(err) = cause else {
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
    if internal {
        extensions.set("requestId", request_id);
    }
}

/// A request that was not executed at all.
pub fn refusal(code: &'static str, message: impl Into<String>) -> ServerError {
    let mut error = ServerError::new(message, None);
    error.extensions.get_or_insert_default().set("code", code);
    error
}
