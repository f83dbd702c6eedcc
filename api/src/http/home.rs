//! `/`: a short page for the person who opens the address in a browser.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse};
use axum::routing::get;

use super::inline;

const PAGE: &str = include_str!("../../web/home.html");

pub fn router() -> Router {
    let policy = policy();
    let page = move || {
        let headers = [
            (header::CONTENT_SECURITY_POLICY, policy.clone()),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
        ];
        std::future::ready((headers, Html(PAGE)).into_response())
    };
    Router::new().route("/", get(page))
}

/// Nothing but the page's own style.
fn policy() -> HeaderValue {
    let style = inline::hashes(PAGE, "style");
    let policy = format!(
        "default-src 'none'; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).expect("base64 is visible ASCII")
}
