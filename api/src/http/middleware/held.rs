//! Bounds what answers take that wait for their clients: on one HTTP/2 connection there can be a hundred.

use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

use super::body::Refused;
use super::budget::{Budget, Held};
use super::client::ClientAddress;
use crate::http::problem::Problem;
use crate::platform::attempts::Who;

/// What answers may take, and who asks for them.
#[derive(Debug)]
pub struct Bound {
    budget: Arc<Budget>,
    trusted: Arc<[IpNet]>,
}

impl Bound {
    pub fn new(trusted: Arc<[IpNet]>) -> Self {
        Self { budget: Arc::new(Budget::of_answers()), trusted }
    }
}

/// Refuses what is asked by whoever leaves too much untaken, before anything is done for it; whatever was answered is
/// counted, until all of it was written.
pub async fn layer(State(bound): State<Arc<Bound>>, mut request: Request, next: Next) -> Response {
    let address = ClientAddress::of(request.extensions(), request.headers(), &bound.trusted);
    let client = address.map(|ClientAddress(address)| Who::address(address));
    let Some(mut held) = Held::begin(&bound.budget, client) else {
        request.extensions_mut().insert(Refused(busy()));
        return next.run(request).await;
    };
    let mut response = next.run(request).await;
    let bytes = response.body().size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok());
    held.is(bytes.unwrap_or_default());
    response.extensions_mut().insert(Arc::new(held));
    response
}

fn busy() -> Problem {
    let detail =
        "too much of what was asked before was not taken yet: take it, and ask again in some seconds";
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", detail);
    Problem { retry_after: Some(5), ..problem }
}
