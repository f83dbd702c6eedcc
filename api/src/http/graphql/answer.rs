//! Answers of the GraphQL door: a status, a media type, a well-formed response.

use async_graphql::{Response as Executed, ServerError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::negotiate::MediaType;
use super::problem;

/// A request that did not run: no data, so never a success.
#[derive(Debug)]
pub struct Refused {
    pub status: StatusCode,
    pub errors: Vec<ServerError>,
    /// The methods that would do, where another one was used.
    pub allow: Option<&'static str>,
}

impl Refused {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, errors: vec![problem::refusal(code, message)], allow: None }
    }

    /// The request itself is malformed.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    pub fn into_response(self, media_type: MediaType) -> Response {
        #[derive(Serialize)]
        struct Body {
            errors: Vec<ServerError>,
        }
        let mut response = respond(self.status, media_type, &Body { errors: self.errors });
        if let Some(allow) = self.allow {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        response
    }
}

/// What was executed has data, null or not, and so succeeds; field errors stand beside it.
pub fn executed(response: Executed, media_type: MediaType) -> Response {
    #[derive(Serialize)]
    struct Body {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        errors: Vec<ServerError>,
        data: async_graphql::Value,
    }
    respond(StatusCode::OK, media_type, &Body { errors: response.errors, data: response.data })
}

fn respond(status: StatusCode, media_type: MediaType, body: &impl Serialize) -> Response {
    let body = serde_json::to_vec(body).expect("names are strings and numbers are finite");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type.content_type())),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, HeaderValue::from_static("accept")),
    ];
    (status, headers, body).into_response()
}
