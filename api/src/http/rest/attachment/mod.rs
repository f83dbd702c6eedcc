//! Files of submissions: sent in by tus 1.0 (<https://tus.io/protocols/resumable-upload>), which goes on where a line
//! broke, and fetched by those who may read the submission.
//!
//! Bodies are not gathered before the handlers run: these routes have layers of their own.

mod download;
mod receive;
mod refused;
mod sender;
mod tus;
mod upload;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::{MethodRouter, get, options, patch, post};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::config::Http;
use crate::http::middleware::{bearer, deadline};

/// Bodies that are received at once; whoever is one too many is asked to come back.
const AT_ONCE: usize = 64;

/// What the handlers share.
#[derive(Clone)]
struct Door {
    app: Arc<App>,
    base_url: Arc<str>,
    /// How long a client may be silent.
    patience: Duration,
    permits: Arc<Semaphore>,
}

pub fn router(app: Arc<App>, settings: &Http, base_url: &str) -> Router {
    let permits = Arc::new(Semaphore::new(AT_ONCE));
    let door = Door { app, base_url: base_url.into(), patience: settings.body_timeout, permits };
    // Where no body is awaited, time is short as everywhere.
    let short = from_fn_with_state(settings.request_timeout, deadline::layer);
    let all: MethodRouter<Door> = options(tus::offer).post(upload::begin);
    let one =
        get(download::download).head(upload::offset).delete(upload::remove).options(tus::offer).layer(short);
    let one = one.merge(patch(upload::append)).merge(post(upload::instead));
    Router::new()
        .route("/v1/submissions/{submission}/attachments", all)
        .route("/v1/submissions/{submission}/attachments/{attachment}", one)
        .layer(from_fn_with_state(Arc::clone(&door.app), bearer::layer))
        .layer(map_response(tus::version))
        .layer(map_response(sender::challenge))
        .with_state(door)
}
