//! Every door: anything a caller can address.
//!
//! Invariants: every answer carries a request id; no answer tells of our internals; a panic costs one answer.

pub mod explorer;
pub mod graphql;
mod health;
mod home;
pub mod middleware;
pub mod problem;
pub mod server;

use std::future::ready;
use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};

use crate::app::App;
use crate::config::{Config, Limits};
use problem::Problem;

/// All there is to call. `base_url` is where this server is reached from outside.
pub fn router(app: &App, explorer: Router, config: &Config, base_url: &str) -> Router {
    let app = Arc::new(app.clone());
    let doors = Router::new()
        .merge(home::router())
        .merge(health::router(app.clone()))
        .merge(explorer)
        .merge(graphql::router(app, limits(config.limits), base_url))
        .fallback(|| ready(Problem::not_found()))
        .method_not_allowed_fallback(|| ready(Problem::method_not_allowed()));
    around(doors, config)
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

/// The settings in the words of the door that keeps them.
fn limits(given: Limits) -> graphql::document::Limits {
    graphql::document::Limits {
        bytes: given.bytes,
        tokens: given.tokens,
        nesting: given.nesting,
        fragments: given.fragments,
        depth: given.depth,
        introspection_depth: given.introspection_depth,
        root_fields: given.root_fields,
        aliases: given.aliases,
        directives: given.directives,
        selections: given.selections,
        complexity: given.complexity,
        steps: given.steps,
    }
}
