//! Answers of the GraphQL door: a status, a media type, a well-formed response.

use async_graphql::{Response as Executed, ServerError};
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::document::Refusal;
use super::negotiate::{MediaType, negotiate};
use super::problem;
use crate::http::middleware::bearer;
use crate::http::middleware::request_id::RequestId;
use crate::http::problem::Problem;

/// Where the door is.
pub const PATH: &str = "/graphql";

/// A request that did not run: no data, so never a success.
#[derive(Debug)]
pub struct Refused {
    pub status: StatusCode,
    pub errors: Vec<ServerError>,
    /// What says how to be let in: the methods that would do, or a challenge.
    pub header: Option<(HeaderName, &'static str)>,
    /// Seconds to wait before it would do.
    pub retry_after: Option<i64>,
}

impl Refused {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, errors: vec![problem::refusal(code, message)], header: None, retry_after: None }
    }

    /// The request itself is malformed.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    pub fn not_allowed(allow: &'static str, message: &str) -> Self {
        let refused = Self::new(StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST", message);
        Self { header: Some((header::ALLOW, allow)), ..refused }
    }

    /// A token that turned out to be of nobody when somebody had to know who acts: whatever else was asked for.
    pub fn over() -> Self {
        let message = bearer::advice(bearer::ENDED);
        let refused = Self::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
        Self { header: Some((header::WWW_AUTHENTICATE, bearer::INVALID_TOKEN)), ..refused }
    }

    /// What clients of automatic persisted queries wait for before they send the document.
    pub fn unknown_hash(message: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "PERSISTED_QUERY_NOT_FOUND", message)
    }

    /// What stands in the body: nothing but the errors.
    pub fn body(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Body<'a> {
            errors: &'a [ServerError],
        }
        serialised(&Body { errors: &self.errors })
    }

    pub fn into_response(self, media_type: MediaType) -> Response {
        let mut response = answered(self.status, media_type, self.body().into());
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let (status, header) = match refusal {
            Refusal::NoQuery => (StatusCode::METHOD_NOT_ALLOWED, Some((header::ALLOW, "POST"))),
            _ => (StatusCode::BAD_REQUEST, None),
        };
        Self { status, errors: refusal.into_errors(), header, retry_after: None }
    }
}

/// What refuses a request before it reaches the door, or breaks off its answer, is told in the door's words:
/// its status and headers stay, its body becomes GraphQL.
pub async fn refusals(request: Request, next: Next) -> Response {
    if request.uri().path() != PATH {
        return next.run(request).await;
    }
    let media_type = negotiate(request.headers()).unwrap_or(MediaType::Json);
    let id = request.extensions().get::<RequestId>().map_or_else(String::new, ToString::to_string);
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let errors = vec![problem::outside(&problem, &id)];
    let (head, body) = Refused { status: problem.status, errors, header: None, retry_after: None }
        .into_response(media_type)
        .into_parts();
    *response.body_mut() = body;
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().extend(head.headers);
    response
}

/// The body of what was executed: it has data, null or not, and so succeeds; field errors stand beside it.
pub fn written(response: Executed) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        errors: Vec<ServerError>,
        data: async_graphql::Value,
    }
    serialised(&Body { errors: response.errors, data: response.data })
}

/// The answer with that body.
pub fn executed(body: impl Into<Bytes>, media_type: MediaType) -> Response {
    answered(StatusCode::OK, media_type, body.into())
}

fn serialised(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("names are strings and numbers are finite")
}

fn answered(status: StatusCode, media_type: MediaType, body: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type.content_type())),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, HeaderValue::from_static("accept")),
    ];
    (status, headers, body).into_response()
}
