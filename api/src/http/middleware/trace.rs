//! One log line a request: no query, no header, no body, since any of them may tell of a person.

use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::request_id::RequestId;

/// Letters of a path that are worth logging.
const MAX_PATH: usize = 200;

pub async fn layer(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path: String = request.uri().path().chars().take(MAX_PATH).collect();
    let id = request.extensions().get::<RequestId>().map_or("", RequestId::as_str);
    // Whatever is logged on behalf of this request carries its id.
    let span = tracing::error_span!("request", id);
    async move {
        let response = next.run(request).await;
        let status = response.status().as_u16();
        let ms = started.elapsed().as_secs_f64() * 1000.0;
        let ms = (ms * 10.0).round() / 10.0;
        match status {
            500.. => tracing::warn!(%method, path, status, ms, "answered"),
            _ => tracing::info!(%method, path, status, ms, "answered"),
        }
        response
    }
    .instrument(span)
    .await
}
