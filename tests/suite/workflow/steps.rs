use std::time::Duration;

use harness::{TestApp, Value, json};

use super::{ITEM, act, drafted, pages, published, read};

const MISSING: &str = "news_01h455vb4pex5vsknk084sn02q";

#[tokio::test]
async fn what_is_scheduled_appears_and_goes_on_the_second_on_every_node() {
    let app = TestApp::start().await;
    let (editor, other) = (app.user("editor").await, app.node().await);
    let id = drafted(&editor, "Tram").await;
    let input = json!({ "id": id, "publishAt": "2026-06-01T13:00:00Z", "expiresAt": "2026-06-01T14:00:00Z" });
    let payload = act(&editor, "publishNewsItem", ITEM, input).await;
    assert_eq!(payload["newsItem"]["status"], "SCHEDULED");
    // Another node hears of a change a moment later; that time passes nobody has to tell it.
    other.catch_up();
    let seen = async || {
        let (one, two) = (read(&app.client(), &id, "LIVE").await, read(&other.client(), &id, "LIVE").await);
        assert_eq!(one, two);
        !one["data"]["node"].is_null()
    };
    app.pass(Duration::from_millis(3_599_999));
    assert!(!seen().await);
    app.pass(Duration::from_millis(1));
    assert!(seen().await);
    app.pass(Duration::from_millis(3_599_999));
    assert!(seen().await);
    app.pass(Duration::from_millis(1));
    assert!(!seen().await);
    // The first token has expired, too.
    let editor = app.user("admin").await;
    assert_eq!(read(&editor, &id, "DRAFT").await["data"]["node"]["status"], "EXPIRED");
    // Published now, it is there now: an end that has passed is none.
    let again = act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(again["newsItem"]["status"], "PUBLISHED");
    other.catch_up();
    assert!(seen().await);
}

#[tokio::test]
async fn a_step_that_leads_nowhere_says_what_would() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    let refused = async |verb: &str, mut input: harness::Value| {
        input["id"] = json!(id);
        let payload = act(&editor, &format!("{verb}NewsItem"), ITEM, input).await;
        assert_eq!(payload["userErrors"][0]["code"], "INVALID_STATE", "{verb}: {payload}");
        assert!(payload["newsItem"].is_null());
        payload["userErrors"][0]["message"].as_str().unwrap().to_owned()
    };
    for verb in ["unpublish", "restore", "return"] {
        refused(verb, json!({})).await;
    }
    act(&editor, "submitNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(read(&editor, &id, "DRAFT").await["data"]["node"]["status"], "IN_REVIEW");
    refused("submit", json!({})).await;
    let back = act(&editor, "returnNewsItem", ITEM, json!({ "id": id, "comment": "Say more." })).await;
    assert_eq!(back["newsItem"]["status"], "DRAFT");
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    let later = refused("publish", json!({ "publishAt": "2026-06-02T00:00:00Z" })).await;
    assert!(later.contains("unpublish it first"), "{later}");
    refused("publish", json!({ "expiresAt": "2026-05-01T00:00:00Z" })).await;
    act(&editor, "archiveNewsItem", ITEM, json!({ "id": id })).await;
    refused("archive", json!({})).await;
    for verb in ["publish", "unpublish", "submit"] {
        assert!(refused(verb, json!({})).await.contains("restore it first"), "{verb}");
    }
    let change = json!({ "id": id, "expectedVersion": 5, "slug": "tram-2" });
    let payload = act(&editor, "updateNewsItem", ITEM, change).await;
    assert_eq!(payload["userErrors"][0]["code"], "INVALID_STATE", "{payload}");
}

#[tokio::test]
async fn what_is_purged_takes_its_places_in_the_lists_along() {
    let app = TestApp::with_demo().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let cities = app
        .graphql("{ cities(first: 1) { nodes { id } } clusters(first: 1) { nodes { id } } }", json!({}))
        .await;
    for (noun, list) in [("City", "cities"), ("Cluster", "clusters")] {
        let id = &cities["data"][list]["nodes"][0]["id"];
        let not_yet = act(&admin, &format!("purge{noun}"), "", json!({ "id": id })).await;
        assert_eq!(not_yet["userErrors"][0]["code"], "INVALID_STATE");
        act(&editor, &format!("archive{noun}"), "", json!({ "id": id })).await;
        act(&admin, &format!("purge{noun}"), "", json!({ "id": id })).await;
        app.cities(&["doctor"]).succeeded();
    }
    let id = published(&editor, "Tram").await;
    let wrong = act(&admin, "purgeNewsItem", "", json!({ "id": id, "expectedVersion": 1 })).await;
    assert_eq!(wrong["userErrors"][0]["code"], "STALE_VERSION");
}

#[tokio::test]
async fn a_time_that_nobody_means_is_told_by_the_name_of_its_field() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    let far = "9999-12-31T23:59:59Z";
    let late = json!({ "id": id, "publishAt": far });
    assert_eq!(act(&editor, "publishNewsItem", ITEM, late).await["newsItem"]["status"], "SCHEDULED");
    let before =
        json!({ "id": id, "publishAt": "2030-01-02T00:00:00Z", "expiresAt": "2030-01-01T00:00:00Z" });
    let told = act(&editor, "publishNewsItem", ITEM, before).await;
    let error = &told["userErrors"][0];
    assert_eq!(
        (&error["field"], &error["message"]),
        (&json!(["expiresAt"]), &json!("must be later than publishAt: give a later time, or none")),
        "{told}"
    );
    let early = json!({ "id": id, "publishAt": "0001-01-01T00:00:00Z" });
    assert_eq!(act(&editor, "publishNewsItem", ITEM, early).await["newsItem"]["status"], "PUBLISHED");
    assert_eq!(
        read(&app.client(), &id, "LIVE").await["data"]["node"]["publishedAt"],
        "0001-01-01T00:00:00.000Z"
    );
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn the_working_draft_of_what_is_published_goes_to_review_and_back_by_the_same_rules() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "Tram").await;
    let told = async |mutation: &str| {
        act(&editor, mutation, ITEM, json!({ "id": id })).await["userErrors"][0]["message"].clone()
    };
    let none = "has no working draft that could go there: update it first";
    assert_eq!((told("submitNewsItem").await, told("returnNewsItem").await), (json!(none), json!(none)));
    let change = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "title": "Trams" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    assert_eq!(told("returnNewsItem").await, "is not IN_REVIEW: submit it first");
    assert_eq!(told("submitNewsItem").await, json!(null));
    assert_eq!(told("submitNewsItem").await, "is IN_REVIEW already: an editor publishes or returns it");
    assert_eq!(told("returnNewsItem").await, json!(null));
}

#[tokio::test]
async fn what_is_scheduled_stays_so_when_its_typo_is_mended_until_somebody_says_otherwise() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Trma").await;
    let time = "2030-01-01T00:00:00.000Z";
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id, "publishAt": time })).await;
    let shown = "newsItem { status publishedAt hasDraft }";
    let mend = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "title": "Tram" }] });
    act(&editor, "updateNewsItem", shown, mend).await;
    let again = act(&editor, "publishNewsItem", shown, json!({ "id": id })).await;
    let scheduled = json!({ "status": "SCHEDULED", "publishedAt": time, "hasDraft": false });
    assert_eq!(again["newsItem"], scheduled);
    assert!(read(&app.client(), &id, "LIVE").await["data"]["node"].is_null());
    let many = "mutation ($ids: [ID!]!) { publishMany(input: { ids: $ids }) { userErrors { code } } }";
    editor.graphql(many, json!({ "ids": [id] })).await;
    assert!(read(&app.client(), &id, "LIVE").await["data"]["node"].is_null());
    let back = act(&editor, "unpublishNewsItem", shown, json!({ "id": id })).await;
    assert_eq!(back["newsItem"]["publishedAt"], time, "{back}");
    let again = act(&editor, "publishNewsItem", shown, json!({ "id": id })).await;
    assert_eq!(again["newsItem"], scheduled, "taken back, it was not published either");
    let now = act(&editor, "publishNewsItem", shown, json!({ "id": id, "publishAt": null })).await;
    assert_eq!(now["newsItem"]["status"], "PUBLISHED");
    assert_eq!(now["newsItem"]["publishedAt"], "2026-06-01T12:00:00.000Z");
    assert_eq!(read(&app.client(), &id, "LIVE").await["data"]["node"]["title"], "Tram");
}

#[tokio::test]
async fn all_that_is_wrong_with_a_step_is_told_at_once_also_when_it_comes_too_late() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let told = async |mutation: &str, input: Value| {
        let payload = act(&editor, mutation, "newsItem { id }", input).await;
        let errors = payload["userErrors"].as_array().unwrap().iter();
        errors
            .map(|error| format!("{} {}", error["field"][0], error["code"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    let long = "x".repeat(2_001);
    for (mutation, input, expected) in [
        ("returnNewsItem", json!({ "id": "x", "comment": " " }), &["comment REQUIRED", "id INVALID"][..]),
        ("commentOnNewsItem", json!({ "id": "x", "comment": long }), &["comment TOO_LONG", "id INVALID"]),
        (
            "commentOnNewsItem",
            json!({ "id": MISSING, "comment": " " }),
            &["comment REQUIRED", "id NOT_FOUND"],
        ),
    ] {
        assert_eq!(told(mutation, input).await, expected, "{mutation}");
    }
    let times =
        json!({ "id": "x", "publishAt": "2030-01-01T00:00:00Z", "expiresAt": "2029-01-01T00:00:00Z" });
    assert_eq!(told("publishNewsItem", times).await, ["expiresAt INVALID_STATE", "id INVALID"]);

    // What another has taken meanwhile, and a time that cannot be.
    let id = published(&editor, "Tram").await;
    act(&editor, "updateNewsItem", ITEM, json!({ "id": id, "expectedVersion": 2, "slug": "bus" })).await;
    drafted(&editor, "Bus").await;
    let over = "2026-01-01T00:00:00Z";
    let publish = json!({ "id": id, "expiresAt": over });
    assert_eq!(told("publishNewsItem", publish.clone()).await, ["expiresAt INVALID_STATE", "slug TAKEN"]);
    let late = |mut input: Value| {
        input["expectedVersion"] = json!(7);
        input
    };
    let expected = ["expectedVersion STALE_VERSION", "expiresAt INVALID_STATE", "slug TAKEN"];
    assert_eq!(told("publishNewsItem", late(publish)).await, expected);
    let back = late(json!({ "id": id, "comment": long }));
    let expected = ["expectedVersion STALE_VERSION", "comment TOO_LONG", "id INVALID_STATE"];
    assert_eq!(told("returnNewsItem", back).await, expected);
    let other = drafted(&editor, "Ship").await;
    for mutation in ["unpublishNewsItem", "discardNewsItemDraft", "restoreNewsItem"] {
        let expected = ["expectedVersion STALE_VERSION", "id INVALID_STATE"];
        assert_eq!(told(mutation, late(json!({ "id": other }))).await, expected, "{mutation}");
    }
    let foreign = late(json!({ "id": id, "revision": "revision_01h455vb4pex5vsknk084sn02q" }));
    let expected = ["expectedVersion STALE_VERSION", "revision NOT_FOUND"];
    assert_eq!(told("restoreNewsItemRevision", foreign).await, expected);
    assert_eq!(read(&editor, &id, "DRAFT").await["data"]["node"]["version"], 3, "nothing was done");
    // What comes first is told first: what is restored has another version then.
    let query = "query ($id: ID!) { revisions(id: $id) { nodes { id } } }";
    let of =
        editor.graphql(query, json!({ "id": other })).await.json()["data"]["revisions"]["nodes"][0].clone();
    act(&editor, "archiveNewsItem", ITEM, json!({ "id": other })).await;
    for mutation in ["restoreNewsItemRevision", "updateNewsItem"] {
        let mut input = late(json!({ "id": other }));
        if mutation == "restoreNewsItemRevision" {
            input["revision"] = of["id"].clone();
        }
        assert_eq!(told(mutation, input).await, ["id INVALID_STATE"], "{mutation}");
    }
    assert!(pages(&editor, "reviewComments", &format!("id: \"{id}\","), "id", 1).await.is_empty());
}
