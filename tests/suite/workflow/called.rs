//! Things by the name that their working draft gives them.

use harness::{Client, TestApp, json};

use super::preview::previewer;
use super::{ITEM, act, published};

#[tokio::test]
async fn a_working_draft_is_found_by_the_key_of_another_system_that_it_is_to_have() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let (one, other) = (published(&editor, "One").await, published(&editor, "Other").await);
    let keyed = async |id: &str, version: i64, key: &str| {
        let change = json!({ "id": id, "expectedVersion": version, "externalRef": key });
        assert_eq!(act(&editor, "updateNewsItem", ITEM, change).await["userErrors"], json!([]));
    };
    keyed(&one, 2, "old").await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": one })).await;
    keyed(&one, 4, "new").await;
    keyed(&other, 2, "theirs").await;
    let found = async |who: &Client, key: &str, view: &str| {
        let query = format!(
            "{{ byExternalRef(type: NEWS_ITEM, ref: \"{key}\", view: {view}) {{ id ... on NewsItem {{ externalRef }} }} }}"
        );
        who.graphql(&query, json!({})).await.json()["data"]["byExternalRef"].clone()
    };
    let guest = previewer(&app, &editor, &one).await;
    let draft = json!({ "id": one, "externalRef": "new" });
    for who in [&editor, &guest] {
        assert_eq!(found(who, "new", "DRAFT").await, draft);
        assert_eq!(found(who, "old", "DRAFT").await, draft, "and by what it goes by now");
        assert!(found(who, "new", "LIVE").await.is_null());
        assert_eq!(found(who, "old", "LIVE").await, json!({ "id": one, "externalRef": "old" }));
    }
    assert!(found(&guest, "theirs", "DRAFT").await.is_null());
    assert!(found(&app.focal_point("xiamen").await, "new", "DRAFT").await.is_null());
    act(&editor, "discardNewsItemDraft", ITEM, json!({ "id": one })).await;
    assert!(found(&editor, "new", "DRAFT").await.is_null());
}
