//! `POST /v1/calls/{slug}/submissions`: the public form, for a page without scripts, or a script without GraphQL.
//!
//! What is sent is submitted at once, unless it says `"submit": false`. JSON and forms say the same in two ways
//! (`form.rs`), a form may have files in it (`multipart.rs`); a browser gets a page as its answer, everybody else JSON
//! (`answer.rs`). `GET` of the same leads to `export.rs`, for those who judge.

mod accept;
pub mod answer;
mod came;
mod export;
mod form;
mod multipart;
pub mod sent;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, FromRef, Path, Request, State};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use entity::id::CallId;
use tokio::sync::Semaphore;

use crate::app::App;
use crate::config::Http;
use crate::domain::view::{Locales, Viewing};
use crate::error::{Error, Result};
use crate::http::middleware::bearer;
use crate::http::middleware::body::{Limits, broken_off};
use crate::http::middleware::client::ClientAddress;
use crate::http::middleware::deadline::{self, within};
use crate::http::problem::Problem;
use crate::query::selection::Selection;
use crate::query::{Key, call, content, read};
use crate::service::submission::attachment::Staging;
use crate::service::submission::{self, Aim, Arrival, Created, New};
use came::Came;
pub use export::router as exports;
use sent::Sent;

#[derive(Clone)]
struct Door {
    app: Arc<App>,
    limits: Arc<Limits>,
    /// How long the answer may take once all came.
    time: Duration,
    /// Forms with files in them that are received at once.
    permits: Arc<Semaphore>,
}

impl FromRef<Door> for Arc<App> {
    fn from_ref(door: &Door) -> Self {
        Arc::clone(&door.app)
    }
}

/// More wait for nobody: they are asked to come back.
const FORMS_AT_ONCE: usize = 16;

pub fn router(app: Arc<App>, settings: &Http, limits: Arc<Limits>) -> Router {
    let permits = Arc::new(Semaphore::new(FORMS_AT_ONCE));
    let door = Door { app, limits, time: settings.request_timeout, permits };
    // Where no body is awaited, time is short as everywhere.
    let short = from_fn_with_state(settings.request_timeout, deadline::layer);
    let all = get(export::negotiated).layer(short).merge(post(take));
    let known = from_fn_with_state(Arc::clone(&door.app), bearer::layer);
    Router::new().route("/v1/calls/{slug}/submissions", all).layer(known).with_state(door)
}

async fn take(
    State(door): State<Door>,
    path: Result<Path<String>, PathRejection>,
    from: Option<Extension<ClientAddress>>,
    request: Request,
) -> Response {
    let arrival = Arrival { at: door.app.clock.now(), from: from.map(|Extension(from)| from.0) };
    let wants_page = answer::wants_page(request.headers());
    let Ok(Path(slug)) = path else { return answer::refused(no_call(), wants_page) };
    let mut staging = Staging::new(&door.app, arrival);
    let came = came::receive(&door, request, &mut staging).await;
    let is_whole = came.is_ok();
    // The last byte is what counts.
    let arrival = Arrival { at: door.app.clock.now(), ..arrival };
    let outcome = match came {
        Ok(came) => within(door.time, Box::pin(sent_in(&door.app, &slug, arrival, came))).await.flatten(),
        Err(problem) => Err(problem),
    };
    discard(&staging).await;
    match outcome {
        Ok((created, receipt)) => answer::taken(&created, receipt.as_deref(), wants_page),
        Err(refused) if is_whole => answer::refused(refused, wants_page),
        Err(refused) => broken_off(answer::refused(refused, wants_page)),
    }
}

/// What stays is given up within a day, so the answer does not depend on it.
async fn discard(staging: &Staging<'_>) {
    if let Err(error) = staging.discard().await {
        tracing::warn!(%error, "files that came along cannot be given up at once: they are in a day");
    }
}

async fn sent_in(
    app: &App,
    slug: &str,
    arrival: Arrival,
    came: Came,
) -> Result<(Created, Option<String>), Problem> {
    let (call, schema) = open_call(app, slug, arrival).await?.ok_or_else(no_call)?;
    let mut sent = Sent::read(came::read(&came, schema.as_deref())?)?;
    let (given, proof) = (sent.idempotency_key.take(), sent.altcha.take());
    let submits = sent.submit.unwrap_or(true);
    let mut check = came.check;
    let (input, check) = tokio::task::spawn_blocking(move || {
        let input = sent.into_input(&mut check);
        (input, check)
    })
    .await
    .expect("rendering does not panic");
    let header =
        came.headers.get("idempotency-key").map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned());
    // A string of RFC 9651, or a bare word.
    let key = header.map(|key| key.trim().trim_matches('"').to_owned()).or(given);
    let new =
        New { aim: Aim::Call(call), input, check, idempotency_key: key, submits, files: came.files, proof };
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
    let viewing = Viewing::live(arrival.at, Locales::default());
    let found = read::one(&app.db.reader, &viewing, Key::Slug(slug.to_owned()), &Arc::new(wanted)).await?;
    let Some(node) = found else { return Ok(None) };
    let id = node.value(&content::ID)?.uuid().ok_or(Error::NotFound("the id of the call"))?;
    let form = node.value(&call::FORM)?.text().map(str::to_owned);
    Ok(Some((CallId(id), form)))
}

fn no_call() -> Problem {
    Problem::from(Error::NotFound("a call of that slug that is public"))
}
