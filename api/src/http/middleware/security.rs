//! What a browser may do with an answer; a page that needs more says so itself.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// Headers an answer gets unless it brought its own.
const DEFAULTS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    // Other sites show what is published here.
    (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
];

pub async fn layer(mut response: Response) -> Response {
    for (name, value) in DEFAULTS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
