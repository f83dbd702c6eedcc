//! What caches and readers are told, so that they ask as little as they can.

use harness::{TestApp, json};

use super::{network, news};

const PATH: &str = "/feeds/clusters/transport/news.rss";

async fn status(app: &TestApp, name: &str, value: &str) -> u16 {
    app.client().with(name, value).get(PATH).await.status
}

#[tokio::test]
async fn whoever_has_it_is_told_so_until_it_changes() {
    let (app, bundle) = network().await;
    let first = app.client().get(PATH).await;
    let (tag, date) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
    assert!(tag.starts_with('"'), "strong: {tag}");
    assert_eq!(date, "Sun, 03 May 2026 10:00:00 GMT");
    assert_eq!(
        first.header("cache-control"),
        Some("public, max-age=60, stale-while-revalidate=300, stale-if-error=86400")
    );
    assert_eq!(first.header("vary"), Some("accept-encoding"));
    let known = app.client().with("if-none-match", tag).get(PATH).await;
    assert_eq!((known.status, known.text(), known.header("etag")), (304, "", Some(tag)));
    for name in ["cache-control", "vary", "surrogate-key"] {
        assert_eq!(known.header(name), first.header(name), "{name}");
    }
    assert_eq!(status(&app, "if-none-match", "W/\"x\", *").await, 304);
    assert_eq!(status(&app, "if-none-match", "nonsense, \"").await, 200);
    // What leaves a list takes its instant along: that alone is no proof.
    assert_eq!(status(&app, "if-modified-since", date).await, 200);
    assert_eq!(status(&app, "if-modified-since", "Sun, 03 May 2036 10:00:00 GMT").await, 200);
    bundle.put("news", "another", news("2026-05-04T10:00:00.000Z", &json!({ "en": { "title": "Another" } })));
    app.import(bundle.path());
    assert_eq!(status(&app, "if-none-match", tag).await, 200);
    assert_eq!(status(&app, "if-modified-since", date).await, 200);
}

#[tokio::test]
async fn each_coding_has_a_tag_of_its_own_and_all_are_known_again() {
    let (app, _bundle) = network().await;
    let plain = app.client().get(PATH).await;
    let tag = plain.header("etag").unwrap().trim_matches('"').to_owned();
    for coding in ["br", "zstd", "gzip"] {
        let packed = app.client().with("accept-encoding", coding).get(PATH).await;
        let packed_tag = format!("\"{tag}-{coding}\"");
        assert_eq!(
            (packed.header("content-encoding"), packed.header("etag")),
            (Some(coding), Some(&*packed_tag))
        );
        let known =
            app.client().with("accept-encoding", coding).with("if-none-match", &packed_tag).get(PATH).await;
        assert_eq!((known.status, known.header("etag")), (304, Some(&*packed_tag)));
    }
    let head = app.client().send("HEAD", PATH, b"").await;
    assert_eq!((head.status, head.text(), head.header("etag")), (200, "", plain.header("etag")));
}

#[tokio::test]
async fn a_cache_is_told_by_short_tags_what_is_in_an_answer() {
    let (app, _bundle) = network().await;
    let answer = app.client().get(PATH).await;
    let keys = answer.header("surrogate-key").unwrap();
    assert_eq!(answer.header("cache-tag").unwrap().replace(',', " "), keys);
    let id = app.graphql("{ newsItem(slug: \"bins\") { id } }", json!({})).await;
    let id = id["data"]["newsItem"]["id"].as_str().unwrap();
    assert!(
        keys.split(' ').any(|key| key == "news") && keys.contains(&format!(" news-{}", &id[id.len() - 12..])),
        "{keys}"
    );
    assert!(keys.split(' ').all(|key| key.len() <= 24), "{keys}");
}
