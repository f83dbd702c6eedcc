//! Which of our two media types an answer takes (RFC 9110, section 12.5.1).

use axum::http::HeaderMap;

use crate::http::accept::Accept;

/// The type an answer is sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    GraphqlResponse,
    Json,
}

impl MediaType {
    pub fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The type the caller prefers; `None` when it takes neither. Of two it likes equally the one it names more
/// exactly wins, then the one it names first; whoever takes anything gets `application/json`.
pub fn negotiate(headers: &HeaderMap) -> Option<MediaType> {
    let accept = Accept::of(headers).in_utf_8();
    let kinds = [MediaType::GraphqlResponse, MediaType::Json];
    let wishes = kinds.into_iter().filter_map(|kind| Some((accept.wish(kind.content_type())?, kind)));
    // Of equals the last is taken.
    wishes.max_by_key(|(wish, _)| *wish).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::MediaType::{GraphqlResponse, Json};
    use super::*;

    #[test]
    fn the_callers_preference_decides() {
        let cases = [
            ("", Some(Json)),
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("application/json", Some(Json)),
            ("application/graphql-response+json", Some(GraphqlResponse)),
            ("application/graphql-response+json, application/json;q=0.9", Some(GraphqlResponse)),
            ("application/graphql-response+json;q=0.5, application/json", Some(Json)),
            ("application/json, application/graphql-response+json", Some(Json)),
            ("application/graphql-response+json, application/json", Some(GraphqlResponse)),
            ("application/json;q=0, */*", Some(GraphqlResponse)),
            ("application/json; charset=utf-8", Some(Json)),
            ("application/json; charset=iso-8859-1", None),
            ("text/html, */*;q=0.1", Some(Json)),
            ("text/html", None),
            ("application/json;q=0", None),
            ("APPLICATION/JSON", Some(Json)),
            ("application/json;q=2", None),
            ("application/json; charset=utf8", Some(Json)),
            ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", Some(Json)),
        ];
        for (accept, expected) in cases {
            let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
            assert_eq!(negotiate(&headers), expected, "{accept:?}");
        }
    }
}
