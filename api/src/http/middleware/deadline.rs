//! No request takes for ever: past its time it is dropped, with all it was doing, and answered.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::problem::Problem;

pub async fn layer(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| too_slow(limit))
}

fn too_slow(limit: Duration) -> Response {
    let detail = format!("the answer took longer than {limit:?}; ask for less, or try again later");
    let mut response = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT", detail).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}
