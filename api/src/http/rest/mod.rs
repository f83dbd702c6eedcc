//! The doors beside GraphQL: content as plain JSON (`v1`), and what the public sends in, as JSON and as plain forms.

mod attachment;
mod challenge;
mod openapi;
mod reference;
mod submission;
mod v1;

use std::sync::Arc;

use axum::Router;

use crate::app::App;
use crate::config::Http;
use crate::http::address::Addresses;
use crate::http::middleware::body::Limits;

/// The document of these doors, as `cities openapi` prints it.
pub fn openapi() -> &'static str {
    openapi::printed()
}

pub fn router(app: Arc<App>, addresses: &Addresses) -> Router {
    challenge::router(app.clone())
        .merge(submission::exports(app.clone()))
        .merge(v1::router(app, addresses))
        .merge(reference::router())
}

/// Those whose bodies may be too large to be gathered first.
pub fn streams(app: Arc<App>, settings: &Http, limits: Arc<Limits>, base_url: &str) -> Router {
    attachment::router(app.clone(), settings, base_url).merge(submission::router(app, settings, limits))
}
