//! Which media types an `Accept` header takes (RFC 9110, 12.5.1).

use std::cmp::Reverse;

use axum::http::{HeaderMap, header};

use super::linked_data;
use crate::feed::{atom, ical, json_feed, rss};
use crate::service::submission::export::Format;

/// Ranges that are looked at.
const MAX_RANGES: usize = 64;
/// Of what is wanted without reserve, in thousandths.
const MOST: u16 = 1000;

/// What a request takes.
#[derive(Debug)]
pub struct Accept<'a> {
    ranges: Vec<Range<'a>>,
    /// Nothing was said.
    is_silent: bool,
}

/// How much a type is wanted: by the number, then by how exactly it was named, then by who was named first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wish {
    /// In thousandths, above 0.
    quality: u16,
    exactness: u8,
    place: Reverse<usize>,
}

impl<'a> Accept<'a> {
    /// Of all lines of the header.
    pub fn of(headers: &'a HeaderMap) -> Self {
        let given = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        // Empty elements are none (RFC 9110, 5.6.1.2).
        let ranges = given.flat_map(|value| value.split(unquoted(',')));
        let mut named = ranges.filter(|range| !range.trim().is_empty()).peekable();
        let is_silent = named.peek().is_none();
        Self { ranges: named.take(MAX_RANGES).filter_map(Range::parse).collect(), is_silent }
    }

    /// Without the ranges that ask for another charset.
    #[must_use]
    pub fn in_utf_8(mut self) -> Self {
        let ours = |charset: &str| ["utf-8", "utf8"].iter().any(|name| charset.eq_ignore_ascii_case(name));
        self.ranges.retain(|range| range.charset.is_none_or(ours));
        self
    }

    /// How much it wants a type, by the range that names it most exactly; `None` where it does not take it.
    pub fn wish(&self, offered: &str) -> Option<Wish> {
        if self.is_silent {
            return Some(Wish { quality: MOST, exactness: 0, place: Reverse(0) });
        }
        let (kind, subtype) = essence(offered).split_once('/')?;
        let matching = self.ranges.iter().enumerate().filter(|(_, range)| range.matches(kind, subtype));
        let wishes = matching.map(|(place, range)| (range.exactness(), Reverse(place), range.quality));
        let (exactness, place, quality) = wishes.max()?;
        (quality > 0).then_some(Wish { quality, exactness, place })
    }

    /// In thousandths; 0 where it does not take it.
    fn quality(&self, offered: &str) -> u16 {
        self.wish(offered).map_or(0, |wish| wish.quality)
    }
}

/// The place among those offered, which stand in our order of preference; `None` where none of them will do.
pub fn preferred(headers: &HeaderMap, offered: &[&str]) -> Option<usize> {
    let is_one = |choice: &&[&str]| offered.iter().all(|name| choice.contains(name));
    debug_assert!(CHOICES.iter().chain([&&EXPORTS[..]]).any(is_one), "`order` does not know {offered:?}");
    let accept = Accept::of(headers);
    let wishes = offered.iter().map(|name| accept.quality(name));
    let best = wishes.enumerate().max_by_key(|(place, quality)| (*quality, Reverse(*place)));
    best.filter(|(_, quality)| *quality > 0).map(|(place, _)| place)
}

/// The types among which a door of everybody chooses; GraphQL's has [rules of its own](super::graphql).
const CHOICES: [&[&str]; 6] = [
    &["application/json", linked_data::MEDIA_TYPE],
    &["text/html"],
    &[rss::MEDIA_TYPE],
    &[atom::MEDIA_TYPE],
    &[json_feed::MEDIA_TYPE],
    &[ical::MEDIA_TYPE],
];
/// Those of a door that nobody enters without a token.
const EXPORTS: [&str; 3] = [Format::Ndjson.media_type(), Format::Csv.media_type(), Format::Xlsx.media_type()];

/// In which order a request wants the types of each choice, 0 for what it does not take: of two requests with the same order
/// [`preferred`] says the same at every door of everybody, however they wrote it.
pub fn order(headers: &HeaderMap) -> impl Iterator<Item = u8> {
    let accept = Accept::of(headers);
    CHOICES.into_iter().flat_map(|choice| choice.iter().map(move |name| (choice, name))).map(
        move |(choice, name)| {
            let quality = accept.quality(name);
            let lower = choice.iter().filter(|other| (1..quality).contains(&accept.quality(other)));
            u8::from(quality > 0) + u8::try_from(lower.count()).expect("a choice is short")
        },
    )
}

fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

#[derive(Debug)]
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    charset: Option<&'a str>,
    /// In thousandths.
    quality: u16,
}

impl<'a> Range<'a> {
    /// `None` for what is no range, as any kind of one subtype. Parameters other than these make no difference.
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(unquoted(';'));
        let (kind, subtype) = parts.next()?.trim().split_once('/')?;
        if kind == "*" && subtype != "*" {
            return None;
        }
        let named: Vec<(&str, &str)> = parts.filter_map(|part| part.split_once('=')).collect();
        let of = |name: &str| {
            let same = named.iter().find(|(known, _)| known.trim().eq_ignore_ascii_case(name));
            same.map(|(_, value)| value.trim())
        };
        let quality = of("q").map_or(Some(MOST), thousandths)?;
        Some(Self { kind, subtype, charset: of("charset").map(|charset| charset.trim_matches('"')), quality })
    }

    fn matches(&self, kind: &str, subtype: &str) -> bool {
        let is = |range: &str, name: &str| range == "*" || range.eq_ignore_ascii_case(name);
        is(self.kind, kind) && is(self.subtype, subtype)
    }

    fn exactness(&self) -> u8 {
        u8::from(self.kind != "*") + u8::from(self.subtype != "*")
    }
}

/// Whether this character parts what stands before it from what follows: within a quoted string it does not (RFC 9110, 5.6.4).
fn unquoted(separator: char) -> impl FnMut(char) -> bool {
    let (mut is_quoted, mut is_escaped) = (false, false);
    move |char| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match char {
            '"' if !was_escaped => is_quoted = !is_quoted,
            '\\' if is_quoted => is_escaped = !was_escaped,
            _ => {}
        }
        char == separator && !is_quoted
    }
}

/// A quality value: 0 to 1. Some programs write no 0 before the point, or more than the three decimals that count.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let are_digits = whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
    if !are_digits || (whole.len() + decimals.len() == 0) {
        return None;
    }
    let whole: u16 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let decimals: u16 = format!("{decimals:0<3}")[..3].parse().ok()?;
    whole.checked_mul(MOST)?.checked_add(decimals).filter(|quality| *quality <= MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(accept: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())])
    }

    #[test]
    fn what_is_wanted_most_is_given_and_of_equals_what_we_like_best() {
        let offered = ["application/json", linked_data::MEDIA_TYPE];
        for (accept, expected) in [
            ("", Some(0)),
            (" , ,", Some(0)),
            ("*/*", Some(0)),
            ("application/*, text/html", Some(0)),
            ("application/ld+json, application/json", Some(0)),
            ("application/ld+json, */*;q=0.1", Some(1)),
            ("APPLICATION/LD+JSON", Some(1)),
            ("application/json;q=0, */*", Some(1)),
            ("application/json;q=0.001, application/ld+json;q=0", Some(0)),
            ("text/html, */*;q=0.1", Some(0)),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;q=2", None),
            ("application/json;q=NaN", None),
            ("application/json;q=+1", None),
            ("application/json;q=.", None),
            ("application/json;q=0.0009", None),
            ("application/ld+json;q=0.12345, application/json;q=.1", Some(1)),
            ("application/json;q=1;q=0", Some(0)),
            ("application/json;charset=iso-8859-1", Some(0)),
            // Java says this where nobody says anything else.
            ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", Some(0)),
            ("nonsense", None),
            ("*/json, */ld+json", None),
            // What is quoted is part of a parameter, whatever it looks like.
            (r#"text/html;note="as, application/ld+json, said""#, None),
            (r#"text/html;note="\", application/json, ", application/ld+json"#, Some(1)),
            (r#"text/html;note="\\", application/ld+json"#, Some(1)),
            (r#"application/json;note=";q=0, "#, Some(0)),
            (r#"application/json;note=";q=0";q=0.5, */*;q=0.6"#, Some(1)),
        ] {
            assert_eq!(preferred(&headers(accept), &offered), expected, "{accept:?}");
        }
        assert_eq!(preferred(&HeaderMap::new(), &offered), Some(0));
    }

    #[test]
    fn headers_with_the_same_outcome_everywhere_are_one() {
        let same = |left, right| order(&headers(left)).eq(order(&headers(right)));
        assert!(order(&HeaderMap::new()).eq(order(&headers("*/*"))));
        assert!(same("*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"));
        assert!(same("*/*", "*/*;q=0.3"));
        assert!(same("text/html, */*;q=0.8", "image/webp,text/html , */*;q=0.5"));
        assert!(same("application/json", "Application/JSON; charset=utf-8"));
        assert!(!same("application/json", "*/*"));
        assert!(!same(
            "application/json, application/ld+json",
            "application/json, application/ld+json;q=0.9"
        ));
        assert!(!same("application/ld+json, application/json;q=0.1", "application/ld+json"));
        assert!(!same("text/html, */*;q=0", "*/*;q=0.8"));
        assert!(!same("text/html", "application/rss+xml"));
    }
}
