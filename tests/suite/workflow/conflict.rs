use harness::{TestApp, json};

use super::{ITEM, act, drafted, published, read};

#[tokio::test]
async fn of_two_editors_who_save_at_once_one_is_told_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let (one, other) = (app.user("editor").await, app.user("admin").await);
    for id in [drafted(&one, "Tram").await, published(&one, "Bus").await] {
        let version = read(&one, &id, "DRAFT").await["data"]["node"]["version"].clone();
        let save = |who: &harness::Client, title: &str| {
            let (who, title) = (who.clone(), title.to_owned());
            let input =
                json!({ "id": id, "expectedVersion": version, "text": [{ "locale": "en", "title": title }] });
            async move { act(&who, "updateNewsItem", ITEM, input).await }
        };
        let (first, second) = tokio::join!(save(&one, "One"), save(&other, "Other"));
        let (won, lost, title) =
            if first["newsItem"].is_null() { (second, first, "Other") } else { (first, second, "One") };
        assert_eq!(won["userErrors"], json!([]));
        assert_eq!(lost["userErrors"][0]["code"], "STALE_VERSION");
        assert_eq!(lost["conflict"]["currentVersion"], won["newsItem"]["version"]);
        let loser = if title == "One" { "Other" } else { "One" };
        let field = json!({ "path": ["text", "en", "title"], "yours": loser, "current": title });
        assert_eq!(lost["conflict"]["fields"], json!([field]));
        assert_eq!(read(&one, &id, "DRAFT").await["data"]["node"]["title"], title);
    }
}

#[tokio::test]
async fn an_update_says_which_version_it_read_and_a_step_may() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    let without = "mutation ($id: ID!) { updateNewsItem(input: { id: $id }) { userErrors { code } } }";
    let answer = editor.graphql(without, json!({ "id": id })).await;
    assert_eq!(
        (answer.status, &answer.json()["errors"][0]["extensions"]["code"]),
        (400, &json!("GRAPHQL_VALIDATION_FAILED"))
    );
    let stale = act(&editor, "publishNewsItem", ITEM, json!({ "id": id, "expectedVersion": 7 })).await;
    assert_eq!(
        (&stale["userErrors"][0]["code"], &stale["conflict"]["fields"]),
        (&json!("STALE_VERSION"), &json!([]))
    );
    assert!(read(&app.client(), &id, "LIVE").await["data"]["node"].is_null());
}
