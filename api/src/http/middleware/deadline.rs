//! No request takes for ever: past its time it is dropped, with all it was doing, and answered.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use crate::http::problem::{Bound, Problem, millis};

pub async fn layer(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    within(limit, next.run(request)).await.unwrap_or_else(IntoResponse::into_response)
}

/// What that comes to in time; else it is dropped, and an error.
pub async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Result<T, Problem> {
    let started = Instant::now();
    tokio::time::timeout(limit, work).await.map_err(|_| too_slow(limit, started.elapsed()))
}

fn too_slow(limit: Duration, took: Duration) -> Problem {
    let detail = format!("the answer took longer than {limit:?}; ask for less, or try again later");
    let bound = Bound { limit: "requestTime", allowed: millis(limit), found: millis(took) };
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT", detail).beyond(bound);
    Problem { retry_after: Some(5), ..problem }
}
