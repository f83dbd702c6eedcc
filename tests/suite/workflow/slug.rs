use harness::{TestApp, json};

use super::{ITEM, act, published, read};

#[tokio::test]
async fn a_focal_point_takes_no_address_that_still_leads_somewhere() {
    let app = TestApp::with_demo().await;
    let (city, editor) = (app.focal_point("xiamen").await, app.user("editor").await);
    let id = published(&editor, "Tram").await;
    let rename = json!({ "id": id, "expectedVersion": 2, "slug": "trams" });
    act(&editor, "updateNewsItem", ITEM, rename).await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    let by_old = "{ newsItem(slug: \"tram\") { slug } }";
    let found = json!({ "newsItem": { "slug": "trams" } });
    assert_eq!(app.graphql(by_old, json!({})).await["data"], found);

    let own = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let text = json!([{ "locale": "en", "title": "Our tram" }]);
    let input = json!({ "locale": "en", "cities": [own], "slug": "tram", "text": text });
    let taken = act(&city, "createNewsItem", ITEM, input).await;
    assert_eq!(
        (&taken["userErrors"][0]["field"], &taken["userErrors"][0]["code"]),
        (&json!(["slug"]), &json!("TAKEN")),
        "{taken}"
    );
    let input = json!({ "locale": "en", "cities": [own], "text": text });
    let made = act(&city, "createNewsItem", ITEM, input).await;
    let rename = json!({ "id": made["newsItem"]["id"], "expectedVersion": 1, "slug": "tram" });
    let taken = act(&city, "updateNewsItem", ITEM, rename).await;
    assert_eq!(taken["userErrors"][0]["code"], "TAKEN", "{taken}");
    assert_eq!(app.graphql(by_old, json!({})).await["data"], found);

    // Whoever writes without asking may.
    let rename = json!({ "id": made["newsItem"]["id"], "expectedVersion": 1, "slug": "tram" });
    let renamed = act(&editor, "updateNewsItem", ITEM, rename).await;
    assert_eq!(renamed["newsItem"]["slug"], "tram", "{renamed}");
}

#[tokio::test]
async fn a_draft_whose_slug_another_thing_took_is_told_so_when_it_is_published() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let (one, other) = (published(&editor, "One").await, published(&editor, "Other").await);
    for id in [&one, &other] {
        let rename = json!({ "id": id, "expectedVersion": 2, "slug": "tram" });
        let drafted = act(&editor, "updateNewsItem", ITEM, rename).await;
        assert_eq!(drafted["newsItem"]["slug"], "tram");
    }
    act(&editor, "publishNewsItem", ITEM, json!({ "id": one })).await;
    let taken = act(&editor, "publishNewsItem", ITEM, json!({ "id": other })).await;
    let error = &taken["userErrors"][0];
    assert_eq!((&error["field"], &error["code"]), (&json!(["slug"]), &json!("TAKEN")), "{taken}");
    let seen = read(&editor, &other, "DRAFT").await["data"]["node"].clone();
    assert_eq!(
        (&seen["slug"], &seen["hasDraft"]),
        (&json!("other"), &json!(true)),
        "until then it goes by its own"
    );
    let said = json!({ "id": other, "comment": "Another slug?" });
    let said = act(&editor, "commentOnNewsItem", ITEM, said).await;
    assert_eq!(said["newsItem"]["slug"], "other", "{said}");
    let mended = json!({ "id": other, "expectedVersion": 3, "slug": "tram-2" });
    assert_eq!(act(&editor, "updateNewsItem", ITEM, mended).await["newsItem"]["slug"], "tram-2");
    act(&editor, "publishNewsItem", ITEM, json!({ "id": other })).await;
    assert_eq!(read(&app.client(), &other, "LIVE").await["data"]["node"]["slug"], "tram-2");
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn what_must_go_from_the_public_goes_whatever_its_working_draft_says() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let mut ids = Vec::new();
    for title in ["First", "Taken back", "Put away"] {
        let id = published(&editor, title).await;
        let rename = json!({ "id": id, "expectedVersion": 2, "slug": "tram" });
        act(&editor, "updateNewsItem", ITEM, rename).await;
        ids.push(id);
    }
    act(&editor, "publishNewsItem", ITEM, json!({ "id": ids[0] })).await;
    for (verb, id, status, slug) in
        [("unpublish", &ids[1], "DRAFT", "taken-back"), ("archive", &ids[2], "ARCHIVED", "put-away")]
    {
        let gone =
            act(&editor, &format!("{verb}NewsItem"), ITEM, json!({ "id": id })).await["newsItem"].clone();
        assert_eq!(
            (&gone["status"], &gone["slug"], &gone["hasDraft"]),
            (&json!(status), &json!(slug), &json!(false))
        );
        assert!(read(&app.client(), id, "LIVE").await["data"]["node"].is_null());
    }
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn a_working_draft_whose_name_another_took_is_shown_all_the_same() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "Tram").await;
    let text = json!([{ "locale": "en", "title": "Metro" }]);
    let change = json!({ "id": id, "expectedVersion": 2, "slug": "metro", "externalRef": "m", "text": text });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let other = json!({ "locale": "en", "slug": "metro", "externalRef": "m", "text": text });
    assert_eq!(act(&editor, "createNewsItem", ITEM, other).await["userErrors"], json!([]));

    let seen = read(&editor, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!(
        (&seen["title"], &seen["slug"], &seen["version"]),
        (&json!("Metro"), &json!("tram"), &json!(3))
    );
    let handed_in = act(&editor, "submitNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!((&handed_in["newsItem"]["version"], &handed_in["userErrors"]), (&json!(4), &json!([])));
    let refused = act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    let fields: Vec<_> = refused["userErrors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (&error["field"][0], &error["code"]))
        .collect();
    let taken = json!("TAKEN");
    assert_eq!(fields, [(&json!("slug"), &taken), (&json!("externalRef"), &taken)], "{refused}");
}
