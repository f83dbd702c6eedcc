//! `/`: a short page for the person who opens the address in a browser.

use axum::Router;
use axum::http::header;
use axum::routing::get;

use super::fixed::Fixed;
use super::inline;

const PAGE: &str = include_str!("../../web/home.html");

pub fn router() -> Router {
    let page = Fixed::html(PAGE).with(header::CONTENT_SECURITY_POLICY, &policy());
    Router::new().route("/", get(move || std::future::ready(page.response())))
}

/// Nothing but the page's own style.
fn policy() -> String {
    let style = inline::hashes(PAGE, "style");
    format!(
        "default-src 'none'; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
