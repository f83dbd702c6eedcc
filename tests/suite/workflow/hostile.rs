use harness::{TestApp, json};

use crate::schema::Schema;

use super::{ITEM, act, drafted};

#[tokio::test]
async fn a_slug_that_reads_otherwise_than_it_is_written_is_refused() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    for slug in [
        "tram\u{202e}sub",
        "\u{2066}tram\u{2069}",
        "tram-\u{5d0}\u{5d1}",
        "\u{645}\u{62f}-tram",
        "tr\u{430}m",
        "ｔｒａｍ",
        "tram\u{200b}",
        "tram\u{0}",
        "tram\u{1}",
        "tram\n",
        "Tram",
        "tram--2",
        "../tram",
        "tram/x",
        "tram%2fx",
    ] {
        let input = json!({ "locale": "en", "slug": slug, "text": [{ "locale": "en", "title": "Tram" }] });
        let payload = act(&editor, "createNewsItem", ITEM, input).await;
        assert!(payload["newsItem"].is_null(), "{slug:?} was taken");
        let error = &payload["userErrors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(["slug"]), &json!("INVALID")),
            "{slug:?}: {payload}"
        );
    }
    assert_eq!(app.database().count("news_item").await, 0);

    let demo = TestApp::with_demo().await;
    let city = demo.focal_point("xiamen").await;
    let found = demo.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await;
    let own = &found["data"]["city"]["id"];
    let input = json!({ "locale": "en", "cities": [own], "text": [{ "locale": "en", "title": "Tram" }] });
    let made = act(&city, "createNewsItem", ITEM, input).await;
    let input = json!({ "id": made["newsItem"]["id"], "expectedVersion": 1, "slug": "tram\u{0}" });
    let payload = act(&city, "updateNewsItem", ITEM, input).await;
    assert_eq!(payload["userErrors"][0]["field"], json!(["slug"]), "{payload}");
}

#[tokio::test]
async fn what_no_database_takes_is_refused_in_every_text_and_key() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let nul = "a\u{0}b";
    let input = json!({
        "locale": "en", "externalRef": nul, "authorName": nul, "text": [
            { "locale": "en", "title": nul, "excerpt": nul, "body": { "markdown": nul } },
            { "locale": "zh", "title": "t", "body": { "html": nul } }],
    });
    let payload = act(&editor, "createNewsItem", ITEM, input).await;
    let told = payload["userErrors"].to_string();
    for field in [
        r#"["externalRef"]"#,
        r#"["authorName"]"#,
        r#"["text","en","title"]"#,
        r#"["text","en","excerpt"]"#,
        r#"["text","en","body"]"#,
        r#"["text","zh","body"]"#,
    ] {
        assert!(told.contains(field), "{field} is not in {told}");
    }
    let broken = b"{\"query\":\"mutation { createTopic(input: { locale: \\\"en\\\", slug: \\\"\xff\\\" }) { userErrors { code } } }\"}";
    let answer = editor.with("content-type", "application/json").send("POST", "/graphql", broken).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert_eq!(app.database().count("revision").await, 0);
}

#[tokio::test]
async fn no_input_takes_what_the_workflow_decides() {
    let app = TestApp::with_demo().await;
    let (schema, admin) = (Schema::of(&app).await, app.user("admin").await);
    let mut asked = 0;
    for field in schema.fields("Mutation") {
        let name = field["name"].as_str().unwrap();
        if !["create", "update"].iter().any(|verb| name.starts_with(verb)) {
            continue;
        }
        for (word, value) in [
            ("status", json!("PUBLISHED")),
            ("role", json!("ADMIN")),
            ("publishedAt", json!("2026-01-01T00:00:00Z")),
            ("version", json!(7)),
        ] {
            let (query, mut variables) = schema.asked("Mutation", field, &[]);
            variables["input"][word] = value;
            let answer = admin.graphql(&query, variables).await;
            assert_eq!(answer.status, 400, "{name} takes {word}: {}", answer.text());
            assert!(answer.text().contains(word), "{name}: {}", answer.text());
            asked += 1;
        }
    }
    assert!(asked >= 80, "{asked}");
}

#[tokio::test]
async fn a_list_that_is_wrong_in_every_place_is_told_in_a_hundred_mistakes_at_most() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    for (field, element) in [
        ("sdgs", json!(0)),
        ("clusters", json!("x")),
        ("text", json!({ "locale": "en", "title": "\u{0}" })),
        ("removeText", json!("en")),
    ] {
        let mut input = json!({ "id": drafted(&editor, "Tram").await, "expectedVersion": 1 });
        input[field] = json!(vec![element; 10_000]);
        let payload = act(&editor, "updateNewsItem", ITEM, input).await;
        let told = payload["userErrors"].as_array().unwrap();
        assert!((1..=101).contains(&told.len()), "{field}: {}", told.len());
        // That there are more is told, too.
        let last = json!({ "field": null, "code": "TOO_MANY", "message": "has more than the 100 mistakes told here: mend \
                           these, and send it again to be told the others" });
        assert_eq!(told.get(100), (told.len() > 100).then_some(&last));
        assert_eq!(told.len() > 100, field != "sdgs", "{field}");
    }
}
