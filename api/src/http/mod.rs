//! Every door: anything a caller can address.
//!
//! Invariants: every answer carries a request id; no answer tells of our internals; a panic costs one answer.

pub mod asset;
pub mod explorer;
pub mod graphql;
mod health;
pub mod home;
pub mod middleware;
pub mod problem;
pub mod server;

use std::future::ready;
use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};

use crate::app::App;
use crate::config::Config;
use crate::error::Result;
use problem::Problem;

/// All there is to call.
pub fn router(app: Arc<App>, config: &Config, base_url: &str) -> Result<Router> {
    let doors = Router::new()
        .merge(home::router())
        .merge(health::router(app.clone()))
        .merge(asset::router(app.clone()))
        .merge(graphql::router(app, config.limits, base_url))
        .merge(explorer::router(config.http.explorer_assets.as_deref())?)
        .fallback(|| ready(Problem::not_found()))
        .method_not_allowed_fallback(|| ready(Problem::method_not_allowed()));
    Ok(around(doors, config))
}

/// What every request passes through, innermost first.
fn around(doors: Router, config: &Config) -> Router {
    doors
        .layer(from_fn_with_state(config.http.request_timeout, middleware::deadline::layer))
        .layer(from_fn_with_state((&config.http).into(), middleware::body::layer))
        .layer(from_fn(middleware::panic::layer))
        .layer(from_fn(problem::layer))
        .layer(map_response(middleware::compression::vary))
        .layer(middleware::compression::layer())
        .layer(middleware::cors::layer())
        .layer(map_response(middleware::security::layer))
        .layer(from_fn(middleware::trace::layer))
        .layer(from_fn(middleware::request_id::layer))
}
