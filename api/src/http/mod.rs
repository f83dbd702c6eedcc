//! Every door: anything a caller can address.
//!
//! Invariants: every answer carries a request id; no answer tells of our internals; a panic costs one answer.

#![cfg_attr(
    test,
    expect(dead_code, unused_imports, reason = "what calls it is not built for the tests of this library")
)]

pub mod accept;
pub mod address;
mod answers;
pub mod asset;
mod auth;
mod caller;
pub mod conditional;
mod demo;
mod embed;
pub mod explorer;
pub mod feed;
mod fixed;
pub mod graphql;
mod health;
pub mod home;
mod inline;
mod linked_data;
mod metrics;
pub mod middleware;
pub mod parameters;
pub mod problem;
pub mod rest;
pub mod server;
mod sitemap;
mod told;
mod words;

use std::future::ready;
use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_request, map_response};
use axum::response::IntoResponse;
use tower::ServiceBuilder;

use crate::app::App;
use crate::config::Config;
use crate::error::Result;
use address::Addresses;
use answers::Answers;
use middleware::body::Limits;
use problem::Problem;

/// Which pages there are beside the doors of every server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pages {
    Usual,
    /// Those of `cities demo`, too.
    Demo,
}

/// All there is to call.
#[cfg(not(test))]
pub fn router(app: Arc<App>, config: &Config, base_url: &str, pages: Pages) -> Result<Router> {
    let addresses = Addresses::new(base_url, &config.site);
    let limits = Arc::new(Limits::new(&config.http));
    let answers = Arc::new(Answers::new(&app, limits.clone(), config.http.answer_cache_size));
    let demo = match pages {
        Pages::Usual => Router::new(),
        Pages::Demo => demo::router(base_url),
    };
    let doors = Router::new()
        .merge(home::router())
        .merge(health::router(app.clone()))
        .merge(asset::router(app.clone()))
        .merge(auth::router(app.clone()))
        .merge(rest::router(app.clone(), &addresses))
        .merge(feed::router(app.clone(), &addresses))
        .merge(sitemap::router(app.clone(), &addresses))
        .merge(graphql::router(app.clone(), config, &addresses, answers.questions.clone())?)
        .merge(embed::router(app.clone(), addresses))
        .merge(explorer::router(config.http.explorer_assets.as_deref())?)
        .merge(demo)
        .fallback(|| ready(Problem::not_found()))
        .method_not_allowed_fallback(|| ready(Problem::method_not_allowed()));
    // Innermost: what it refuses passes through all that words refusals.
    let doors = doors.layer(from_fn_with_state(app.clone(), middleware::bearer::layer));
    let metrics = metrics::router(app.clone(), &config.metrics, answers.clone());
    let streams = rest::streams(app, &config.http, limits.clone(), base_url).merge(metrics);
    // Outermost: what was finished once is nobody's work any more.
    Ok(around(doors, streams, limits, config, base_url).layer(from_fn_with_state(answers, answers::layer)))
}

/// What every request passes through, outermost first. `streams` read their bodies themselves, in their own time, or their tokens.
fn around(doors: Router, streams: Router, limits: Arc<Limits>, config: &Config, base_url: &str) -> Router {
    let bounds = ServiceBuilder::new()
        .layer(from_fn_with_state(Arc::clone(&limits), middleware::body::layer))
        .layer(from_fn_with_state(config.http.request_timeout, middleware::deadline::layer));
    // As one layer of the router: it clones what it is wrapped in for each request and each layer.
    let dress = ServiceBuilder::new()
        .layer(from_fn(middleware::request_id::layer))
        .layer(from_fn(middleware::trace::layer))
        .layer(from_fn_with_state(config.http.trusted_proxies.clone(), middleware::client::layer))
        .layer(map_response(middleware::security::layer))
        .layer(from_fn(middleware::cors::layer))
        .layer(map_request(middleware::compression::accept))
        .layer(map_response(conditional::layer))
        .layer(from_fn(middleware::compression::finish))
        .map_response(IntoResponse::into_response)
        .layer(middleware::compression::layer())
        .layer(map_response(middleware::compression::mark))
        .layer(map_response(middleware::compression::vary))
        .layer(from_fn_with_state(Arc::<str>::from(base_url), problem::layer))
        .layer(from_fn(graphql::refusals))
        .layer(from_fn(middleware::panic::layer))
        .layer(from_fn_with_state(limits, middleware::body::refusals));
    doors.layer(bounds).merge(streams).layer(dress)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::body::Body;
    use axum::extract::Request;
    use axum::http::header::{AsHeaderName, CONTENT_TYPE, RETRY_AFTER};
    use axum::http::{HeaderMap, Method, StatusCode};
    use axum::routing::get;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;
    use crate::config::ServerSettings;

    struct Told {
        status: StatusCode,
        headers: HeaderMap,
        body: String,
    }

    impl Told {
        fn header(&self, name: impl AsHeaderName) -> &str {
            self.headers.get(name).map_or("", |value| value.to_str().unwrap())
        }
    }

    /// POST breaks, GET takes too long.
    async fn ask(method: Method, path: &str) -> Told {
        let mut config = Config::read(ServerSettings::default()).unwrap();
        config.http.request_timeout = Duration::from_millis(20);
        let broken = async || graphql::tests::panicking().await;
        let slow = async || tokio::time::sleep(Duration::from_mins(1)).await;
        let doors =
            Router::new().route("/v1", get(slow).post(broken)).route(graphql::PATH, get(slow).post(broken));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let limits = Arc::new(Limits::new(&config.http));
        let all = around(doors, Router::new(), limits, &config, "https://cities.example");
        let response = all.oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Told { status: head.status, headers: head.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    #[tokio::test]
    async fn a_panic_costs_one_answer_and_tells_only_its_id() {
        for (path, kind, code) in [
            ("/v1", "application/problem+json", "\"code\":\"INTERNAL\""),
            ("/graphql", "application/json; charset=utf-8", "\"extensions\":{\"code\":\"INTERNAL\""),
        ] {
            let told = ask(Method::POST, path).await;
            assert_eq!((told.status.as_u16(), told.header(CONTENT_TYPE)), (500, kind));
            assert!(told.body.contains(told.header("x-request-id")), "{}", told.body);
            assert!(told.body.contains(code) && !told.body.contains("secret"), "{}", told.body);
        }
    }

    #[tokio::test]
    async fn a_request_that_takes_too_long_is_answered() {
        for (path, kind, code) in [
            ("/v1", "application/problem+json", "\"code\":\"TIMEOUT\""),
            ("/graphql", "application/json; charset=utf-8", "\"code\":\"LIMIT_EXCEEDED\""),
        ] {
            let told = ask(Method::GET, path).await;
            assert_eq!((told.status.as_u16(), told.header(CONTENT_TYPE)), (503, kind));
            assert_eq!(told.header(RETRY_AFTER), "5");
            assert!(told.body.contains("took longer than 20ms") && told.body.contains(code), "{}", told.body);
            assert!(told.body.contains("\"limit\":\"requestTime\""), "{}", told.body);
            assert_eq!(told.body.starts_with("{\"errors\":[{\"message\":"), path == graphql::PATH);
        }
    }
}
