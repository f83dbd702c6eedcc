//! A thing as an entry of a feed.

use super::asked::Asked;
use super::read::changed;
use crate::feed::{Category, Enclosure, Entry};
use crate::http::address::Addresses;
use crate::kit::html::{absolute, from_text};
use crate::query::named::Named;

/// Collections that entries are filed under, by relation.
const FILED: [(&str, &str); 3] = [("clusters", "clusters"), ("topics", "topics"), ("city", "cities")];

/// `None` for what has no id or was not published, which nothing that is read has.
pub fn of(node: Named<'_>, asked: &Asked, addresses: &Addresses) -> Option<Entry> {
    let title = node.text("title").unwrap_or_default().to_owned();
    let page = addresses.page(collection(node), node.text("slug").unwrap_or_default(), &asked.locale);
    let home = addresses.text_home(Some(&page));
    let summary = node.any_text(&["excerpt", "summary", "description"]).unwrap_or_default();
    Some(Entry {
        id: format!("urn:uuid:{}", node.id()?),
        summary: summary.to_owned(),
        html: node.html().map_or_else(|| paragraph(summary), |html| absolute(html, home).into_owned()),
        published: node.int("publishedAt")?,
        updated: changed(node)?,
        author: node.text("authorName").map(str::to_owned),
        categories: categories(node, addresses),
        image: node.one("hero").or(node.one("thumbnail")).and_then(|file| picture(file, addresses)),
        enclosures: node.many("sources").filter_map(|source| played(node, source, &title)).collect(),
        address: node.text("canonicalUrl").map_or(page, str::to_owned),
        title,
    })
}

pub fn collection(node: Named<'_>) -> &'static str {
    match node.0.selection().noun.name {
        "Practice" => "practices",
        "MediaItem" => "media",
        "Call" => "calls",
        _ => "news",
    }
}

/// Clusters, topics and the city, by what people call them in the language of the feed.
pub fn categories(node: Named<'_>, addresses: &Addresses) -> Vec<Category> {
    let mut categories = Vec::new();
    for (relation, collection) in FILED {
        for thing in node.many(relation).chain(node.one(relation)) {
            let term = thing.text("slug").unwrap_or_default();
            categories.push(Category {
                scheme: addresses.here(&format!("/v1/{collection}")),
                term: term.to_owned(),
                label: thing.any_text(&["title", "label", "name"]).unwrap_or(term).to_owned(),
            });
        }
    }
    categories
}

fn picture(file: Named<'_>, addresses: &Addresses) -> Option<Enclosure> {
    Some(Enclosure {
        address: addresses.asset(&file.public_id()?, file.text("name")?, file.text("sha256")?),
        media_type: file.text("mediaType")?.to_owned(),
        bytes: file.int("bytes").and_then(|bytes| u64::try_from(bytes).ok()),
        title: None,
        seconds: None,
    })
}

/// One place to see or hear it; all of one item have its title, which says that they are the same.
fn played(node: Named<'_>, source: Named<'_>, title: &str) -> Option<Enclosure> {
    let address = source.text("url")?;
    let is_file = source.text("provider") == Some("file");
    let media_type = if is_file { media_type(address, node.text("kind")) } else { "text/html" };
    Some(Enclosure {
        address: address.to_owned(),
        media_type: media_type.to_owned(),
        bytes: None,
        title: Some(title.to_owned()),
        seconds: node.int("durationSeconds").and_then(|seconds| u32::try_from(seconds).ok()),
    })
}

/// By the ending of the address, else the usual one of its kind.
fn media_type(address: &str, kind: Option<&str>) -> &'static str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match (ending.as_str(), kind) {
        ("webm", _) => "video/webm",
        ("mov", _) => "video/quicktime",
        ("m4a", _) => "audio/mp4",
        ("ogg" | "oga", _) => "audio/ogg",
        ("wav", _) => "audio/wav",
        ("png", _) => "image/png",
        ("webp", _) => "image/webp",
        ("gif", _) => "image/gif",
        ("docx", _) => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("mp4", _) | (_, Some("video")) => "video/mp4",
        ("mp3", _) | (_, Some("audio")) => "audio/mpeg",
        ("jpg" | "jpeg", _) | (_, Some("photo")) => "image/jpeg",
        ("pdf", _) | (_, Some("document")) => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// What has no body says what it has.
fn paragraph(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<p>{}</p>", from_text(text)) }
}
