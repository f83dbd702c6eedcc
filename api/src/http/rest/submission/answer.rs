//! What whoever sent something in is told: a page for browsers, JSON for everybody else.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::limits::MISTAKES;
use crate::domain::mistake::Code;
use crate::error::Error;
use crate::http::problem::{FieldError, Problem};
use crate::kit::time;
use crate::service::submission::Created;

/// What was begun, or submitted.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Submission)]
pub struct Told<'a> {
    /// Opaque and stable.
    id: String,
    /// SUBMITTED, or DRAFT.
    #[schema(value_type = String)]
    state: entity::submission::State,
    /// What people call it by; null of a draft.
    reference: Option<&'a str>,
    /// When it was submitted; null of a draft.
    submitted_at: Option<String>,
    /// Counts its changes, from 1 up.
    version: i32,
    /// The secret by which its sender reads, changes and withdraws it; told once.
    token: &'a str,
    /// Signed; null of a draft.
    receipt: Option<&'a str>,
}

/// Whether it is a browser that asks.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.split(',').any(|range| range.trim().to_ascii_lowercase().starts_with("text/html"))
}

pub fn taken(created: &Created, receipt: Option<&str>, wants_page: bool) -> Response {
    let row = &created.stored.row;
    let response = if wants_page {
        let reference = row.reference.as_deref().unwrap_or("a draft");
        let body = format!(
            "<p>Your reference is <strong>{}</strong>.</p><p>Keep this secret token: with it you read, change and \
             withdraw what you sent.</p><p><code>{}</code></p>",
            escaped(reference),
            escaped(created.token.expose())
        );
        page(StatusCode::CREATED, "Received. Thank you.", &body)
    } else {
        let told = Told {
            id: row.id.to_string(),
            state: row.state,
            reference: row.reference.as_deref(),
            submitted_at: row.submitted_at.map(|at| time::rfc3339(at.0)),
            version: row.version,
            token: created.token.expose(),
            receipt,
        };
        (StatusCode::CREATED, Json(told)).into_response()
    };
    kept_to_oneself(response)
}

/// The token in it is its reader's alone.
fn kept_to_oneself(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

pub fn refused(problem: Problem, wants_page: bool) -> Response {
    if !wants_page || problem.status.is_server_error() {
        return problem.into_response();
    }
    // For a person: contact › email.
    let way = |error: &FieldError| escaped(&error.at.words());
    let line = |error| format!("<li><strong>{}</strong> {}</li>", way(error), escaped(&error.detail));
    let told = problem.errors.iter().map(line);
    let list: String = told.collect();
    let body = if list.is_empty() {
        format!("<p>{}</p>", escaped(&problem.detail))
    } else {
        format!("<ul>{list}</ul>")
    };
    let body =
        format!("{body}<p>Go back in your browser, mend it, and send it again: nothing was taken.</p>");
    kept_to_oneself(page(problem.status, "Not received", &body))
}

/// A page without scripts, styles or anything from elsewhere.
fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>"
    );
    let policy = HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    (status, [(header::CONTENT_SECURITY_POLICY, policy)], Html(page)).into_response()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// What is wrong with what was sent: field by field, or with the call itself.
pub fn problem(error: Error) -> Problem {
    let Error::Mistakes(found) = error else { return Problem::from(error) };
    let of_call = found.iter().find(|mistake| mistake.field == ["call"]);
    if let Some(mistake) = of_call {
        let (status, code) = match mistake.code {
            Code::NotFound => (StatusCode::NOT_FOUND, "NOT_FOUND"),
            _ => (StatusCode::CONFLICT, "CONFLICT"),
        };
        return Problem::new(status, code, format!("the call {}", mistake.message));
    }
    let detail = if found.len() > MISTAKES {
        "very many fields are wrong: `errors` tells the first of them; mend them and send all of it again"
    } else {
        "some fields are wrong: `errors` tells each; mend them and send all of it again"
    };
    let errors = found.into_iter().take(MISTAKES).map(FieldError::from).collect();
    Problem { errors, ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "BAD_REQUEST", detail) }
}

pub fn unsupported() -> Problem {
    let detail = "send application/json, application/x-www-form-urlencoded or multipart/form-data";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", detail)
}
