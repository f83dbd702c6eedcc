//! What a feed says, and what stays as it was.

use harness::{Value, json};

use super::{HOSTILE, network, news};

fn titles(feed: &Value) -> Vec<&str> {
    feed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_feed_is_in_one_language_and_leaves_out_what_has_no_text_in_it() {
    let (app, _bundle) = network().await;
    let english = app.client().get("/feeds/news.json").await;
    assert_eq!((english.status, english.header("content-language")), (200, Some("en")));
    assert_eq!(titles(&english.json()), [HOSTILE, "Bins"]);
    let chinese = app.client().get("/feeds/clusters/transport/news.json?lang=zh").await.json();
    assert_eq!(titles(&chinese), ["夜间电车", "公交"]);
    assert_eq!((&chinese["language"], &chinese["title"]), (&json!("zh"), &json!("Cities: 最新动态 – 交通")));
    assert_eq!(chinese["items"][0]["language"], "zh");
    // A cluster without a text in the language may have news with one.
    let waste = app.client().get("/feeds/clusters/waste/news.atom?lang=zh").await;
    assert!(waste.text().contains("xml:lang=\"zh\"") && waste.text().contains("公交"), "{}", waste.text());
    let none = app.client().get("/feeds/news.rss?lang=fr").await;
    assert!(
        none.text().contains("<language>fr</language>") && !none.text().contains("<item>"),
        "{}",
        none.text()
    );
}

#[tokio::test]
async fn every_feed_costs_one_statement_whatever_its_address_names() {
    let (app, _bundle) = network().await;
    for path in [
        "/feeds/news.rss",
        "/feeds/clusters/transport/news.atom",
        "/feeds/clusters/waste/news.json?lang=zh",
        "/feeds/topics/news/news.rss?clusters=transport,waste&kind=article&country=SE&publishedAfter=2026-01-01T00:00:00Z",
        "/feeds/media.rss",
        "/feeds/practices.atom?cluster=waste",
        "/feeds/calls.json",
        "/feeds/events.ics",
        "/feeds/clusters/waste/calls.ics",
    ] {
        app.statements();
        let answer = app.client().get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert_eq!(app.statements().len(), 1, "{path}");
    }
}

#[tokio::test]
async fn an_entry_is_the_same_one_after_an_edit_and_a_rename_and_new_only_when_its_content_is() {
    let (app, bundle) = network().await;
    let item = async || app.client().get("/feeds/news.json").await.json()["items"][1].clone();
    let before = item().await;
    bundle.put("clusters", "waste", json!({ "text": { "en": { "title": "Waste and water" } } }));
    app.import(bundle.path());
    let filed = item().await;
    assert_eq!(filed["date_modified"], before["date_modified"], "another thing changed");
    assert_eq!(filed["tags"], json!(["Transport", "Waste and water", "News"]));
    std::fs::remove_file(bundle.path().join("news/bins.json")).unwrap();
    let mut renamed = news("2026-05-02T10:00:00.000Z", &json!({ "en": { "title": "Bins for all" } }));
    (renamed["oldSlugs"], renamed["id"]) = (json!(["bins"]), public_id(&app, "bins").await);
    bundle.put("news", "bins-for-all", renamed);
    app.import(bundle.path());
    let after = item().await;
    assert_eq!((&after["id"], &after["date_published"]), (&before["id"], &before["date_published"]));
    assert!(after["url"].as_str().unwrap().contains("bins-for-all"), "{after}");
    assert_eq!(
        (&before["date_modified"], &after["date_modified"]),
        (&json!("2026-05-02T10:00:00.000Z"), &json!("2026-06-01T12:00:00.000Z"))
    );
}

async fn public_id(app: &harness::TestApp, slug: &str) -> Value {
    let answer =
        app.graphql("query($slug: String!) { newsItem(slug: $slug) { id } }", json!({ "slug": slug })).await;
    answer["data"]["newsItem"]["id"].clone()
}

#[tokio::test]
async fn pages_lead_to_older_ones_until_there_are_none() {
    let (app, _bundle) = network().await;
    let (mut path, mut seen) = (Some("/feeds/clusters/transport/news.json?limit=1".to_owned()), Vec::new());
    while let Some(here) = path {
        let page = app.client().get(&here).await;
        let feed = page.json();
        seen.push(titles(&feed)[0].to_owned());
        assert_eq!(feed["feed_url"].as_str().unwrap().rsplit_once('/').unwrap().1, "news.json?limit=1");
        let next = feed["next_url"].as_str().map(str::to_owned);
        let link = next.as_ref().map(|next| format!("<{next}>; rel=\"next\""));
        assert_eq!(page.header("link"), link.as_deref());
        path = next.map(|next| next[next.find("/feeds").unwrap()..].to_owned());
    }
    assert_eq!(seen, [HOSTILE, "Bins"]);
    let atom = app.client().get("/feeds/news.atom?limit=1").await;
    assert!(atom.text().contains("rel=\"first\"") && atom.text().contains("rel=\"next\""), "{}", atom.text());
}

#[tokio::test]
async fn what_is_scheduled_or_has_expired_is_in_no_feed() {
    let (app, bundle) = network().await;
    let mut coming = news("2026-06-01T12:01:00.000Z", &json!({ "en": { "title": "Coming" } }));
    coming["expiresAt"] = json!("2026-06-01T12:02:00.000Z");
    bundle.put("news", "coming", coming);
    app.import(bundle.path());
    let first = async || titles(&app.client().get("/feeds/news.json?limit=1").await.json())[0].to_owned();
    assert_eq!(first().await, HOSTILE);
    app.pass(std::time::Duration::from_mins(1));
    assert_eq!(first().await, "Coming");
    let told = app.client().get("/feeds/news.json").await;
    assert_eq!(
        told.header("cache-control"),
        Some("public, max-age=60, stale-while-revalidate=0, stale-if-error=0"),
        "no cache keeps it beyond its end"
    );
    app.pass(std::time::Duration::from_mins(1));
    assert_eq!(first().await, HOSTILE);
}

#[tokio::test]
async fn an_event_that_was_called_off_says_so() {
    let (app, _bundle) = network().await;
    let editor = app.user("editor").await;
    let event = |cancelled: bool| {
        json!({ "startsAt": "2026-07-01T09:00:00Z", "endsAt": "2026-07-01T10:00:00Z", "timeZone": "Europe/Berlin",
                "isCancelled": cancelled })
    };
    let made = editor.graphql(CREATE, json!({ "event": event(false) })).await.json();
    let made = &made["data"]["createNewsItem"]["newsItem"];
    let publish = "mutation($id: ID!) { publishNewsItem(input: { id: $id }) { newsItem { version } userErrors { message } } }";
    editor.graphql(publish, json!({ "id": made["id"] })).await;
    let calendar = async || app.client().get("/feeds/events.ics").await.text().replace("\r\n ", "");
    let before = calendar().await;
    assert!(before.contains("STATUS:CONFIRMED") && before.contains("SEQUENCE:2"), "{before}");
    assert!(before.contains("DTSTART;TZID=Europe/Berlin:20260701T110000"), "{before}");
    let uid = before.lines().find(|line| line.starts_with("UID:")).unwrap();
    let off = editor.graphql(UPDATE, json!({ "id": made["id"], "event": event(true) })).await.json();
    assert_eq!(off["data"]["updateNewsItem"]["userErrors"], json!([]), "{off}");
    editor.graphql(publish, json!({ "id": made["id"] })).await;
    let after = calendar().await;
    assert!(after.contains("STATUS:CANCELLED") && after.contains("TRANSP:TRANSPARENT"), "{after}");
    assert!(after.contains(uid) && after.contains("SEQUENCE:4"), "{after}");
    let asked = app.graphql("{ events { nodes { isCancelled } } }", json!({})).await;
    assert_eq!(asked["data"]["events"]["nodes"], json!([{ "isCancelled": true }]));
}

const CREATE: &str =
    "mutation($event: EventInput!) { createNewsItem(input: { locale: \"en\", slug: \"meeting\",
    kind: EVENT, event: $event, text: [{ locale: \"en\", title: \"Meeting\" }] }) { newsItem { id } } }";
const UPDATE: &str =
    "mutation($id: ID!, $event: EventInput!) { updateNewsItem(input: { id: $id, expectedVersion: 2,
    event: $event }) { userErrors { message } } }";
