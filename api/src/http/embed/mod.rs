//! What other sites show: pages for frames, fragments of HTML, the script that fetches them, and oEmbed.
//!
//! Invariants: one statement an answer; no request to anybody, ever; nothing of a provider is loaded before a reader
//! asks for it; all that is not made by us is escaped, or was made safe when it was saved.

mod answer;
mod asked;
mod card;
mod kind;
mod media;
mod oembed;
mod page;
mod read;
mod script;

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::accept::preferred;
use super::address::Addresses;
use super::problem::Problem;
use crate::app::App;
use crate::platform::database::{Caller, Reads};
use kind::Kind;

/// What the door knows of where it stands.
#[derive(Debug, Clone)]
struct Door {
    app: Arc<App>,
    addresses: Addresses,
    caller: Caller,
}

impl Door {
    /// Where what is asked for is read.
    fn db(&self) -> Reads<'_> {
        self.app.db.read_by(self.caller)
    }
}

/// What was asked for, but for its path.
#[derive(Debug)]
struct Request<'a> {
    query: Option<&'a str>,
    headers: &'a HeaderMap,
}

impl Request<'_> {
    /// Where whoever asks takes no HTML.
    fn refused(&self) -> Option<Response> {
        let detail = "this address has text/html alone, which the Accept header does not take; /v1 has the same as JSON";
        let refusal = || Problem::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", detail).into_response();
        preferred(self.headers, &["text/html"]).is_none().then(refusal)
    }
}

pub fn router(app: Arc<App>, addresses: Addresses) -> Router {
    Router::new()
        .route("/embed/{kind}", get(list))
        .route("/embed/{kind}/{slug}", get(card))
        .route("/embed/media/{slug}/player", get(player))
        .route("/oembed", get(told))
        .with_state(Door { app, addresses, caller: Caller::Anybody })
        .merge(script::router())
}

async fn list(
    State(door): State<Door>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(kind) = path.ok().and_then(|Path(word)| Kind::named(&word)) else { return nothing() };
    let (door, request) = (Door { caller, ..door }, Request { query: query.as_deref(), headers: &headers });
    if let Some(refused) = request.refused() {
        return refused;
    }
    settle(answer::list(&door, kind, request).await)
}

async fn card(
    State(door): State<Door>,
    caller: Caller,
    path: Result<Path<(String, String)>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let named = path.ok().and_then(|Path((word, slug))| Some((Kind::named(&word)?, slug)));
    let Some((kind, slug)) = named else { return nothing() };
    let (door, request) = (Door { caller, ..door }, Request { query: query.as_deref(), headers: &headers });
    if let Some(refused) = request.refused() {
        return refused;
    }
    settle(answer::card(&door, kind, &slug, request).await)
}

async fn player(
    State(door): State<Door>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Ok(Path(slug)) = path else { return nothing() };
    let (door, request) = (Door { caller, ..door }, Request { query: query.as_deref(), headers: &headers });
    settle(answer::player(&door, &slug, request).await)
}

async fn told(
    State(door): State<Door>,
    caller: Caller,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (door, request) = (Door { caller, ..door }, Request { query: query.as_deref(), headers: &headers });
    settle(oembed::answer(&door, request).await)
}

fn nothing() -> Response {
    Problem::not_found().into_response()
}

fn settle(outcome: Result<Response, Problem>) -> Response {
    outcome.unwrap_or_else(IntoResponse::into_response)
}
