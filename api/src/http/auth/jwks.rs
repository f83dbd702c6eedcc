//! `GET /.well-known/jwks.json`: the public halves of the keys that sign access tokens and receipts (RFC 7517, RFC 8037).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::app::App;
use crate::http::problem::Problem;
use crate::service::key;

pub fn router(app: Arc<App>) -> Router {
    Router::new().route("/.well-known/jwks.json", get(keys)).with_state(app)
}

async fn keys(State(app): State<Arc<App>>) -> Response {
    if let Err(error) = key::freshen(&app).await {
        return Problem::from(error).into_response();
    }
    let keys = match app.keyring() {
        Ok(keyring) => keyring.keys(),
        Err(error) => return Problem::from(error).into_response(),
    };
    let mut all: Vec<_> = keys.published().collect();
    all.sort_by(|a, b| a.kid.cmp(&b.kid));
    let all: Vec<Value> = all
        .into_iter()
        .map(|key| {
            json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key.kid, "x": key.x })
        })
        .collect();
    let mut response = Json(json!({ "keys": all })).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/jwk-set+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=240"));
    response
}
