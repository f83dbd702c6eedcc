//! What an address leads to that was given up.

use std::time::Duration;

use harness::{Client, TestApp, json};

use super::{ITEM, act, drafted, published, read};

/// A published item that was "old" and is "new": its id.
async fn renamed(editor: &Client) -> String {
    let id = published(editor, "Old").await;
    act(editor, "updateNewsItem", ITEM, json!({ "id": id, "expectedVersion": 2, "slug": "new" })).await;
    act(editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    id
}

#[tokio::test]
async fn an_old_address_leads_home_until_what_took_it_is_live_and_again_when_that_is_gone() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = renamed(&editor).await;
    let found = async || {
        app.catch_up();
        let query = "{ newsItem(slug: \"old\") { id } }";
        let by_slug = app.graphql(query, json!({})).await["data"]["newsItem"]["id"].clone();
        let moved = app.client().get("/v1/news/old").await;
        let leads_on = moved.header("location").is_some_and(|to| to.contains("/v1/news/new"));
        assert_eq!(leads_on, by_slug == json!(id), "the doors agree: {by_slug} and {}", moved.status);
        by_slug
    };
    assert_eq!(found().await, json!(id));
    let other = drafted(&editor, "Old").await;
    let slug = json!({ "id": other, "expectedVersion": 1, "slug": "old" });
    assert_eq!(act(&editor, "updateNewsItem", ITEM, slug).await["newsItem"]["slug"], "old");
    assert_eq!(found().await, json!(id), "a draft takes no address away");
    let by_slug = editor.graphql("{ newsItem(slug: \"old\", view: DRAFT) { id } }", json!({})).await.json();
    assert_eq!(by_slug["data"]["newsItem"]["id"], json!(other), "editors find it");
    let later = json!({ "id": other, "publishAt": "2026-06-01T12:10:00Z" });
    act(&editor, "publishNewsItem", ITEM, later).await;
    assert_eq!(found().await, json!(id));
    app.pass(Duration::from_mins(10));
    assert_eq!(found().await, json!(other), "its time has come");
    act(&editor, "unpublishNewsItem", ITEM, json!({ "id": other })).await;
    assert_eq!(found().await, json!(id));
    let back = json!({ "id": other, "expectedVersion": 4, "slug": "another" });
    act(&editor, "updateNewsItem", ITEM, back).await;
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn what_nobody_saw_under_a_name_takes_no_address_away_when_it_is_renamed() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "Tram").await;
    act(&editor, "updateNewsItem", ITEM, json!({ "id": id, "expectedVersion": 2, "slug": "trams" })).await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    let other = drafted(&editor, "Tram").await;
    let renamed = json!({ "id": other, "expectedVersion": 1, "slug": "bus" });
    assert_eq!(act(&editor, "updateNewsItem", ITEM, renamed).await["newsItem"]["slug"], "bus");
    act(&editor, "publishNewsItem", ITEM, json!({ "id": other })).await;
    let query = "{ newsItem(slug: \"tram\") { slug } }";
    assert_eq!(app.graphql(query, json!({})).await["data"]["newsItem"], json!({ "slug": "trams" }));

    // Nor does what is only scheduled, where another had the address.
    let later = drafted(&editor, "Tram").await;
    let at = "2040-01-01T00:00:00Z";
    act(&editor, "publishNewsItem", ITEM, json!({ "id": later, "publishAt": at })).await;
    act(&editor, "updateNewsItem", ITEM, json!({ "id": later, "expectedVersion": 2, "slug": "night-bus" }))
        .await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": later })).await;
    assert_eq!(app.graphql(query, json!({})).await["data"]["newsItem"], json!({ "slug": "trams" }));

    // What was live keeps its address, also once it is scheduled anew.
    act(&editor, "unpublishNewsItem", ITEM, json!({ "id": other })).await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": other, "publishAt": "2040-01-01T00:00:00Z" })).await;
    let version = read(&editor, &other, "DRAFT").await["data"]["node"]["version"].clone();
    let renamed = json!({ "id": other, "expectedVersion": version, "slug": "coach" });
    act(&editor, "updateNewsItem", ITEM, renamed).await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": other, "publishAt": null })).await;
    let led = app.graphql("{ newsItem(slug: \"bus\") { slug } }", json!({})).await;
    assert_eq!(led["data"]["newsItem"], json!({ "slug": "coach" }));

    // A topic is public by itself: it has the name for as long as it is there.
    let admin = app.user("admin").await;
    let topic = async |label: &str| {
        let input = json!({ "locale": "en", "slug": "air", "text": [{ "locale": "en", "label": label }] });
        act(&editor, "createTopic", "topic { id slug }", input).await["topic"].clone()
    };
    let led = async || {
        app.graphql("{ topic(slug: \"air\") { id } }", json!({})).await["data"]["topic"]["id"].clone()
    };
    let first = topic("Air").await;
    act(&editor, "updateTopic", "", json!({ "id": first["id"], "expectedVersion": 1, "slug": "clean-air" }))
        .await;
    assert_eq!(led().await, first["id"]);
    let second = topic("Air").await;
    assert_eq!((&second["slug"], led().await), (&json!("air"), second["id"].clone()));
    act(&admin, "purgeTopic", "", json!({ "id": second["id"] })).await;
    assert_eq!(led().await, first["id"]);
}

#[tokio::test]
async fn what_was_scheduled_and_taken_back_in_time_takes_no_address_away_when_that_has_passed() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = renamed(&editor).await;
    let other = drafted(&editor, "Old").await;
    let rename = json!({ "id": other, "expectedVersion": 1, "slug": "old" });
    act(&editor, "updateNewsItem", ITEM, rename).await;
    let later = json!({ "id": other, "publishAt": "2026-06-01T12:10:00Z" });
    act(&editor, "publishNewsItem", ITEM, later).await;
    let back = act(&editor, "unpublishNewsItem", ITEM, json!({ "id": other })).await["newsItem"].clone();
    assert_eq!((&back["slug"], &back["status"]), (&json!("old"), &json!("DRAFT")));
    app.pass(Duration::from_mins(11));
    let rename = json!({ "id": other, "expectedVersion": back["version"], "slug": "another" });
    act(&editor, "updateNewsItem", ITEM, rename).await;
    let found = app.graphql("{ newsItem(slug: \"old\") { id } }", json!({})).await;
    assert_eq!(found["data"]["newsItem"]["id"], json!(id));
    assert_eq!(app.client().get("/v1/news/old").await.status, 308);
}

#[tokio::test]
async fn what_was_live_before_it_was_taken_back_keeps_the_address_that_it_took_over() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    renamed(&editor).await;
    for (n, mutations) in [vec!["unpublish"], vec!["archive", "restore"], vec![]].into_iter().enumerate() {
        let other = drafted(&editor, "Other").await;
        let rename = json!({ "id": other, "expectedVersion": 1, "slug": "old" });
        act(&editor, "updateNewsItem", ITEM, rename).await;
        let until = format!("2026-06-01T12:{}:00Z", 10 + n);
        act(&editor, "publishNewsItem", ITEM, json!({ "id": other, "expiresAt": until })).await;
        for mutation in &mutations {
            act(&editor, &format!("{mutation}NewsItem"), ITEM, json!({ "id": other })).await;
        }
        if mutations.is_empty() {
            app.pass(Duration::from_mins(13));
        }
        let version = read(&editor, &other, "DRAFT").await["data"]["node"]["version"].clone();
        let rename = json!({ "id": other, "expectedVersion": version, "slug": format!("other-{n}") });
        act(&editor, "updateNewsItem", ITEM, rename).await;
        act(&editor, "publishNewsItem", ITEM, json!({ "id": other, "expiresAt": null })).await;
        let found = app.graphql("{ newsItem(slug: \"old\") { id } }", json!({})).await;
        assert_eq!(found["data"]["newsItem"]["id"], json!(other), "{mutations:?}");
    }
}
