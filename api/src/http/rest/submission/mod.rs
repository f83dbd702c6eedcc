//! `POST /v1/calls/{slug}/submissions`: the public form, for a page without scripts, or a script without GraphQL.
//!
//! What is sent is submitted at once, unless it says `"submit": false`. JSON and forms say the same in two ways
//! (`form.rs`); a browser gets a page as its answer, everybody else JSON (`answer.rs`). `GET` of the same leads to
//! `export.rs`, for those who judge.

mod accept;
mod answer;
mod export;
mod form;
mod sent;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::post;
use entity::id::CallId;
use serde_json::Value;

use crate::app::App;
use crate::domain::view::{Locales, View, Viewing};
use crate::error::{Error, Result};
use crate::http::middleware::client::ClientAddress;
use crate::http::problem::Problem;
use crate::query::selection::Selection;
use crate::query::{Key, call, content, read};
use crate::service::submission::{self, Aim, Arrival, Created, New};
use sent::Sent;

pub fn router(app: Arc<App>) -> Router {
    let taking = post(take).get(export::negotiated);
    let router = Router::new().route("/v1/calls/{slug}/submissions", taking).with_state(app.clone());
    router.merge(export::router(app))
}

async fn take(
    State(app): State<Arc<App>>,
    path: Result<Path<String>, PathRejection>,
    from: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let arrival = Arrival { at: app.clock.now(), from: from.map(|Extension(from)| from.0) };
    let wants_page = answer::wants_page(&headers);
    let Ok(Path(slug)) = path else { return answer::refused(no_call(), wants_page) };
    match sent_in(&app, &slug, arrival, (&headers, &body)).await {
        Ok((created, receipt)) => answer::taken(&created, receipt.as_deref(), wants_page),
        Err(refused) => answer::refused(refused, wants_page),
    }
}

async fn sent_in(
    app: &App,
    slug: &str,
    arrival: Arrival,
    (headers, body): (&HeaderMap, &[u8]),
) -> Result<(Created, Option<String>), Problem> {
    let (call, schema) = open_call(app, slug, arrival).await?.ok_or_else(no_call)?;
    let told = read_body(headers, body, schema.as_deref())?;
    let mut sent = Sent::read(told)?;
    let (given, proof) = (sent.idempotency_key.take(), sent.altcha.take());
    let submits = sent.submit.unwrap_or(true);
    let (input, check) =
        tokio::task::spawn_blocking(|| sent.into_input()).await.expect("rendering does not panic");
    let header =
        headers.get("idempotency-key").map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned());
    // A string of RFC 9651, or a bare word.
    let key = header.map(|key| key.trim().trim_matches('"').to_owned()).or(given);
    let new = New { aim: Aim::Call(call), input, check, idempotency_key: key, submits, proof };
    let created = submission::create(app, arrival, new).await.map_err(answer::problem)?;
    let receipt = submission::receipt(app, &created.stored).await?;
    Ok((created, receipt))
}

/// The call of this slug, or of one it once had, if it is live; with its form.
async fn open_call(
    app: &App,
    slug: &str,
    arrival: Arrival,
) -> Result<Option<(CallId, Option<String>)>, Problem> {
    let mut wanted = Selection::new(&call::NOUN);
    wanted.column(&content::ID);
    wanted.column(&call::FORM);
    wanted.seal();
    let viewing = Viewing { now: arrival.at, locales: Locales::default(), view: View::Live };
    let found = read::one(&app.db.reader, &viewing, Key::Slug(slug.to_owned()), &Arc::new(wanted)).await?;
    let Some(node) = found else { return Ok(None) };
    let id = node.value(&content::ID)?.uuid().ok_or(Error::NotFound("the id of the call"))?;
    let form = node.value(&call::FORM)?.text().map(str::to_owned);
    Ok(Some((CallId(id), form)))
}

fn no_call() -> Problem {
    Problem::from(Error::NotFound("a call of that slug that is public"))
}

/// What was sent, as JSON whatever it came as.
fn read_body(headers: &HeaderMap, body: &[u8], schema: Option<&str>) -> Result<Value, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "application/json" => serde_json::from_slice(body)
            .map_err(|wrong| Problem::from(Error::invalid("body", format!("is not JSON: {wrong}")))),
        "application/x-www-form-urlencoded" => Ok(form::read(body, schema)),
        _ => Err(answer::unsupported()),
    }
}
