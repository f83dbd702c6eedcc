//! Much of what a network publishes: 50 clusters, and news, practices and media filed under some of them.

use std::fs;
use std::io;
use std::path::Path;

use harness::{Value, json};

/// News items that go through an import; further ones are copies.
pub const NEWS: u32 = 10_000;
const CLUSTERS: u32 = 50;

/// Writes a bundle with so many news items.
pub fn write(folder: &Path, news: u32) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("bundle.json"), r#"{"format":"cities-bundle","version":1}"#)?;
    for n in 1..=CLUSTERS {
        let text = json!({ "en": { "title": format!("Cluster {n}"), "summary": "What it is about." } });
        put(folder, "clusters", &format!("cluster-{n}"), json!({ "position": n, "text": text }))?;
    }
    for n in 1..=5 {
        let text = json!({ "en": { "label": format!("Topic {n}") } });
        let topic = json!({ "slug": format!("topic-{n}"), "locale": "en", "text": text });
        save(folder, "topics", &format!("topic-{n}"), &topic)?;
    }
    for n in 1..=news {
        let clusters = [n % CLUSTERS + 1, n * 7 % CLUSTERS + 1].map(|n| format!("cluster-{n}"));
        let clusters = if clusters[0] == clusters[1] { &clusters[..1] } else { &clusters[..] };
        let day = format!("20{:02}-{:02}-{:02}", n % 20 + 3, n % 12 + 1, n % 28 + 1);
        let published = format!("{day}T00:00:{:02}.000Z", n % 60);
        let body = json!({ "markdown": [format!("The story of *item {n}*, in a few words."), "", "- one", "- two"] });
        let text = json!({ "en": {
            "title": format!("Item {n} of the news"), "excerpt": "What happened, in short.", "body": body,
        } });
        let item = json!({
            "kind": if n % 9 == 0 { "CALL" } else { "ARTICLE" }, "publishedAt": published, "sdgs": [11],
            "clusters": clusters, "topics": [format!("topic-{}", n % 5 + 1)], "text": text,
        });
        put(folder, "news", &format!("item-{n}"), item)?;
    }
    for n in 1..=500 {
        let clusters = [format!("cluster-{}", n % CLUSTERS + 1)];
        let text = json!({ "en": { "title": format!("Practice {n}"), "summary": "What was done." } });
        put(folder, "practices", &format!("practice-{n}"), json!({ "clusters": clusters, "text": text }))?;
        let text = json!({ "en": { "title": format!("Film {n}"), "description": "" } });
        let sources = json!([{ "provider": "YOUTUBE", "url": format!("https://video.example/{n}") }]);
        let film = json!({ "kind": "VIDEO", "clusters": clusters, "sources": sources, "text": text });
        put(folder, "media", &format!("film-{n}"), film)?;
    }
    Ok(())
}

fn put(folder: &Path, noun: &str, slug: &str, mut item: Value) -> io::Result<()> {
    item["slug"] = json!(slug);
    item["status"] = json!("PUBLISHED");
    item["locale"] = json!("en");
    if item.get("publishedAt").is_none() {
        item["publishedAt"] = json!("2021-01-01T00:00:00.000Z");
    }
    save(folder, noun, slug, &item)
}

fn save(folder: &Path, noun: &str, slug: &str, item: &Value) -> io::Result<()> {
    fs::create_dir_all(folder.join(noun))?;
    fs::write(folder.join(noun).join(format!("{slug}.json")), item.to_string())
}
