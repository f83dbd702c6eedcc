use harness::{TestApp, Value, json};

use super::{ITEM, act};
use crate::schema::Schema;

/// Content, the list it stands in, and what it is called by.
pub const NOUNS: [(&str, &str, &str); 7] = [
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

#[tokio::test]
async fn a_proposal_is_told_the_same_of_what_is_hidden_and_of_what_is_nowhere() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let own = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let text = |name: &str| json!([{ "locale": "en", name: "Prepared" }]);
    let source = json!({ "provider": "YOUTUBE", "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ" });
    let cases = [
        ("Cluster", "clusters", json!({ "text": text("title") })),
        ("City", "cities", json!({ "text": text("name"), "countryCode": "CL" })),
        ("Call", "call", json!({ "text": text("title"), "closesAt": "2039-01-01T00:00:00Z" })),
        ("MediaItem", "media", json!({ "text": text("title"), "kind": "VIDEO", "sources": [source] })),
    ];
    for (noun, field, mut input) in cases {
        input["locale"] = json!("en");
        let thing = format!("{}{}", noun[..1].to_lowercase(), &noun[1..]);
        let made = act(&editor, &format!("create{noun}"), &format!("{thing} {{ id }}"), input).await;
        let id = made[&thing]["id"].as_str().unwrap_or_else(|| panic!("{made}"));
        let nowhere = format!("{}_01h455vb4pex5vsknk084sn02q", id.split('_').next().unwrap());
        let named = |ids: &[&str]| match field {
            "call" => json!(ids.last()),
            "cities" => json!([&[own.as_str().unwrap()], ids].concat()),
            _ => json!(ids),
        };
        let propose = async |ids: &[&str]| {
            let mut item = json!({ "locale": "en", "cities": [own], "text": text("title") });
            item[field] = named(ids);
            act(&city, "createNewsItem", ITEM, item).await
        };
        for before in [&[][..], &["x"]] {
            let (hidden, missing) =
                (propose(&[before, &[id]].concat()).await, propose(&[before, &[&nowhere]].concat()).await);
            assert_eq!(hidden, missing, "{noun}");
            let errors = hidden["userErrors"].as_array().unwrap();
            let told = errors.iter().filter(|error| error["code"] == "NOT_FOUND").count();
            assert_eq!(told, 1, "{noun}: {hidden}");
        }
        // The same of a change of what is published.
        let item = json!({ "locale": "en", "cities": [own], "text": text("title") });
        let item = act(&editor, "createNewsItem", ITEM, item).await["newsItem"]["id"].clone();
        act(&editor, "publishNewsItem", ITEM, json!({ "id": item })).await;
        for version in [2, 9] {
            let change = async |id: &str, after: &[&str]| {
                let mut input = json!({ "id": item, "expectedVersion": version });
                input[field] = named(&[&["x", id], after].concat());
                let told = act(&city, "updateNewsItem", ITEM, input).await;
                told.to_string().replace(id, "it")
            };
            for after in [&[][..], &["y"]] {
                let (hidden, missing) = (change(id, after).await, change(&nowhere, after).await);
                assert_eq!(hidden, missing, "{noun} {version}");
                assert!(hidden.matches("NOT_FOUND").count() <= 1, "{hidden}");
            }
        }
        act(&editor, &format!("publish{noun}"), "", json!({ "id": id })).await;
        assert_eq!(propose(&[id]).await["userErrors"], json!([]), "{noun}");
    }
}

#[tokio::test]
async fn a_focal_point_is_told_that_what_everybody_sees_is_not_theirs_and_that_what_is_hidden_is_not_there() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let seen = "{ cities { nodes { id slug } } clusters { nodes { id } } topics { nodes { id } } }";
    let seen = app.graphql(seen, json!({})).await["data"].clone();
    let others =
        seen["cities"]["nodes"].as_array().unwrap().iter().find(|city| city["slug"] != "xiamen").unwrap();
    let update = |noun: &str| {
        format!(
            "mutation ($input: Update{noun}Input!) {{ done: update{noun}(input: $input) {{ userErrors {{ code }} }} }}"
        )
    };
    let things = [
        ("City", &others["id"]),
        ("Cluster", &seen["clusters"]["nodes"][0]["id"]),
        ("Topic", &seen["topics"]["nodes"][0]["id"]),
    ];
    for (noun, id) in things {
        let input = json!({ "input": { "id": id, "expectedVersion": 1 } });
        let told = city.graphql(&update(noun), input).await.json();
        assert_eq!(told["errors"][0]["extensions"]["code"], "FORBIDDEN", "{noun}: {told}");
        let message = told["errors"][0]["message"].as_str().unwrap();
        assert!(message.starts_with("proposing a change to this is not allowed"), "{message}");
    }
    for (noun, id) in &things[..2] {
        act(&editor, &format!("unpublish{noun}"), "", json!({ "id": id })).await;
        let input = json!({ "input": { "id": id, "expectedVersion": 1 } });
        let told = city.graphql(&update(noun), input).await.json();
        assert_eq!(told["data"]["done"]["userErrors"], json!([{ "code": "NOT_FOUND" }]), "{noun}: {told}");
    }
}

#[tokio::test]
async fn a_focal_point_is_not_told_which_keys_of_another_system_are_taken() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let own = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let text = |title: &str| json!([{ "locale": "en", "title": title }]);
    let hidden = json!({ "locale": "en", "externalRef": "taken", "text": text("Hidden") });
    assert_eq!(act(&editor, "createNewsItem", ITEM, hidden).await["userErrors"], json!([]));
    let item = json!({ "locale": "en", "cities": [own], "text": text("Tram") });
    let id = act(&editor, "createNewsItem", ITEM, item.clone()).await["newsItem"]["id"].clone();
    for version in [1, 2] {
        let told = async |key: &str| {
            let mut new = item.clone();
            new["externalRef"] = json!(key);
            let change = json!({ "id": id, "expectedVersion": version, "externalRef": key });
            let new = act(&city, "createNewsItem", ITEM, new).await["userErrors"].clone();
            (new, act(&city, "updateNewsItem", ITEM, change).await["userErrors"].clone())
        };
        let (taken, free) = (told("taken").await, told("free").await);
        assert_eq!(taken, free);
        for errors in [taken.0, taken.1] {
            assert_eq!(
                (errors.as_array().unwrap().len(), &errors[0]["code"]),
                (1, &json!("INVALID_STATE")),
                "{errors}"
            );
        }
        act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    }
}

#[tokio::test]
async fn an_answer_is_not_repeated_to_who_may_no_longer_see_what_stands_in_it() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await.with("idempotency-key", "k");
    let create = "mutation { createNewsItem(input: { locale: \"en\", text: [{ locale: \"en\", title: \"Secret\" }] }) {
        newsItem { title } userErrors { code } } }";
    let told = editor.graphql(create, json!({})).await;
    assert_eq!(told.json()["data"]["createNewsItem"]["newsItem"]["title"], "Secret");
    let again = editor.graphql(create, json!({})).await;
    assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &told.body));
    app.cities(&["user", "set-role", "editor@example.org", "city", "--city", "xiamen"]).succeeded();
    let refused = editor.graphql(create, json!({})).await;
    assert_eq!((refused.status, refused.text().contains("Secret")), (422, false), "{}", refused.text());
}
