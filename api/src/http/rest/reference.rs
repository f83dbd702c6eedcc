//! `/v1/openapi.json`, and `/docs`: the same document as pages for people, without any script.

mod page;
mod problems;

use std::future::ready;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

use super::openapi;

const STYLE: &str = include_str!("../../../web/docs.css");
const CACHING: HeaderValue = HeaderValue::from_static("public, max-age=300");

pub fn router() -> Router {
    let document = || {
        let kind = HeaderValue::from_static("application/json");
        let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, CACHING)];
        ready((headers, openapi::printed()).into_response())
    };
    Router::new()
        .route("/v1/openapi.json", get(document))
        .route("/docs", get(|| ready(shown(page::whole()))))
        .route("/docs/problems", get(|| ready(shown(problems::whole()))))
}

/// Nothing but the page's own style.
fn shown(page: &'static str) -> impl IntoResponse {
    let hash = BASE64.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::from_str(&policy).expect("base64 is visible ASCII");
    ([(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, CACHING)], Html(page))
}

/// A page around this text, which is HTML.
fn framed(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )
}

/// Text in HTML; what stands in backticks is code.
fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for (n, part) in text.split('`').enumerate() {
        let is_code = n % 2 == 1;
        html += if is_code { "<code>" } else { "" };
        for letter in part.chars() {
            match letter {
                '&' => html += "&amp;",
                '<' => html += "&lt;",
                '>' => html += "&gt;",
                '"' => html += "&quot;",
                other => html.push(other),
            }
        }
        html += if is_code { "</code>" } else { "" };
    }
    html
}
