use std::time::Duration;

use harness::{Client, TestApp, Value, json};

use super::{ITEM, act, all, drafted, pages, published, refusal};

async fn inbox(who: &Client, size: usize) -> Vec<Value> {
    pages(who, "inbox", "", "id type title since user { name } isWorkingDraft", size).await
}

#[tokio::test]
async fn everything_that_waits_for_a_decision_is_in_the_inbox_until_it_is_decided() {
    let app = TestApp::with_demo().await;
    let (city, editor) = (app.focal_point("xiamen").await, app.user("editor").await);
    assert_eq!(inbox(&editor, 5).await, [json!(null); 0]);
    let found =
        app.graphql("{ city(slug: \"xiamen\") { id version } }", json!({})).await["data"]["city"].clone();
    let change =
        json!({ "id": found["id"], "expectedVersion": found["version"], "website": "https://new.example/" });
    act(&city, "updateCity", "city { id }", change).await;
    app.pass(Duration::from_mins(1));
    let input =
        json!({ "locale": "en", "city": found["id"], "text": [{ "locale": "en", "title": "Our buses" }] });
    let practice = act(&city, "createPractice", "practice { id }", input).await["practice"]["id"].clone();
    app.pass(Duration::from_mins(1));
    let news = drafted(&editor, "Tram").await;
    act(&editor, "submitNewsItem", ITEM, json!({ "id": news })).await;
    published(&editor, "Nothing to decide").await;

    let waiting = inbox(&editor, 1).await;
    assert_eq!(all(&waiting, "id"), [found["id"].clone(), practice.clone(), json!(news)], "oldest first");
    assert_eq!(all(&waiting, "type"), ["CITY", "PRACTICE", "NEWS_ITEM"]);
    assert_eq!(all(&waiting, "title"), ["Xiamen", "Our buses", "Tram"]);
    assert_eq!(all(&waiting, "isWorkingDraft"), [true, false, false]);
    assert_eq!(waiting[0]["since"], "2026-06-01T12:00:00.000Z");
    assert_eq!(waiting[1]["since"], "2026-06-01T12:01:00.000Z");
    let names: Vec<_> = waiting.iter().map(|entry| entry["user"]["name"].clone()).collect();
    assert_eq!(names, ["xiamen", "xiamen", "editor"]);

    act(&editor, "returnPractice", "practice { id }", json!({ "id": practice })).await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": news })).await;
    assert_eq!(all(&inbox(&editor, 5).await, "id"), std::slice::from_ref(&found["id"]));
    act(&editor, "publishCity", "city { id }", json!({ "id": found["id"] })).await;
    assert_eq!(inbox(&editor, 5).await, [json!(null); 0]);
}

#[tokio::test]
async fn pages_of_the_inbox_are_exact_where_all_waits_since_the_same_instant() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let mut expected = Vec::new();
    for n in 0..5 {
        let id = drafted(&editor, &format!("Tram {n}")).await;
        act(&editor, "submitNewsItem", ITEM, json!({ "id": id })).await;
        expected.push(id);
    }
    for n in 0..3 {
        let id = published(&editor, &format!("Bus {n}")).await;
        let change =
            json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "excerpt": "On wheels." }] });
        act(&editor, "updateNewsItem", ITEM, change).await;
        act(&editor, "submitNewsItem", ITEM, json!({ "id": id })).await;
        expected.push(id);
    }
    expected.sort();
    for size in [1, 3, 4, 8, 100] {
        let mut ids = all(&inbox(&editor, size).await, "id");
        ids.sort_by_key(ToString::to_string);
        assert_eq!(ids, expected, "by {size}");
    }
    app.statements();
    editor.graphql("{ inbox { nodes { id title user { name } } } }", json!({})).await;
    let asked = app.statements().iter().filter(|statement| statement.sql.contains("in_review")).count();
    assert_eq!(asked, 1, "one statement a page");
}

#[tokio::test]
async fn the_inbox_is_for_those_who_decide() {
    let app = TestApp::with_demo().await;
    let query = "{ inbox { nodes { id } } }";
    for (who, code) in [
        (app.client(), "UNAUTHENTICATED"),
        (app.user("reviewer").await, "FORBIDDEN"),
        (app.focal_point("xiamen").await, "FORBIDDEN"),
    ] {
        assert_eq!(refusal(&who, query).await.0, code);
    }
    assert!(inbox(&app.user("admin").await, 20).await.is_empty());
    let audit = "{ auditEvents { pageInfo { endCursor } } }";
    let answer = app.user("editor").await.graphql(audit, json!({})).await.json();
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "FORBIDDEN",
        "an editor decides, and audits nobody"
    );
}
