//! JSON Feed 1.1.

use serde::Serialize;

use super::{Channel, Enclosure, Entry};
use crate::kit::time::rfc3339;

pub const MEDIA_TYPE: &str = "application/feed+json; charset=utf-8";

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names of the format")]
struct Feed<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<&'a str>,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    /// There in every item: one of the two texts must be.
    content_html: &'a str,
    date_published: String,
    date_modified: String,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<[Author<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u32>,
}

/// Renders a channel.
pub fn render(channel: &Channel) -> String {
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &channel.title,
        description: &channel.description,
        language: &channel.language,
        home_page_url: &channel.home,
        feed_url: &channel.first,
        next_url: channel.next.as_deref(),
        authors: [Author { name: &channel.publisher }],
        items: channel.entries.iter().map(|entry| item(entry, &channel.language)).collect(),
    };
    serde_json::to_string(&feed).expect("texts and numbers are JSON")
}

fn item<'a>(entry: &'a Entry, language: &'a str) -> Item<'a> {
    Item {
        id: &entry.id,
        url: &entry.address,
        title: &entry.title,
        summary: &entry.summary,
        content_html: &entry.html,
        date_published: rfc3339(entry.published),
        date_modified: rfc3339(entry.updated),
        language,
        authors: entry.author.as_deref().map(|name| [Author { name }]),
        image: entry.image.as_ref().map(|image| image.address.as_str()),
        tags: entry.categories.iter().map(|category| category.label.as_str()).collect(),
        attachments: entry.enclosures.iter().map(attachment).collect(),
    }
}

fn attachment(enclosure: &Enclosure) -> Attachment<'_> {
    Attachment {
        url: &enclosure.address,
        mime_type: &enclosure.media_type,
        title: enclosure.title.as_deref(),
        size_in_bytes: enclosure.bytes,
        duration_in_seconds: enclosure.seconds,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::hostile;
    use super::*;

    #[test]
    fn a_page_says_what_the_format_asks_for() {
        let channel = hostile();
        let feed: serde_json::Value = serde_json::from_str(&render(&channel)).expect("JSON");
        let (item, given) = (&feed["items"][0], &channel.entries[0]);
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["feed_url"], channel.first.as_str());
        assert_ne!(feed["next_url"], feed["feed_url"]);
        assert_eq!((&item["id"], &item["title"]), (&given.id.clone().into(), &given.title.clone().into()));
        assert_eq!(item["content_html"], given.html.as_str());
        assert_eq!(item["date_modified"], "2021-04-30T00:00:01.500Z");
        assert_eq!(item["attachments"][0]["size_in_bytes"], 12);
        let last = Channel { next: None, entries: vec![Entry::default()], ..channel };
        let feed: serde_json::Value = serde_json::from_str(&render(&last)).expect("JSON");
        assert!(feed.get("next_url").is_none() && feed["items"][0]["content_html"] == "");
    }
}
