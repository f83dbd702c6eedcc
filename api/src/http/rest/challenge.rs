//! `GET /v1/challenge`: what a widget solves for whoever sends something in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use crate::app::App;
use crate::error::Error;
use crate::http::problem::Problem;
use crate::service::submission;

pub fn router(app: Arc<App>) -> Router {
    Router::new().route("/v1/challenge", get(challenge)).with_state(app)
}

async fn challenge(State(app): State<Arc<App>>) -> Response {
    match submission::challenge(&app) {
        Ok(Some(challenge)) => {
            let mut response = Json(challenge).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Ok(None) => {
            Problem::from(Error::NotFound("a challenge, since none is asked for here,")).into_response()
        }
        Err(error) => Problem::from(error).into_response(),
    }
}
