//! `/embed.js`: the custom elements, with the style that pages have, too.

use std::future::ready;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;

use super::page::STYLE;
use crate::http::conditional::Answer;

const SCRIPT: &str = include_str!("../../../web/embed.js");
/// Stands for the style in the script.
const PLACE: &str = "/* embed.css */";

pub fn router() -> Router {
    let script = Bytes::from(SCRIPT.replace(PLACE, STYLE));
    let answer = move || {
        let answer = Answer {
            body: script.clone(),
            media_type: "text/javascript; charset=utf-8",
            ..Answer::default()
        };
        // It is the same until this program is another.
        let mut response = answer.into_response();
        let cached = HeaderValue::from_static(
            "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800",
        );
        response.headers_mut().insert(header::CACHE_CONTROL, cached);
        ready(response)
    };
    Router::new().route("/embed.js", get(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_has_its_place_in_the_script_and_ends_nothing_there() {
        assert_eq!(SCRIPT.matches(PLACE).count(), 1);
        assert!(!STYLE.contains(['`', '\\', '<']) && !STYLE.contains("${"));
    }
}
