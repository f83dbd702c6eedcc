use harness::{TestApp, json};

use super::{ITEM, act, published, read};

#[tokio::test]
async fn what_is_published_is_changed_in_a_working_draft_that_the_public_does_not_see() {
    let app = TestApp::with_demo().await;
    let (editor, anyone) = (app.user("editor").await, app.client());
    let id = published(&editor, "Tram").await;
    let before = read(&anyone, &id, "LIVE").await;
    let clusters = app.graphql("{ clusters(first: 1) { nodes { id slug } } }", json!({})).await;
    let cluster = &clusters["data"]["clusters"]["nodes"][0];
    let input = json!({ "id": id, "expectedVersion": 2, "slug": "trams", "clusters": [cluster["id"]],
                        "text": [{ "locale": "en", "title": "Trams", "body": { "html": "<p>More</p>" } }] });
    let changed = act(&editor, "updateNewsItem", ITEM, input).await;
    assert_eq!(
        (&changed["newsItem"]["hasDraft"], &changed["newsItem"]["version"]),
        (&json!(true), &json!(3))
    );
    assert_eq!(read(&anyone, &id, "LIVE").await, before, "not even its version tells");

    let draft = read(&editor, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!(
        (&draft["title"], &draft["slug"], &draft["version"]),
        (&json!("Trams"), &json!("trams"), &json!(3))
    );
    assert_eq!((&draft["status"], &draft["body"]["html"]), (&json!("PUBLISHED"), &json!("<p>More</p>")));
    assert_eq!(draft["clusters"], json!([{ "slug": cluster["slug"] }]), "its relations are the draft's");
    assert_eq!(
        read(&editor, &id, "LIVE").await["data"]["node"]["title"],
        "Tram",
        "editors read LIVE as all do"
    );

    let again =
        json!({ "id": id, "expectedVersion": 3, "text": [{ "locale": "en", "excerpt": "On rails." }] });
    assert_eq!(act(&editor, "updateNewsItem", ITEM, again).await["newsItem"]["version"], 4);
    let live = act(&editor, "publishNewsItem", ITEM, json!({ "id": id, "expectedVersion": 4 })).await;
    assert_eq!((&live["newsItem"]["hasDraft"], &live["newsItem"]["version"]), (&json!(false), &json!(5)));
    let seen = read(&anyone, &id, "LIVE").await["data"]["node"].clone();
    assert_eq!(
        (&seen["title"], &seen["excerpt"], &seen["slug"]),
        (&json!("Trams"), &json!("On rails."), &json!("trams"))
    );
    assert_eq!(seen["publishedAt"], before["data"]["node"]["publishedAt"]);
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn a_working_draft_that_says_again_what_the_public_sees_is_none() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let cities = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await;
    let id = published(&editor, "Tram").await;
    let theirs = json!({ "id": id, "expectedVersion": 2, "cities": [cities["data"]["city"]["id"]] });
    act(&editor, "updateNewsItem", ITEM, theirs).await;
    let live = act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await["newsItem"].clone();
    let waiting = async || {
        let inbox = editor.graphql("{ inbox(first: 9) { nodes { id } } }", json!({})).await.json();
        let nodes = inbox["data"]["inbox"]["nodes"].as_array().unwrap_or_else(|| panic!("{inbox}")).clone();
        nodes.iter().any(|node| node["id"] == id)
    };
    let mut version = live["version"].clone();
    for (title, has_draft) in [("Trams", true), ("Tram", false)] {
        let text = json!([{ "locale": "en", "title": title }]);
        let change = json!({ "id": id, "expectedVersion": version, "text": text });
        let changed = act(&city, "updateNewsItem", ITEM, change).await;
        assert_eq!(changed["newsItem"]["hasDraft"], has_draft, "{changed}");
        version = changed["newsItem"]["version"].clone();
        assert_eq!(waiting().await, has_draft, "{title}");
    }
    assert_eq!(version, live["version"]);
    // The same in another order is the same; what an editor writes at is not for others to throw away.
    let text = |title: &str| json!([{ "locale": "en", "title": title }]);
    let change = json!({ "id": id, "expectedVersion": version, "sdgs": [11, 3] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let live = act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await["newsItem"].clone();
    let change = json!({ "id": id, "expectedVersion": live["version"], "sdgs": [3, 11] });
    assert_eq!(act(&editor, "updateNewsItem", ITEM, change).await["newsItem"]["hasDraft"], false);
    let change = json!({ "id": id, "expectedVersion": live["version"], "text": text("Trams") });
    let drafted = act(&editor, "updateNewsItem", ITEM, change).await["newsItem"].clone();
    let back = json!({ "id": id, "expectedVersion": drafted["version"], "text": text("Tram") });
    let theirs = act(&city, "updateNewsItem", ITEM, back).await["newsItem"].clone();
    assert!(theirs["hasDraft"] == true && waiting().await, "{theirs}");
    let back = json!({ "id": id, "expectedVersion": theirs["version"] });
    assert_eq!(act(&editor, "returnNewsItem", ITEM, back).await["newsItem"]["hasDraft"], false);
    let (version, live) = (live["version"].clone(), live);
    let change =
        json!({ "id": id, "expectedVersion": version, "text": [{ "locale": "en", "title": "Metro" }] });
    let next = act(&editor, "updateNewsItem", ITEM, change).await["newsItem"]["version"].as_i64();
    assert_eq!(next, live["version"].as_i64().map(|version| version + 4), "no number is given twice");
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn a_draft_that_is_thrown_away_or_taken_back_loses_nothing_that_was_live() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "Tram").await;
    let change = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "title": "Trams" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    act(&editor, "discardNewsItemDraft", ITEM, json!({ "id": id, "expectedVersion": 3 })).await;
    let draft = read(&editor, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!(
        (&draft["title"], &draft["version"], &draft["hasDraft"]),
        (&json!("Tram"), &json!(2), &json!(false))
    );
    let none = act(&editor, "discardNewsItemDraft", ITEM, json!({ "id": id })).await;
    assert_eq!(none["userErrors"][0]["code"], "INVALID_STATE");

    let change = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "title": "Trolley" }] });
    let changed = act(&editor, "updateNewsItem", ITEM, change).await;
    assert_eq!(changed["newsItem"]["version"], 5, "a number is never given twice");
    let back = act(&editor, "unpublishNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(
        (&back["newsItem"]["status"], &back["newsItem"]["hasDraft"]),
        (&json!("DRAFT"), &json!(false))
    );
    assert_eq!(read(&editor, &id, "DRAFT").await["data"]["node"]["title"], "Trolley");
    assert!(read(&app.client(), &id, "LIVE").await["data"]["node"].is_null());
}

#[tokio::test]
async fn drafts_are_for_those_who_may_and_nobody_else_learns_of_them() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = super::drafted(&editor, "Secret").await;
    for (who, code) in [(app.client(), "UNAUTHENTICATED"), (app.user("reviewer").await, "FORBIDDEN")] {
        let answer = read(&who, &id, "DRAFT").await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer}");
        assert!(answer["data"]["node"].is_null());
        assert!(read(&who, &id, "LIVE").await["data"]["node"].is_null());
    }
    let draft =
        editor.graphql("query ($id: ID!) { node(id: $id, view: DRAFT) { id } }", json!({ "id": id })).await;
    assert_eq!(draft.header("cache-control"), Some("no-store"));
    assert_eq!(draft.json()["data"]["node"]["id"], id);
}

#[tokio::test]
async fn a_relation_to_what_is_not_live_yet_appears_when_it_goes_live() {
    let app = TestApp::start().await;
    let (editor, anyone) = (app.user("editor").await, app.client());
    let cluster = json!({ "locale": "en", "text": [{ "locale": "en", "title": "Waste" }] });
    let made = act(&editor, "createCluster", "cluster { id }", cluster).await;
    let cluster = made["cluster"]["id"].clone();
    let id = published(&editor, "Tram").await;
    let input = json!({ "id": id, "expectedVersion": 2, "clusters": [cluster] });
    act(&editor, "updateNewsItem", ITEM, input).await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(read(&anyone, &id, "LIVE").await["data"]["node"]["clusters"], json!([]));
    act(&editor, "publishCluster", "cluster { id }", json!({ "id": cluster })).await;
    assert_eq!(read(&anyone, &id, "LIVE").await["data"]["node"]["clusters"], json!([{ "slug": "waste" }]));
    let news = "{ cluster(slug: \"waste\") { news { nodes { id } } } }";
    assert_eq!(app.graphql(news, json!({})).await["data"]["cluster"]["news"]["nodes"], json!([{ "id": id }]));
    act(&editor, "unpublishCluster", "cluster { id }", json!({ "id": cluster })).await;
    act(&editor, "publishCluster", "cluster { id }", json!({ "id": cluster })).await;
    assert_eq!(app.graphql(news, json!({})).await["data"]["cluster"]["news"]["nodes"], json!([{ "id": id }]));
}
