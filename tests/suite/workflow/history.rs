use harness::{Client, TestApp, Value, json};

use super::{ITEM, act, all, drafted, pages, published, refusal};

const TOLD: &str = "id number action at actor user { id name } origin draft document";

async fn revisions(who: &Client, id: &str) -> Vec<Value> {
    pages(who, "revisions", &format!("id: \"{id}\","), TOLD, 2).await
}

#[tokio::test]
async fn every_change_tells_what_was_done_by_whom_and_from_where() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "Tram").await;
    let change = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "title": "Trams" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let told = revisions(&editor, &id).await;
    assert_eq!(all(&told, "number"), [3, 2, 1], "the newest first");
    assert_eq!(all(&told, "action"), ["DRAFTED", "PUBLISHED", "CREATED"]);
    assert_eq!(all(&told, "draft"), [json!("DRAFT"), json!(null), json!(null)]);
    for one in &told {
        assert_eq!((&one["actor"], &one["user"]["name"]), (&json!("USER"), &json!("editor")), "{one}");
        assert_eq!(one["origin"], "127.0.0.1");
        assert_eq!(one["at"], "2026-06-01T12:00:00.000Z");
    }
    assert_eq!(told[0]["document"]["text"][0]["title"], "Trams");
    assert_eq!(told[1]["document"]["text"][0]["title"], "Tram");

    let (_, key) = id.split_once('_').unwrap();
    assert!(revisions(&editor, &format!("city_{key}")).await.is_empty(), "there is no such city");

    app.database().execute("delete from \"user\" where email = 'editor@example.org'").await;
    let admin = app.user("admin").await;
    let told = revisions(&admin, &id).await;
    assert!(told[0]["user"]["id"].as_str().unwrap().starts_with("user_"), "{}", told[0]);
    assert!(told[0]["user"]["name"].is_null(), "there is no such user any more");
}

#[tokio::test]
async fn documents_are_read_where_they_are_asked_for_and_all_of_them() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram 1").await;
    for version in 1..10 {
        let text = json!([{ "locale": "en", "title": format!("Tram {}", version + 1) }]);
        act(&editor, "updateNewsItem", ITEM, json!({ "id": id, "expectedVersion": version, "text": text }))
            .await;
    }
    for size in [1, 4, 5, 100] {
        let told = pages(&editor, "revisions", &format!("id: \"{id}\","), TOLD, size).await;
        let titles: Vec<_> = told.iter().map(|one| one["document"]["text"][0]["title"].clone()).collect();
        let expected: Vec<_> = (1..=10).rev().map(|n| json!(format!("Tram {n}"))).collect();
        assert_eq!(titles, expected, "by {size}");
    }
    let asked = async |selection: &str| {
        app.statements();
        let query = format!("{{ revisions(id: \"{id}\") {{ nodes {{ {selection} }} }} }}");
        editor.graphql(&query, json!({})).await;
        let sent = app.statements();
        let of = |word: &str| sent.iter().filter(|statement| statement.sql.contains(word)).count();
        (of("revision"), of("\"document\""))
    };
    assert_eq!(asked("id action user { name }").await, (1, 0), "one statement, whoever it was");
    assert_eq!(asked("other: document").await.1, 3, "four at a time");
}

#[tokio::test]
async fn two_revisions_of_a_thing_are_compared_field_by_field() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    let change = json!({ "id": id, "expectedVersion": 1, "slug": "trams", "sdgs": [11],
                         "text": [{ "locale": "en", "title": "Trams" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let told = revisions(&editor, &id).await;
    let diff = async |from: &Value, to: &Value| {
        let query = "query ($from: ID!, $to: ID!) {
            revisionDiff(from: $from, to: $to) { type item fields { path before after } } }";
        editor.graphql(query, json!({ "from": from, "to": to })).await.json()
    };
    let found = diff(&told[1]["id"], &told[0]["id"]).await["data"]["revisionDiff"].clone();
    assert_eq!((&found["type"], &found["item"]), (&json!("NEWS_ITEM"), &json!(id)));
    let fields = found["fields"].as_array().unwrap();
    let of = |path: Value| fields.iter().find(|field| field["path"] == path).cloned().unwrap_or_default();
    assert_eq!(of(json!(["text", "en", "title"]))["before"], "Tram", "{found}");
    assert_eq!(of(json!(["text", "en", "title"]))["after"], "Trams");
    assert_eq!(of(json!(["sdgs"]))["after"], json!([11]));
    assert_eq!(of(json!(["slug"]))["after"], "trams");
    assert_eq!(fields.len(), 3, "{found}");
    let same = diff(&told[0]["id"], &told[0]["id"]).await;
    assert_eq!(same["data"]["revisionDiff"]["fields"], json!([]));

    let other = revisions(&editor, &drafted(&editor, "Bus").await).await;
    let refused = diff(&told[0]["id"], &other[0]["id"]).await;
    assert_eq!(refused["errors"][0]["extensions"]["argument"], "to", "{refused}");
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("of another thing"), "{refused}");
    let refused = diff(&json!("revision_01h455vb4pex5vsknk084sn02q"), &told[0]["id"]).await;
    assert_eq!(refused["errors"][0]["extensions"]["argument"], "from", "{refused}");
    let refused = diff(&json!(id), &told[0]["id"]).await;
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("revision_"), "{refused}");
}

#[tokio::test]
async fn what_the_command_line_brings_in_is_the_systems() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let found = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await;
    let told = revisions(&editor, found["data"]["city"]["id"].as_str().unwrap()).await;
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["actor"], &told[0]["action"]), (&json!("SYSTEM"), &json!("CREATED")));
    assert!(told[0]["user"].is_null() && told[0]["origin"].is_null(), "{}", told[0]);
    assert_eq!(told[0]["document"]["slug"], "xiamen");
}

#[tokio::test]
async fn history_is_for_editors_and_a_purge_ends_it() {
    let app = TestApp::with_demo().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let id = drafted(&editor, "Tram").await;
    let list = format!("{{ revisions(id: \"{id}\") {{ nodes {{ id }} }} }}");
    let revision = revisions(&editor, &id).await[0]["id"].as_str().unwrap().to_owned();
    let diff = format!("{{ revisionDiff(from: \"{revision}\", to: \"{revision}\") {{ item }} }}");
    for (who, code) in [
        (app.client(), "UNAUTHENTICATED"),
        (app.user("reviewer").await, "FORBIDDEN"),
        (app.focal_point("xiamen").await, "FORBIDDEN"),
    ] {
        assert_eq!(refusal(&who, &list).await.0, code);
        assert_eq!(refusal(&who, &diff).await.0, code);
    }
    for (arguments, says) in [
        (format!("id: \"{revision}\""), "is no id of content"),
        (format!("id: \"{id}\", first: 101"), "between 0 and 100"),
        (format!("id: \"{id}\", after: \"x\""), "is not a cursor"),
    ] {
        let (code, message) =
            refusal(&editor, &format!("{{ revisions({arguments}) {{ nodes {{ id }} }} }}")).await;
        assert_eq!(code, "BAD_REQUEST");
        assert!(message.contains(says), "{message}");
    }
    act(&editor, "archiveNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(all(&revisions(&editor, &id).await, "action"), ["ARCHIVED", "CREATED"]);
    act(&admin, "purgeNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(revisions(&editor, &id).await, [json!(null); 0]);
}
