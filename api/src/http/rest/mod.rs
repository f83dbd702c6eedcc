//! The doors beside GraphQL: plain JSON, and plain forms.

mod challenge;
mod submission;

use std::sync::Arc;

use axum::Router;

use crate::app::App;

pub fn router(app: Arc<App>) -> Router {
    challenge::router(app.clone()).merge(submission::router(app))
}
