//! No request takes for ever: past its time it is dropped, with all it was doing, and answered.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use crate::http::problem::{Bound, Problem, millis};

pub async fn layer(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_| too_slow(limit, started.elapsed()))
}

fn too_slow(limit: Duration, took: Duration) -> Response {
    let detail = format!("the answer took longer than {limit:?}; ask for less, or try again later");
    let bound = Bound { limit: "requestTime", allowed: millis(limit), found: millis(took) };
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT", detail).beyond(bound);
    Problem { retry_after: Some(5), ..problem }.into_response()
}
