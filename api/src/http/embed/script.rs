//! `/embed.js`: the custom elements, with the style that pages have, too.

use std::future::ready;

use axum::Router;
use axum::routing::get;

use super::page::STYLE;
use crate::http::fixed::{Fixed, Kept};

const SCRIPT: &str = include_str!("../../../web/embed.js");
/// Stands for the style in the script.
const PLACE: &str = "/* embed.css */";

pub fn router() -> Router {
    let script = Fixed::new("text/javascript; charset=utf-8", SCRIPT.replace(PLACE, STYLE), Kept::Hour);
    Router::new().route("/embed.js", get(move || ready(script.response())))
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
