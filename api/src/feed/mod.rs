//! Feeds and calendars as text: data in, text out. The same channel is always the same bytes.
//!
//! Invariants: whatever stands in a title or a body, what comes out is well formed; an entry keeps its id for good.

pub mod atom;
pub mod ical;
pub mod json_feed;
pub mod rss;
pub mod sitemap;

use std::borrow::Cow;

/// What there is to subscribe to, or a page of it; one language throughout.
#[derive(Clone, Debug, Default)]
pub struct Channel {
    pub title: String,
    pub description: String,
    /// BCP 47.
    pub language: String,
    /// Where people read the same.
    pub home: String,
    /// Where this page of it is.
    pub address: String,
    /// Where its first page is: what the channel is known by.
    pub first: String,
    /// The page with what is older (RFC 5005, 3); `None` on the last.
    pub next: Option<String>,
    /// Who is named where an entry names nobody.
    pub publisher: String,
    /// Unix milliseconds: the latest change of what is in it.
    pub updated: i64,
    /// The latest first.
    pub entries: Vec<Entry>,
}

/// One thing in a channel.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// An IRI; the same after every edit and every rename.
    pub id: String,
    /// Where people read it.
    pub address: String,
    pub title: String,
    /// Plain text; empty where there is none.
    pub summary: String,
    /// Safe HTML; empty where there is none.
    pub html: String,
    /// Unix milliseconds.
    pub published: i64,
    /// Unix milliseconds: its content as it is now has been so since then.
    pub updated: i64,
    pub author: Option<String>,
    pub categories: Vec<Category>,
    /// The picture above it.
    pub image: Option<Enclosure>,
    /// What comes with it; those of one title are the same thing in several places, the first to be preferred.
    pub enclosures: Vec<Enclosure>,
}

/// What an entry is filed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// What kind of word it is: an address that ends with the collection.
    pub scheme: String,
    /// The slug.
    pub term: String,
    /// For people.
    pub label: String,
}

/// A file, or a page that plays one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    pub address: String,
    pub media_type: String,
    /// `None` where nobody knows.
    pub bytes: Option<u64>,
    pub title: Option<String>,
    pub seconds: Option<u32>,
}

/// Without the characters that XML 1.0 cannot carry (2.2), not even as references; of calendars they are no text either.
fn clean(text: &str) -> String {
    for_xml(text).into_owned()
}

fn for_xml(text: &str) -> Cow<'_, str> {
    let is_fit =
        |c: &char| !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(|c| is_fit(&c)) { Cow::Borrowed(text) } else { text.chars().filter(is_fit).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A channel whose every text tries to break out.
    pub fn hostile() -> Channel {
        let text = "a]]>b <i>&amp; \"c\"\u{8}\u{b}\u{ffff}\r\nX-Header: d </title><script>";
        let enclosure = Enclosure {
            address: "https://example.org/a?b=1&c=\"2\"".to_owned(),
            media_type: "video/mp4".to_owned(),
            bytes: Some(12),
            title: Some(text.to_owned()),
            seconds: Some(61),
        };
        let entry = Entry {
            id: "urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057".to_owned(),
            address: "https://example.org/en/news/a?b&c".to_owned(),
            title: text.to_owned(),
            summary: text.to_owned(),
            html: format!("<p>{text}</p>"),
            published: 1_619_740_800_000,
            updated: 1_619_740_801_500,
            author: Some(text.to_owned()),
            categories: vec![Category {
                scheme: "https://example.org/clusters".to_owned(),
                term: "waste".to_owned(),
                label: text.to_owned(),
            }],
            image: Some(enclosure.clone()),
            enclosures: vec![enclosure],
        };
        Channel {
            title: text.to_owned(),
            description: text.to_owned(),
            language: "en".to_owned(),
            home: "https://example.org/".to_owned(),
            address: "https://api.example.org/feeds/news.rss?after=x&limit=1".to_owned(),
            first: "https://api.example.org/feeds/news.rss?limit=1".to_owned(),
            next: Some("https://api.example.org/feeds/news.rss?after=y&limit=1".to_owned()),
            publisher: text.to_owned(),
            updated: 1_619_740_801_500,
            entries: vec![entry],
        }
    }

    #[test]
    fn what_xml_cannot_carry_is_left_out() {
        assert_eq!(for_xml("a\u{0}\u{1f}\tb\n\u{fffe}\u{1f600}"), "a\tb\n\u{1f600}");
        assert!(matches!(for_xml("plain"), Cow::Borrowed(_)));
    }
}
