//! Which of our two media types an answer takes (RFC 9110, section 12.5.1).

use axum::http::{HeaderMap, header};

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

    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::GraphqlResponse => ("application", "graphql-response+json"),
            Self::Json => ("application", "json"),
        }
    }
}

/// What the headers of a request ask for; `Accept` may come in several lines.
pub fn negotiate(headers: &HeaderMap) -> Option<MediaType> {
    let lines = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    preferred(&lines.collect::<Vec<_>>().join(","))
}

/// The type the caller prefers; `None` when it takes neither. Of two it likes equally the one it names more
/// exactly wins, then the one it names first; whoever takes anything gets `application/json`.
fn preferred(accept: &str) -> Option<MediaType> {
    if accept.trim().is_empty() {
        return Some(MediaType::Json);
    }
    let ranges: Vec<Range> = accept.split(',').take(64).filter_map(Range::parse).collect();
    let best = [MediaType::Json, MediaType::GraphqlResponse].into_iter().filter_map(|kind| {
        let matching = ranges.iter().enumerate().filter(|(_, range)| range.matches(kind));
        let (place, range) =
            matching.max_by_key(|(place, range)| (range.exactness(), std::cmp::Reverse(*place)))?;
        (range.quality > 0).then_some((range.quality, range.exactness(), std::cmp::Reverse(place), kind))
    });
    let mut best: Vec<_> = best.collect();
    best.sort_by_key(|(quality, exactness, place, _)| std::cmp::Reverse((*quality, *exactness, *place)));
    best.first().map(|(.., kind)| *kind)
}

struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// In thousandths.
    quality: u32,
}

impl<'a> Range<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';');
        let (kind, subtype) = parts.next()?.trim().split_once('/')?;
        let mut quality = 1000;
        for parameter in parts {
            let Some((name, value)) = parameter.split_once('=') else { continue };
            let (name, value) = (name.trim(), value.trim().trim_matches('"'));
            if name.eq_ignore_ascii_case("q") {
                quality = thousandths(value)?;
            } else if name.eq_ignore_ascii_case("charset") && !value.eq_ignore_ascii_case("utf-8") {
                return None;
            }
        }
        Some(Self { kind, subtype, quality })
    }

    fn matches(&self, media_type: MediaType) -> bool {
        let (kind, subtype) = media_type.name();
        let is = |range: &str, name: &str| range == "*" || range.eq_ignore_ascii_case(name);
        is(self.kind, kind) && is(self.subtype, subtype)
    }

    fn exactness(&self) -> u8 {
        u8::from(self.kind != "*") + u8::from(self.subtype != "*")
    }
}

/// A quality value: 0 to 1 with at most three decimals.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let decimals: u32 = format!("{decimals:0<3}").parse().ok()?;
    let quality = whole.parse::<u32>().ok()?.checked_mul(1000)?.checked_add(decimals)?;
    (quality <= 1000).then_some(quality)
}

#[cfg(test)]
mod tests {
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
        ];
        for (accept, expected) in cases {
            assert_eq!(preferred(accept), expected, "{accept:?}");
        }
    }
}
