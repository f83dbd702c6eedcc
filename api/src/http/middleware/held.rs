//! Bounds what answers take that wait for their clients: on one HTTP/2 connection there can be a hundred.

use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::budget::{Budget, Held, SMALL};
use super::client::ClientAddress;
use crate::http::problem::Problem;
use crate::platform::attempts::Who;

/// Has an answer counted that is finished and not small. Those that are kept for everybody do not come this way: they share
/// their bytes.
pub async fn layer(State(budget): State<Arc<Budget>>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ClientAddress>();
    let client = address.map(|ClientAddress(address)| Who::address(*address));
    let is_known = request.headers().contains_key(header::AUTHORIZATION);
    let mut response = next.run(request).await;
    let bytes = response.body().size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok());
    let Some(bytes) = bytes.filter(|bytes| *bytes > SMALL) else { return response };
    match Held::begin(&budget, client, bytes) {
        Some(held) => {
            response.extensions_mut().insert(Arc::new(held));
            response
        }
        // It tells of what was done.
        None if is_known => response,
        None => busy().into_response(),
    }
}

fn busy() -> Problem {
    let detail =
        "too much of what was asked before was not taken yet: take it, and ask again in some seconds";
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", detail);
    Problem { retry_after: Some(5), ..problem }
}
