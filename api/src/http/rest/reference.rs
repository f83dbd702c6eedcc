//! `/v1/openapi.json`, and `/docs`: the same document as pages for people, without any script.

mod page;
mod problems;

use std::future::ready;
use std::sync::LazyLock;

use axum::Router;
use axum::http::header;
use axum::routing::get;

use super::openapi;
use crate::http::fixed::{Fixed, Kept};
use crate::http::inline;

const STYLE: &str = include_str!("../../../web/docs.css");

// Made when they are first asked for: a start waits for none of them.
static DOCUMENT: LazyLock<Fixed> =
    LazyLock::new(|| Fixed::new("application/json", openapi::printed(), Kept::Minutes));
static REFERENCE: LazyLock<Fixed> = LazyLock::new(|| shown(page::whole()));
static PROBLEMS: LazyLock<Fixed> = LazyLock::new(|| shown(problems::whole()));

pub fn router() -> Router {
    Router::new()
        .route("/v1/openapi.json", get(|| ready(DOCUMENT.response())))
        .route("/docs", get(|| ready(REFERENCE.response())))
        .route("/docs/problems", get(|| ready(PROBLEMS.response())))
}

/// Nothing but the page's own style.
fn shown(page: String) -> Fixed {
    let style = inline::hash(STYLE);
    let policy = format!(
        "default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    Fixed::html(page).with(header::CONTENT_SECURITY_POLICY, &policy)
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
