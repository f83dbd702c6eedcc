use std::time::Duration;

use harness::{TestApp, json};

use super::{ITEM, act, drafted, published};

#[tokio::test]
async fn editors_list_things_in_whatever_state_the_latest_change_first() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let live = published(&editor, "Live").await;
    app.pass(Duration::from_secs(1));
    let draft = drafted(&editor, "Draft").await;
    app.pass(Duration::from_secs(1));
    let away = drafted(&editor, "Away").await;
    act(&editor, "archiveNewsItem", ITEM, json!({ "id": away })).await;
    let list = "query ($after: String) { news(view: DRAFT, first: 2, after: $after) {
        nodes { id status hasDraft } totalCount pageInfo { hasNextPage endCursor } } }";
    let first = editor.graphql(list, json!({})).await.json()["data"]["news"].clone();
    let node = |id: &str, status: &str, has: bool| json!({ "id": id, "status": status, "hasDraft": has });
    assert_eq!(first["nodes"], json!([node(&away, "ARCHIVED", false), node(&draft, "DRAFT", false)]));
    assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(3), &json!(true)));
    let next = json!({ "after": first["pageInfo"]["endCursor"] });
    let rest = editor.graphql(list, next.clone()).await.json()["data"]["news"].clone();
    assert_eq!(rest["nodes"], json!([node(&live, "PUBLISHED", false)]));

    app.pass(Duration::from_secs(1));
    let change = json!({ "id": live, "expectedVersion": 2, "text": [{ "locale": "zh", "title": "活", "status": "DRAFT" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let again = editor.graphql(list, json!({})).await.json()["data"]["news"].clone();
    assert_eq!(again["nodes"][0], node(&live, "PUBLISHED", true));
    let public = app.graphql("{ news { nodes { id updatedAt } } }", json!({})).await;
    assert_eq!(
        public["data"]["news"]["nodes"],
        json!([{ "id": live, "updatedAt": "2026-06-01T12:00:00.000Z" }])
    );
    let with = format!("{{ news(after: {}) {{ totalCount }} }}", first["pageInfo"]["endCursor"]);
    let wrong = app.graphql(&with, json!({})).await;
    assert_eq!(
        wrong["errors"][0]["extensions"]["argument"], "after",
        "a cursor of editors is none of readers"
    );
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn lists_of_editors_filter_by_what_things_are_filed_under_and_refuse_the_rest() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let topic = app.graphql("{ topics(first: 1) { nodes { id slug } } }", json!({})).await;
    let topic = &topic["data"]["topics"]["nodes"][0];
    let input = json!({ "locale": "en", "kind": "CALL", "topics": [topic["id"]], "text": [{ "locale": "en", "title": "Call" }] });
    let made = act(&editor, "createNewsItem", ITEM, input).await;
    let list = "query ($filter: NewsFilter) { news(view: DRAFT, filter: $filter, locale: \"ar\") { nodes { id localeServed } } }";
    let filter = json!({ "filter": { "topics": [topic["slug"]], "kinds": ["CALL"] } });
    let found = editor.graphql(list, filter).await.json()["data"]["news"]["nodes"].clone();
    assert!(
        found.as_array().unwrap().contains(&json!({ "id": made["newsItem"]["id"], "localeServed": "en" })),
        "{found}"
    );
    for (query, argument) in [
        (
            "{ news(view: DRAFT, filter: { publishedAfter: \"2021-01-01T00:00:00Z\" }) { totalCount } }",
            "filter",
        ),
        ("{ news(view: DRAFT, orderBy: { field: PUBLISHED_AT }) { totalCount } }", "orderBy"),
        ("{ calls(view: DRAFT, filter: { open: true }) { totalCount } }", "filter"),
    ] {
        let answer = editor.graphql(query, json!({})).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["argument"], argument, "{query}: {answer}");
    }
    let (reviewer, city) = (app.user("reviewer").await, app.focal_point("xiamen").await);
    for list in ["clusters", "cities", "news", "calls", "practices", "media", "partners"] {
        let query = format!("{{ {list}(view: DRAFT) {{ nodes {{ id hasDraft status }} totalCount }} }}");
        let answer = editor.graphql(&query, json!({})).await.json();
        assert!(answer["data"][list]["totalCount"].as_i64().unwrap() > 0, "{answer}");
        for (who, code) in
            [(app.client(), "UNAUTHENTICATED"), (reviewer.clone(), "FORBIDDEN"), (city.clone(), "FORBIDDEN")]
        {
            let refused = who.graphql(&query, json!({})).await.json();
            assert_eq!(refused["errors"][0]["extensions"]["code"], code, "{refused}");
        }
    }
}
