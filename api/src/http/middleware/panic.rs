//! A panic answers one request and leaves the server up.

use std::panic::AssertUnwindSafe;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use crate::http::problem::Problem;

pub async fn layer(request: Request, next: Next) -> Response {
    // The panic itself was logged, with its place, by the hook of `platform::log`.
    AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Problem::internal().into_response())
}
