//! The doors beside GraphQL: plain JSON, and plain forms.

mod attachment;
mod challenge;
mod submission;

use std::sync::Arc;

use axum::Router;

use crate::app::App;
use crate::config::Http;

pub fn router(app: Arc<App>) -> Router {
    challenge::router(app.clone()).merge(submission::exports(app))
}

/// Those whose bodies may be too large to be gathered first.
pub fn streams(app: Arc<App>, settings: &Http, base_url: &str) -> Router {
    attachment::router(app.clone(), settings, base_url).merge(submission::router(app, settings))
}
