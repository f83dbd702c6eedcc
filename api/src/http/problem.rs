//! What went wrong, said as RFC 9457 says it. The GraphQL door words it anew for its own callers.

mod kind;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::middleware::request_id::RequestId;
use crate::domain::mistake::Mistake;
use crate::error::Error;
use crate::kit::text;
pub use kind::{KINDS, Kind};

/// An answer that is a refusal or a failure. The request's id is added on the way out.
#[derive(Clone, Debug)]
pub struct Problem {
    pub status: StatusCode,
    pub code: &'static str,
    pub detail: Cow<'static, str>,
    pub bound: Option<Bound>,
    /// Seconds until the same may do.
    pub retry_after: Option<i64>,
    /// What is wrong with which field of what was sent.
    pub errors: Vec<FieldError>,
}

/// A mistake in one field of a body, or in one parameter of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    #[serde(flatten)]
    pub at: At,
    pub code: &'static str,
    pub detail: String,
}

/// Where a mistake is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum At {
    /// The way to it in what was sent, as a JSON Pointer in a fragment (RFC 6901, 6): `#/contact/email`.
    Pointer(String),
    /// The name of the parameter, as it was sent.
    Parameter(String),
}

impl At {
    /// As a person reads it: `contact › email`.
    pub fn words(&self) -> String {
        match self {
            Self::Pointer(way) => way.trim_start_matches("#/").replace('/', " \u{203a} "),
            Self::Parameter(name) => name.clone(),
        }
    }
}

impl From<Mistake> for FieldError {
    fn from(mistake: Mistake) -> Self {
        let parts = mistake.field.iter().map(|part| part.replace('~', "~0").replace('/', "~1"));
        let pointer = parts.fold("#".to_owned(), |way, part| way + "/" + &text::path_segment(&part));
        Self { at: At::Pointer(pointer), code: mistake.code.word(), detail: mistake.message }
    }
}

/// A bound that a request went beyond; times are in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bound {
    pub limit: &'static str,
    pub allowed: u64,
    pub found: u64,
}

impl Problem {
    /// `code` is the word programs branch on, `detail` tells a person what to do next.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        debug_assert!(Kind::of(code).is_some(), "{code} is no kind of problem");
        Self { status, code, detail: detail.into(), bound: None, retry_after: None, errors: Vec::new() }
    }

    /// The bound that was passed, in figures.
    #[must_use]
    pub fn beyond(self, bound: Bound) -> Self {
        Self { bound: Some(bound), ..self }
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "there is nothing here; the page / lists what there is")
    }

    pub fn method_not_allowed() -> Self {
        let detail = "this address does not take that method; the Allow header names those it takes";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", detail)
    }

    /// There is no room for it now, and in some seconds there may be.
    pub fn busy(detail: &'static str) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", detail);
        Self { retry_after: Some(5), ..problem }
    }

    /// Says nothing of the cause: that is in the log, under the request's id.
    pub fn internal() -> Self {
        let detail =
            "something failed on our side; try again, and if it stays tell the operator the requestId";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", detail)
    }

    fn answer(&self, base_url: &str, request_id: Option<&str>) -> Response {
        let kind = Kind::of(self.code);
        let body = Wire {
            r#type: kind.map_or_else(|| "about:blank".to_owned(), |kind| kind.address(base_url)),
            title: kind.map_or(self.code, |kind| kind.title),
            status: self.status.as_u16(),
            code: self.code,
            detail: &self.detail,
            bound: self.bound,
            errors: &self.errors,
            request_id,
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// As [`Bound`] tells times.
pub fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The members of RFC 9457, then ours.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    code: &'static str,
    detail: &'a str,
    #[serde(flatten)]
    bound: Option<Bound>,
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: &'a [FieldError],
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}

/// Says in every problem which request it was, and where its kind is told about.
pub async fn layer(State(base_url): State<Arc<str>>, request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        *response.body_mut() = problem.answer(&base_url, id.as_ref().map(RequestId::as_str)).into_body();
        // That was the length of the body without the id; the server counts again.
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.answer("", None);
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match &error {
            Error::NotFound(_) => StatusCode::NOT_FOUND,
            Error::Unauthenticated => StatusCode::UNAUTHORIZED,
            Error::Forbidden(..) => StatusCode::FORBIDDEN,
            Error::Invalid { .. } | Error::Mistakes(_) | Error::Limit { .. } => StatusCode::BAD_REQUEST,
            Error::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Unavailable(..) | Error::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Conflict(_) | Error::Stale(_) => StatusCode::CONFLICT,
            Error::Environment(_) | Error::Database(_) => {
                tracing::error!(%error, "a request failed");
                return Self::internal();
            }
        };
        Self { retry_after: error.retry_after(), ..Self::new(status, error.code(), error.to_string()) }
    }
}
