//! What this door and the others did, for those who watch over a server (api/docs/decisions/0030).
//!
//! Labels are from short lists of ours: nothing that a caller sends makes another series.

mod counters;
mod page;

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::answers::Answers;
use super::problem::Problem;
use crate::app::App;
use crate::config;
pub use counters::{Counters, Outcome, door};
use page::Page;

/// The text format of Prometheus.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

struct Door {
    token: String,
    page: Page,
}

/// Without a token to ask with there is no such address.
pub fn router(app: Arc<App>, settings: &config::Metrics, answers: Arc<Answers>) -> Router {
    let Some(token) = settings.token.clone() else { return Router::new() };
    let door = Door { token, page: Page::new(app, answers) };
    Router::new().route("/metrics", get(metrics)).with_state(Arc::new(door))
}

async fn metrics(State(door): State<Arc<Door>>, headers: HeaderMap) -> Response {
    if !door.lets_in(&headers) {
        let detail = "send the `metrics-token` of this server as `Authorization: Bearer …`";
        let mut refused = Problem::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", detail).into_response();
        refused.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return refused;
    }
    let headers = [(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, "no-store")];
    (headers, door.page.text()).into_response()
}

impl Door {
    /// Takes as long for every token of the same length.
    fn lets_in(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = given
            .and_then(|given| given.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let is_ours =
            |token: &str| verify_slices_are_equal(token.trim().as_bytes(), self.token.as_bytes()).is_ok();
        token.is_some_and(|(_, token)| is_ours(token))
    }
}
