//! `/demo`: the reference front end, and a page of a partner; `cities demo` alone has them.

use std::future::ready;

use axum::Router;
use axum::http::header;
use axum::routing::get;

use super::fixed::Fixed;
use super::inline;

const PAGE: &str = include_str!("../../web/demo/index.html");
const PARTNER: &str = include_str!("../../web/demo/partner.html");
/// Stands for this server in the page of the partner, who writes its address out.
const SERVER: &str = "https://cities.example.org";

/// `base_url` is another site than the partner's where its page is opened by another name of this machine.
pub fn router(base_url: &str) -> Router {
    let front = Fixed::html(PAGE).with(header::CONTENT_SECURITY_POLICY, &front_policy());
    let partner = Fixed::html(PARTNER.replace(SERVER, base_url))
        .with(header::CONTENT_SECURITY_POLICY, &partner_policy(base_url));
    Router::new()
        .route("/demo", get(move || ready(front.response())))
        .route("/demo/partner", get(move || ready(partner.response())))
}

/// Its own style and scripts, our answers and files. Rich text may show pictures of other sites.
fn front_policy() -> String {
    let (style, script) = (inline::hashes(PAGE, "style"), inline::hashes(PAGE, "script"));
    format!(
        "default-src 'none'; style-src {style}; script-src {script}; connect-src 'self'; img-src 'self' data: https:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types rich-text"
    )
}

/// What a partner has to allow, as `docs/partners.md` says it, and nothing else.
fn partner_policy(base_url: &str) -> String {
    let style = inline::hashes(PARTNER, "style");
    format!(
        "default-src 'none'; style-src {style}; img-src {base_url} data:; script-src {base_url}; \
         connect-src {base_url}; frame-src {base_url}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types cities-embed"
    )
}
