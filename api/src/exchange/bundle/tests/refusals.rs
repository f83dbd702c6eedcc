//! What is wrong is named, all of it, and leaves nothing behind.

use std::fs::{self, File};

use entity::{asset, news_item, topic};

use super::bed::{Bed, demo_folder, empty_folder, put, spoil};
use crate::exchange::bundle::Refusal;

/// Everything that is said about a bundle; an import must refuse it.
async fn complaints(bed: &Bed, folder: &std::path::Path) -> Vec<String> {
    match bed.import(folder).await {
        Err(Refusal::Bundle(report)) => report.lines().to_vec(),
        other => panic!("expected a report, not {other:?}"),
    }
}

fn assert_told(lines: &[String], wanted: &str) {
    assert!(lines.iter().any(|line| line.contains(wanted)), "nobody says {wanted}: {lines:#?}");
}

#[tokio::test]
async fn every_mistake_of_a_bundle_is_named_at_once() {
    for bed in Bed::each().await {
        let folder = demo_folder();
        let root = folder.path();
        let call = "news/call-innovative-city-experiences.json";
        spoil(root, call, "\"transport\"", "\"transprt\"");
        spoil(root, call, "\"sdgs\": [\n    11,", "\"sdgs\": [\n    18,");
        spoil(root, call, "\"hero\"", "\"heroo\"");
        spoil(root, call, "\"version\": 1", "\"version\": \"1\"");
        let webinar = "news/webinar-cities-south-south-climate-action.json";
        spoil(root, webinar, "\"timeZone\": \"UTC\"", "\"timeZone\": \"EST\"");
        spoil(
            root,
            webinar,
            "\"startsAt\": \"2020-06-30T00:00:00.000Z\"",
            "\"startsAt\": \"2020-06-30 00:00\"",
        );
        spoil(root, "news/henan-medical-supplies-luxembourg.json", "\"publishedAt\"", "\"expiresAt\"");
        spoil(root, "cities/xiamen.json", "\"CN\"", "\"XX\"");
        spoil(root, "cities/xiamen.json", "  \"photo\"", "  \"latitude\": 124.4798,\n  \"photo\"");
        spoil(root, "cities/santiago.json", "\"slug\": \"santiago\"", "\"slug\": \"xiamen\"");
        spoil(root, "clusters/waste.json", "\"status\": \"PUBLISHED\"", "\"status\": \"LIVE\"");
        spoil(root, "partners/unossc.json", "https://unossc.example.org/", "javascript:alert(1)");
        spoil(root, "assets/tram-line.json", "image/png", "image/jpeg");
        fs::remove_file(root.join("assets/green-city.png")).unwrap();
        put(root, "assets/foreign.png", b"\x89PNG\r\n\x1a\n");
        put(root, "assets/logo.svg", "<svg onload='alert(1)'/>");
        put(root, "topics/broken.json", "{\"slug\": ");
        put(root, "topics/latin.json", b"{\"slug\": \"caf\xe9\"}");
        put(root, "nwes/typo.json", "{}");
        std::os::unix::fs::symlink("/etc/passwd", root.join("topics/passwd.json")).unwrap();

        let lines = complaints(&bed, root).await;
        for wanted in [
            "news/call-innovative-city-experiences.json: call-innovative-city-experiences: clusters.0: \"transprt\"",
            "sdgs.0: 18 is not",
            "heroo: is not known here; did you mean \"hero\"?",
            "version: must be a whole number",
            "event.timeZone: \"EST\"",
            "event.startsAt: \"2020-06-30 00:00\"",
            "henan-medical-supplies-luxembourg: publishedAt: is required",
            "cities/xiamen.json: xiamen: countryCode: \"XX\"",
            "latitude: is 124.4798; must be from -90 to 90",
            "cities/xiamen.json: xiamen: slug: \"xiamen\" is that of cities/santiago.json, too",
            "clusters/waste.json: waste: status: \"LIVE\"",
            "partners/unossc.json: unossc: website: must be a whole address",
            "assets/tram-line.json: tram-line: mediaType: is \"image/jpeg\", but the bytes are image/png",
            "there is no file \"green-city.png\"",
            "assets/foreign.png: is named by no asset",
            "assets/logo.svg: is named by no asset",
            "topics/broken.json: is not JSON",
            "topics/latin.json: is not UTF-8 in line 1",
            "nwes: is not part of a bundle",
            "topics/passwd.json: is a link",
        ] {
            assert_told(&lines, wanted);
        }
        assert!(bed.all::<topic::Entity>().await.is_empty());
        assert_eq!(bed.blobs(), 0);
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_unread() {
    let bed = Bed::sqlite().await;
    let folder = empty_folder();
    let path = folder.path().join("news");
    fs::create_dir(&path).unwrap();
    File::create(path.join("huge.json")).unwrap().set_len(100 << 20).unwrap();
    assert_told(
        &complaints(&bed, folder.path()).await,
        "news/huge.json: is 104857600 bytes long; at most 41943040",
    );
    fs::remove_file(path.join("huge.json")).unwrap();

    let body = "x".repeat((1 << 20) + 1);
    let text = format!(
        r#"{{"slug": "a", "locale": "en", "text": {{"en": {{"title": "{}", "body": {{"markdown": "{body}"}}}}}}}}"#,
        "t".repeat(301)
    );
    put(&path, "a.json", text);
    let lines = complaints(&bed, folder.path()).await;
    assert_told(&lines, "text.en.title: is 301 characters long; at most 300");
    assert_told(&lines, "text.en.body: is 1048577 bytes long");
}

#[tokio::test]
async fn a_bundle_of_another_format_or_none_at_all_is_told_from_one() {
    let bed = Bed::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    assert_told(&complaints(&bed, folder.path()).await, "bundle.json: cannot be read");
    put(folder.path(), "bundle.json", "{\"format\": \"cities-bundle\", \"version\": 2}");
    assert_told(&complaints(&bed, folder.path()).await, "bundle.json: version: must be 1");
}

#[tokio::test]
async fn rules_hold_for_texts_events_and_calls() {
    let bed = Bed::sqlite().await;
    let folder = empty_folder();
    let root = folder.path();
    put(
        root,
        "news/a.json",
        r#"{"slug": "A b", "locale": "EN", "kind": "WEBINAR", "clusters": [], "text": {"en": {"title": " "}, "fr": {"status": "DRAFT"}}}"#,
    );
    put(
        root,
        "news/b.json",
        r#"{"slug": "b", "locale": "en", "event": {"startsAt": "2021-01-02T00:00:00Z", "endsAt": "2021-01-01T00:00:00Z", "timeZone": "Asia/Shanghai"}, "text": {"en": {"status": "DRAFT", "title": "B\u0000", "venue": "Hall"}}}"#,
    );
    put(
        root,
        "calls/c.json",
        r#"{"slug": "c", "locale": "en", "opensAt": "2021-01-02T00:00:00Z", "closesAt": "2021-01-01T00:00:00Z", "timeZone": "UTC", "form": [1], "status": "PUBLISHED", "publishedAt": "2021-01-02T00:00:00Z", "expiresAt": "2021-01-01T00:00:00Z", "text": {"en": {"title": "C"}}}"#,
    );
    put(
        root,
        "media/d.json",
        r#"{"slug": "d", "locale": "en", "kind": "VIDEO", "sources": [{"provider": "TIKTOK", "url": "/x"}], "text": {"en": {"title": "D"}}}"#,
    );
    let lines = complaints(&bed, root).await;
    for wanted in [
        "news/a.json: A b: slug: must be lower-case",
        "A b: locale: \"EN\" must be written en",
        "A b: text.EN: is required",
        "A b: text.en.title: is required",
        "A b: event: is required of an EVENT or a WEBINAR",
        "b: event: only an EVENT or a WEBINAR has one",
        "b: text.en.status: must be PUBLISHED",
        "b: text.en.title: holds the character U+0000",
        "c: closesAt: must be later than opensAt",
        "c: expiresAt: must be later than publishedAt",
        "c: form: must be a JSON object: a JSON Schema with \"properties\"",
        "d: sources.0.provider: \"TIKTOK\"",
        "d: sources.0.url: must be a whole address",
    ] {
        assert_told(&lines, wanted);
    }
    assert!(!lines.iter().any(|line| line.contains("text.fr")), "a draft may be empty: {lines:?}");
}

#[tokio::test]
async fn a_fault_in_the_middle_leaves_nothing_behind() {
    for bed in Bed::each().await {
        // News come last but one: by then files are stored and rows are written.
        bed.execute("ALTER TABLE news_item_topic RENAME TO news_item_topic_away").await;
        let demo = demo_folder();
        assert!(matches!(bed.import(demo.path()).await, Err(Refusal::Other(_))));
        bed.execute("ALTER TABLE news_item_topic_away RENAME TO news_item_topic").await;
        assert!(bed.all::<asset::Entity>().await.is_empty());
        assert!(bed.all::<news_item::Entity>().await.is_empty());
        assert_eq!(bed.blobs(), 0);
        bed.import(demo.path()).await.unwrap();
        bed.assert_lists_are_true().await;
    }
}
