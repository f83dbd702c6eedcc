//! What a city proposes and then takes back: what is live is what it was, whoever did what meanwhile.

use harness::{Client, TestApp, Value, json};

use super::{ITEM, act, read, try_act};

const DOCUMENT: &str = "query ($id: ID!) { document(id: $id) { draft fields } }";

fn text(title: &str) -> Value {
    json!([{ "locale": "en", "title": title }])
}

/// A published item of a city, filed as `filed` says: its id.
async fn item(editor: &Client, city: &Value, filed: Value) -> Value {
    let mut input = json!({ "locale": "en", "cities": [city], "text": text("Tram") });
    input.as_object_mut().unwrap().extend(filed.as_object().unwrap().clone());
    let id = act(editor, "createNewsItem", ITEM, input).await["newsItem"]["id"].clone();
    act(editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    id
}

/// Changes an item, whatever its version is.
async fn change(who: &Client, id: &Value, change: Value) -> Value {
    let version = read(who, id.as_str().unwrap(), "DRAFT").await["data"]["node"]["version"].clone();
    let mut input = json!({ "id": id, "expectedVersion": version });
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let done = act(who, "updateNewsItem", ITEM, input).await;
    assert_eq!(done["userErrors"], json!([]), "{done}");
    done["newsItem"].clone()
}

async fn own(app: &TestApp) -> Value {
    app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone()
}

async fn cluster(editor: &Client, title: &str, is_live: bool) -> Value {
    let input = json!({ "locale": "en", "text": text(title) });
    let id = act(editor, "createCluster", "cluster { id }", input).await["cluster"]["id"].clone();
    if is_live {
        act(editor, "publishCluster", "", json!({ "id": id })).await;
    }
    id
}

#[tokio::test]
async fn a_proposal_that_is_taken_back_is_gone_whatever_is_hidden_from_its_city() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let own = own(&app).await;
    let (one, other) = (cluster(&editor, "One", true).await, cluster(&editor, "Other", true).await);
    let hidden = cluster(&editor, "Hidden", false).await;
    let closing = json!({ "locale": "en", "text": text("Call"), "closesAt": "2039-01-01T00:00:00Z" });
    let secret = act(&editor, "createCall", "call { id }", closing.clone()).await["call"]["id"].clone();
    let public = act(&editor, "createCall", "call { id }", closing).await["call"]["id"].clone();
    act(&editor, "publishCall", "", json!({ "id": public })).await;
    for clusters in [json!([one]), json!([one, hidden]), json!([hidden, one])] {
        for call in [Value::Null, secret.clone()] {
            let filed = json!({ "clusters": clusters, "call": call });
            let id = item(&editor, &own, filed.clone()).await;
            let proposed = change(&city, &id, json!({ "clusters": [one, other], "call": public })).await;
            assert_eq!((&proposed["hasDraft"], &proposed["version"]), (&json!(true), &json!(3)));
            // One after the other: what is taken back in a field is as it was there.
            let first = change(&city, &id, json!({ "call": null })).await;
            assert_eq!(first["hasDraft"], true);
            let back = change(&city, &id, json!({ "clusters": [one] })).await;
            assert_eq!((&back["hasDraft"], &back["version"]), (&json!(false), &json!(2)), "{filed}");
            let told = editor.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
            let fields = &told["fields"];
            assert_eq!(json!({ "clusters": fields["clusters"], "call": fields["call"] }), filed);
        }
    }

    // A list that was full for a while takes nothing out for good.
    let id = item(&editor, &own, json!({ "clusters": [one, hidden] })).await;
    let mut all = vec![one.clone()];
    for n in 1..50 {
        all.push(cluster(&editor, &format!("Cluster {n}"), true).await);
    }
    change(&city, &id, json!({ "clusters": all })).await;
    change(&city, &id, json!({ "clusters": [one, other] })).await;
    let told = editor.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
    assert_eq!(told["fields"]["clusters"], json!([one, other, hidden]));
    assert_eq!(change(&city, &id, json!({ "clusters": [one] })).await["hasDraft"], false);
}

#[tokio::test]
async fn what_is_hidden_since_it_was_proposed_or_taken_out_keeps_no_proposal_alive() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let own = own(&app).await;
    let (one, two) = (cluster(&editor, "One", true).await, cluster(&editor, "Two", true).await);
    let gone = cluster(&editor, "Gone", true).await;
    let closing = json!({ "locale": "en", "text": text("Call"), "closesAt": "2039-01-01T00:00:00Z" });
    let call = act(&editor, "createCall", "call { id }", closing).await["call"]["id"].clone();
    for (live, proposed, back) in [
        (json!([one]), json!({ "clusters": [one, gone] }), json!({ "clusters": [one] })),
        (
            json!([one, gone]),
            json!({ "clusters": [one], "text": text("Ours") }),
            json!({ "text": text("Tram") }),
        ),
        (json!([one]), json!({ "call": call }), json!({ "call": null })),
    ] {
        for (mutation, id) in [("publishCluster", &gone), ("publishCall", &call)] {
            act(&editor, mutation, "", json!({ "id": id })).await;
        }
        let id = item(&editor, &own, json!({ "clusters": live })).await;
        assert_eq!(change(&city, &id, proposed.clone()).await["hasDraft"], true);
        for (mutation, id) in [("unpublishCluster", &gone), ("unpublishCall", &call)] {
            act(&editor, mutation, "", json!({ "id": id })).await;
        }
        assert_eq!(change(&city, &id, back).await["hasDraft"], false, "{proposed}");
        let told = editor.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
        assert_eq!((&told["fields"]["clusters"], &told["fields"]["call"]), (&live, &Value::Null));
    }

    // Another address is another proposal.
    act(&editor, "publishCluster", "", json!({ "id": gone })).await;
    let id = item(&editor, &own, json!({ "clusters": [one] })).await;
    change(&city, &id, json!({ "clusters": [one, gone], "slug": "ours" })).await;
    act(&editor, "unpublishCluster", "", json!({ "id": gone })).await;
    assert_eq!(change(&city, &id, json!({ "slug": "also-ours" })).await["hasDraft"], true);
    let told = editor.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
    assert_eq!(told["fields"]["clusters"], json!([one, gone]));

    // What they took out while they saw it does not come back with another change.
    act(&editor, "publishCluster", "", json!({ "id": gone })).await;
    let id = item(&editor, &own, json!({ "clusters": [one, gone] })).await;
    change(&city, &id, json!({ "clusters": [one] })).await;
    act(&editor, "unpublishCluster", "", json!({ "id": gone })).await;
    change(&city, &id, json!({ "clusters": [one, two] })).await;
    let told = editor.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
    assert_eq!(told["fields"]["clusters"], json!([one, two]));
}

#[tokio::test]
async fn what_an_editor_took_out_of_a_draft_does_not_come_back_by_itself() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let (one, hidden) = (cluster(&editor, "One", true).await, cluster(&editor, "Hidden", false).await);
    let id = item(&editor, &own(&app).await, json!({ "clusters": [hidden] })).await;
    change(&editor, &id, json!({ "clusters": [] })).await;
    change(&city, &id, json!({ "clusters": [one] })).await;
    assert_eq!(change(&city, &id, json!({ "clusters": [] })).await["hasDraft"], true);
    let told = editor.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
    assert_eq!((&told["draft"], &told["fields"]["clusters"]), (&json!("IN_REVIEW"), &json!([])));
}

#[tokio::test]
async fn what_is_done_to_many_things_is_no_word_of_a_proposal() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let own = own(&app).await;
    let topics = app.graphql("{ topics { nodes { id } } }", json!({})).await;
    let topic = &topics["data"]["topics"]["nodes"][0]["id"];
    let tag = async |id: &Value| {
        let query = "mutation ($id: ID!, $topic: ID!) {
            tagMany(input: { ids: [$id], add: [$topic] }) { userErrors { code } } }";
        let done = editor.graphql(query, json!({ "id": id, "topic": topic })).await.json();
        assert_eq!(done["data"]["tagMany"]["userErrors"], json!([]), "{done}");
    };
    let gone = cluster(&editor, "Gone", true).await;
    let of = async |id: &Value| {
        let query = "query ($id: ID!) { revisions(id: $id, first: 100) { nodes { id number action } } }";
        let told = editor.graphql(query, json!({ "id": id })).await.json();
        told["data"]["revisions"]["nodes"].as_array().unwrap().clone()
    };
    for step in ["tag", "purge"] {
        let id = item(&editor, &own, json!({})).await;
        change(&city, &id, json!({ "text": text("Ours"), "clusters": [gone] })).await;
        app.pass(std::time::Duration::from_secs(1));
        if step == "tag" {
            tag(&id).await;
        } else {
            act(&editor, "archiveCluster", "", json!({ "id": gone })).await;
            act(&app.user("admin").await, "purgeCluster", "", json!({ "id": gone })).await;
        }
        assert_eq!(of(&id).await[0]["action"], "FOLLOWED", "{step}");
        let inbox =
            editor.graphql("{ inbox(first: 100) { nodes { id user { name } } } }", json!({})).await.json();
        let inbox = inbox["data"]["inbox"]["nodes"].as_array().unwrap().clone();
        let entry = inbox.iter().find(|entry| entry["id"] == id).unwrap();
        assert_eq!(entry["user"]["name"], "xiamen", "{step}");
        let back = json!({ "text": text("Tram"), "clusters": [] });
        assert_eq!(change(&city, &id, back).await["hasDraft"], false, "{step}");
    }

    // What an editor wrote, and took back again, is nobody's draft any more.
    let id = item(&editor, &own, json!({})).await;
    change(&editor, &id, json!({ "text": text("Theirs") })).await;
    let live = of(&id).await.into_iter().find(|one| one["number"] == 2).unwrap();
    let restore = json!({ "id": id, "expectedVersion": 3, "revision": live["id"] });
    assert_eq!(act(&editor, "restoreNewsItemRevision", ITEM, restore).await["newsItem"]["hasDraft"], false);
    assert_eq!(of(&id).await[0]["action"], "DISCARDED");
    tag(&id).await;
    change(&city, &id, json!({ "text": text("Ours") })).await;
    assert_eq!(change(&city, &id, json!({ "text": text("Tram") })).await["hasDraft"], false);
}

#[tokio::test]
async fn a_working_draft_that_gives_a_thing_away_locks_its_city_out_of_nothing_else() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let own = own(&app).await;
    let id = item(&editor, &own, json!({})).await;
    change(&editor, &id, json!({ "cities": [] })).await;
    let done = change(&city, &id, json!({ "text": text("Ours") })).await;
    assert_eq!((&done["hasDraft"], &done["version"]), (&json!(true), &json!(4)));
    let told = editor.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
    assert_eq!(
        (&told["draft"], &told["fields"]["cities"]),
        (&json!("IN_REVIEW"), &json!([])),
        "as it was there"
    );
    let late = json!({ "id": id, "expectedVersion": 2, "text": text("Late") });
    let late = act(&city, "updateNewsItem", ITEM, late).await;
    assert_eq!(late["userErrors"][0]["code"], "STALE_VERSION", "{late}");
    assert_eq!(change(&city, &id, json!({ "cities": [own] })).await["hasDraft"], true);
    let foreign = json!({ "id": id, "expectedVersion": 5, "cities": [] });
    let foreign = try_act(&city, "updateNewsItem", ITEM, foreign).await;
    assert_eq!(foreign["errors"][0]["extensions"]["code"], "FORBIDDEN", "{foreign}");
}
