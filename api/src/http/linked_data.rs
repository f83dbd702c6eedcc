//! Things in the vocabulary of schema.org, as JSON-LD: for search engines, and for partners who publish them again.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::address::Addresses;
use crate::kit::html::watch::player;
use crate::kit::time::rfc3339;
use crate::query::declare::Noun;
use crate::query::named::Named;
use crate::query::selection::Selection;

pub const MEDIA_TYPE: &str = "application/ld+json";

const COMMON: &[&str] = &["id", "slug", "localeServed", "publishedAt", "updatedAt", "expiresAt"];
const PICTURE: &[&str] = &["id", "name", "sha256", "width", "height"];

/// Whether the vocabulary has a word for it that is told here.
pub fn has(noun: &Noun) -> bool {
    matches!(noun.name, "NewsItem" | "Event" | "City" | "MediaItem")
}

/// Asks for all that is told of it.
pub fn ask(selection: &mut Selection) {
    selection.fields(COMMON).fields(&["title", "name", "excerpt", "summary", "description", "authorName"]);
    selection.fields(&[
        "canonicalUrl",
        "country",
        "latitude",
        "longitude",
        "website",
        "durationSeconds",
        "kind",
    ]);
    selection.fields(&["startsAt", "endsAt", "venue", "onlineUrl", "isCancelled"]);
    selection.with("hero", PICTURE).with("photo", PICTURE).with("thumbnail", PICTURE);
    selection.with("topics", &["label"]).with("sources", &["provider", "url"]);
    selection.with("newsItem", COMMON).with("newsItem", &["title", "excerpt", "canonicalUrl"]);
}

/// The same, by itself.
pub fn selection(noun: &'static Noun) -> Arc<Selection> {
    let mut selection = Selection::new(noun);
    ask(&mut selection);
    selection.seal();
    Arc::new(selection)
}

/// A document of its own; members without a value are not there.
pub fn of(node: Named<'_>, addresses: &Addresses) -> Value {
    let mut told = Told { node, addresses, members: Map::new() };
    told.put("@context", Some("https://schema.org"));
    match node.0.selection().noun.name {
        "Event" => told.event(),
        "City" => told.city(),
        "MediaItem" => told.media_item(),
        _ => told.news_item(),
    }
    Value::Object(told.members)
}

struct Told<'a> {
    node: Named<'a>,
    addresses: &'a Addresses,
    members: Map<String, Value>,
}

impl Told<'_> {
    fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.members.insert(name.to_owned(), value.into());
        }
    }

    fn news_item(&mut self) {
        self.put("@type", Some("NewsArticle"));
        self.thing("news", "headline");
        let name = self.node.text("authorName");
        let author = match name {
            Some(name) => json!({ "@type": "Person", "name": name }),
            None => self.publisher(),
        };
        self.put("author", Some(author));
        self.put("publisher", Some(self.publisher()));
        self.dated();
        let topics = self.node.many("topics").filter_map(|topic| topic.text("label"));
        let topics: Vec<&str> = topics.collect();
        self.put("keywords", (!topics.is_empty()).then_some(topics));
    }

    fn event(&mut self) {
        let news = self.node.one("newsItem");
        self.put("@type", Some("Event"));
        self.put("name", news.and_then(|news| news.text("title")));
        self.put("description", news.and_then(|news| news.text("excerpt")));
        self.put("inLanguage", self.node.text("localeServed"));
        self.put("startDate", self.node.int("startsAt").map(rfc3339));
        self.put("endDate", self.node.int("endsAt").map(rfc3339));
        let status = if self.node.truth("isCancelled") { "EventCancelled" } else { "EventScheduled" };
        self.put("eventStatus", Some(format!("https://schema.org/{status}")));
        let (venue, online) = (self.node.text("venue"), self.node.text("onlineUrl"));
        let mode = match (venue, online) {
            (Some(_), Some(_)) => Some("MixedEventAttendanceMode"),
            (None, Some(_)) => Some("OnlineEventAttendanceMode"),
            (Some(_), None) => Some("OfflineEventAttendanceMode"),
            (None, None) => None,
        };
        self.put("eventAttendanceMode", mode.map(|mode| format!("https://schema.org/{mode}")));
        let place = venue.map(|name| json!({ "@type": "Place", "name": name, "address": name }));
        let room = online.map(|url| json!({ "@type": "VirtualLocation", "url": url }));
        let places: Vec<Value> = place.into_iter().chain(room).collect();
        self.put("location", (!places.is_empty()).then_some(places));
        self.put("organizer", Some(self.publisher()));
        let page = self.page("news");
        self.put("url", news.and_then(|news| news.text("canonicalUrl")).map(str::to_owned).or(page));
    }

    fn city(&mut self) {
        self.put("@type", Some("City"));
        self.thing("cities", "name");
        self.put("sameAs", self.node.text("website"));
        let country = self.node.text("country").map(|code| json!({ "@type": "Country", "name": code }));
        self.put("containedInPlace", country);
        let place = self.node.float("latitude").zip(self.node.float("longitude"));
        let place = place.map(|(latitude, longitude)| {
            json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude })
        });
        self.put("geo", place);
    }

    fn media_item(&mut self) {
        let kind = match self.node.text("kind") {
            Some("audio") => "AudioObject",
            Some("photo") => "ImageObject",
            Some("document") => "MediaObject",
            _ => "VideoObject",
        };
        self.put("@type", Some(kind));
        self.thing("media", "name");
        self.put("uploadDate", self.node.int("publishedAt").map(rfc3339));
        self.put("thumbnailUrl", self.picture("thumbnail").map(|picture| picture["url"].clone()));
        self.put("duration", self.node.int("durationSeconds").map(|seconds| format!("PT{seconds}S")));
        let mut sources = self.node.many("sources");
        let content = sources.find(|source| source.text("provider") == Some("file"));
        let content = content.and_then(|source| source.text("url"));
        // A player, which may be framed, and not the page around it, which may not.
        let player = self.node.many("sources").filter_map(|source| source.text("url")).find_map(player);
        self.put("contentUrl", content);
        self.put("embedUrl", player);
        self.put("publisher", Some(self.publisher()));
    }

    /// What every thing has; `name` is what its name is called.
    fn thing(&mut self, collection: &str, name: &str) {
        let node = self.node;
        self.put("@id", node.id().map(|id| format!("urn:uuid:{id}")));
        self.put(name, node.any_text(&["title", "name"]));
        self.put("description", node.any_text(&["excerpt", "summary", "description"]));
        self.put("inLanguage", node.text("localeServed"));
        self.put("url", node.text("canonicalUrl").map(str::to_owned).or_else(|| self.page(collection)));
        self.put("image", self.picture("hero").or_else(|| self.picture("photo")));
    }

    fn dated(&mut self) {
        let (published, updated) = (self.node.int("publishedAt"), self.node.int("updatedAt"));
        self.put("datePublished", published.map(rfc3339));
        self.put("dateModified", updated.max(published).map(rfc3339));
        self.put("expires", self.node.int("expiresAt").map(rfc3339));
    }

    fn page(&self, collection: &str) -> Option<String> {
        let locale = self.node.text("localeServed").unwrap_or("en");
        Some(self.addresses.page(collection, self.node.text("slug")?, locale))
    }

    fn publisher(&self) -> Value {
        json!({ "@type": "Organization", "name": self.addresses.site.name, "url": self.addresses.home() })
    }

    fn picture(&self, relation: &str) -> Option<Value> {
        let file = self.node.one(relation)?;
        let url = self.addresses.asset(&file.public_id()?, file.text("name")?, file.text("sha256")?);
        let mut picture =
            Map::from_iter([("@type".to_owned(), json!("ImageObject")), ("url".to_owned(), json!(url))]);
        for name in ["width", "height"] {
            picture.extend(file.int(name).map(|pixels| (name.to_owned(), json!(pixels))));
        }
        Some(Value::Object(picture))
    }
}
