use harness::{TestApp, Value, json};

use crate::schema::Schema;

/// Content, the list it stands in, and what it is called by.
const NOUNS: [(&str, &str, &str); 7] = [
    ("Cluster", "clusters", "title"),
    ("City", "cities", "name"),
    ("NewsItem", "news", "title"),
    ("Practice", "practices", "title"),
    ("MediaItem", "media", "title"),
    ("Partner", "partners", "name"),
    ("Call", "calls", "title"),
];

#[tokio::test]
async fn no_field_of_what_is_live_tells_the_public_of_a_working_draft() {
    let app = TestApp::with_demo().await;
    let (schema, editor) = (Schema::of(&app).await, app.user("editor").await);
    for (noun, list, called) in NOUNS {
        let first = format!("{{ {list}(first: 1) {{ nodes {{ id version locale }} }} }}");
        let item = app.graphql(&first, json!({})).await["data"][list]["nodes"][0].clone();
        let id = json!({ "id": item["id"] });
        let all = schema.everything(noun, 1);
        let query = |view| {
            format!("query ($id: ID!) {{ node(id: $id, view: {view}) {{ ... on {noun} {{ {all} }} }} }}")
        };
        let seen = async || app.client().graphql(&query("LIVE"), id.clone()).await.json();
        let before = seen().await;
        assert!(before.get("errors").is_none() && before["data"]["node"][called].is_string(), "{before}");

        let act = async |verb: &str, kind: &str, mut input: Value| {
            input["id"] = item["id"].clone();
            let mutation = format!(
                "mutation ($input: {kind}!) {{ done: {verb}{noun}(input: $input) {{ userErrors {{ message }} }} }}"
            );
            let answer = editor.graphql(&mutation, json!({ "input": input })).await.json();
            assert_eq!(answer["data"]["done"]["userErrors"], json!([]), "{answer}");
        };
        let text = json!([{ "locale": item["locale"], called: "Nobody knows" }, { "locale": "mi", called: "Nor here" }]);
        let change = json!({ "expectedVersion": item["version"], "text": text });
        act("update", &format!("Update{noun}Input"), change).await;
        act("submit", "ContentInput", json!({})).await;
        act("commentOn", "CommentInput", json!({ "comment": "Not yet." })).await;
        assert_eq!(seen().await, before, "{noun}");
        let drafted = editor.graphql(&query("DRAFT"), id.clone()).await.json();
        assert_eq!(drafted["data"]["node"][called], "Nobody knows", "{drafted}");
    }
}
