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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::body::Body;
    use axum::extract::Request;
    use axum::http::StatusCode;
    use axum::routing::get;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;
    use crate::config::ServerSettings;

    async fn ask(path: &str) -> (StatusCode, String, Option<String>) {
        let mut config = Config::read(ServerSettings::default()).unwrap();
        config.http.request_timeout = Duration::from_millis(20);
        let broken = async || -> &'static str { panic!("secret") };
        let slow = async || tokio::time::sleep(Duration::from_mins(1)).await;
        let doors = Router::new().route("/broken", get(broken)).route("/slow", get(slow));
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = around(doors, &config).oneshot(request).await.unwrap();
        let id = response.headers().get("x-request-id").map(|id| id.to_str().unwrap().to_owned());
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (head.status, String::from_utf8(body.to_vec()).unwrap(), id)
    }

    #[tokio::test]
    async fn a_panic_costs_one_answer_and_tells_only_its_id() {
        let (status, body, id) = ask("/broken").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(body.contains(&id.unwrap()) && !body.contains("secret"), "{body}");
    }

    #[tokio::test]
    async fn a_request_that_takes_too_long_is_answered() {
        let (status, body, _) = ask("/slow").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(body.contains("took longer than 20ms"), "{body}");
    }
}
