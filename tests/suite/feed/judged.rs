//! Feeds and calendars as programs read them that nobody here wrote.

use std::path::Path;

use harness::{TestApp, Value, json, node, npm, once, pypi, python};

use super::{HOSTILE, network};

const FEEDS: [&str; 8] = [
    "news.rss",
    "news.atom",
    "news.json",
    "media.rss",
    "media.atom",
    "practices.rss",
    "calls.atom",
    "clusters/transport/news.rss",
];
const CALENDARS: [&str; 3] = ["events.ics", "calls.ics", "clusters/transport/calls.ics"];

/// Keeps what these addresses answer as files, in both languages of a name.
async fn kept(app: &TestApp, paths: &[&str], folder: &Path) {
    for path in paths {
        for lang in ["en", "zh"] {
            let answer = app.client().get(&format!("/feeds/{path}?lang={lang}")).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            let name = format!("{lang}-{}", path.replace('/', "-"));
            std::fs::write(folder.join(name), answer.text()).unwrap();
        }
    }
}

fn script(name: &str) -> String {
    format!("{}/suite/feed/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[tokio::test]
async fn a_reader_of_feeds_finds_nothing_wrong_with_any() {
    if !once("feeds as feedparser reads them") {
        return;
    }
    let Some(reader) = pypi(&["feedparser==6.0.14"]) else { return };
    for app in [TestApp::with_demo().await, network().await.0] {
        let folder = tempfile::tempdir().unwrap();
        kept(&app, &FEEDS, folder.path()).await;
        let path = folder.path().to_str().unwrap();
        let out = python(&reader, folder.path(), &[&script("feeds.py"), path]);
        assert_eq!(out.code, 0, "{}{}", out.stdout, out.stderr);
        let told: Value = out.stdout.parse().unwrap();
        assert_eq!(told.as_object().unwrap().len(), 2 * FEEDS.len());
        for (file, feed) in told.as_object().unwrap() {
            assert_eq!(feed["wrong"], json!([]), "{file}: {feed}");
        }
        let hostile = told["en-news.rss"]["titles"].as_array().unwrap().contains(&json!(HOSTILE));
        assert_eq!(hostile, told["en-news.atom"]["titles"].as_array().unwrap().contains(&json!(HOSTILE)));
    }
}

#[tokio::test]
async fn programs_with_calendars_read_ours_and_agree_when_things_are() {
    if !once("calendars as icalendar and ical.js read them") {
        return;
    }
    let app = TestApp::with_demo().await;
    let folder = tempfile::tempdir().unwrap();
    kept(&app, &CALENDARS, folder.path()).await;
    let path = folder.path().to_str().unwrap();
    let mut told = Vec::new();
    if let Some(reader) = pypi(&["icalendar==7.3.2"]) {
        told.push(python(&reader, folder.path(), &[&script("calendars.py"), path]));
    }
    if let Some(packages) = npm(&["ical.js@2.2.1"]) {
        let script = script("calendars.mjs");
        told.push(node(Path::new(&script), &[packages.to_str().unwrap(), path]));
    }
    for out in told {
        assert_eq!(out.code, 0, "{}{}", out.stdout, out.stderr);
        let told: Value = out.stdout.parse().unwrap();
        assert_eq!(told["en-events.ics"], json!([["event", "2020-06-30T00:00:00.000Z"]]), "{told}");
        let calls = json!([["call", "2099-12-31T23:59:59.000Z"], ["call", "2021-06-20T23:59:59.000Z"]]);
        assert_eq!(told["en-calls.ics"], calls, "{told}");
        assert_eq!(told.as_object().unwrap().len(), 2 * CALENDARS.len());
    }
}
