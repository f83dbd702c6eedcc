use harness::{TestApp, Value, json};

use super::{ITEM, act, drafted, published, read};

/// Each noun, what it takes beside its texts, and what a text of it must say.
fn nouns() -> [(&'static str, Value, &'static str); 8] {
    [
        ("Cluster", json!({}), "title"),
        ("City", json!({ "countryCode": "CL" }), "name"),
        ("NewsItem", json!({}), "title"),
        ("Call", json!({ "closesAt": "2026-09-01T00:00:00Z" }), "title"),
        ("Practice", json!({}), "title"),
        ("MediaItem", json!({ "sources": [{ "provider": "VIMEO", "url": "https://v.example/1" }] }), "title"),
        ("Partner", json!({}), "name"),
        ("Topic", json!({}), "label"),
    ]
}

fn ways(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().unwrap().iter();
    errors.map(|error| format!("{} {}", error["field"], error["code"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn of_each_language_one_thing_is_said() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    for (noun, mut input, name) in nouns() {
        let field = format!("{}{}", noun[..1].to_lowercase(), &noun[1..]);
        let selection = format!("{field} {{ id version }}");
        input["locale"] = json!("en");
        input["text"] = json!([{ "locale": "en", name: "Tram" }, { "locale": "zh", name: "电车" }]);
        let mut twice = input.clone();
        twice["text"] = json!([{ "locale": "en", name: "A" }, { "locale": "zh", name: "B" }, { "locale": "EN", name: "C" }]);
        let refused = act(&editor, &format!("create{noun}"), &selection, twice).await;
        assert_eq!(ways(&refused), [r#"["text","2"] INVALID"#], "{noun}: {refused}");

        let made = act(&editor, &format!("create{noun}"), &selection, input).await;
        let change = json!({ "id": made[&field]["id"], "expectedVersion": 1, "removeText": ["fr", "zh", "fr"],
                             "text": [{ "locale": "zh", name: "有轨电车" }, { "locale": "zh", name: "公交车" }] });
        let refused = act(&editor, &format!("update{noun}"), &selection, change).await;
        assert_eq!(
            ways(&refused),
            [r#"["text","1"] INVALID"#, r#"["removeText","1"] INVALID"#, r#"["removeText","2"] INVALID"#],
            "{noun}: {refused}"
        );
        assert!(refused[&field].is_null());
    }
    assert_eq!(app.database().count("revision").await, 8, "nothing but what was made");
}

#[tokio::test]
async fn what_nobody_sees_is_refused_and_what_people_write_stays() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    for (unseen, in_lines) in [
        ("a\u{8}b", false),
        ("a\u{1b}[31m", false),
        ("a\u{7f}", false),
        ("a\u{9b}b", false),
        ("a\u{202e}b", false),
        ("a\u{2069}", false),
        ("a\nb", true),
        ("a\tb", true),
    ] {
        let input = json!({ "locale": "en", "slug": "tram", "authorName": unseen, "externalRef": unseen,
                            "text": [{ "locale": "en", "title": unseen, "excerpt": unseen }] });
        let payload = act(&editor, "createNewsItem", ITEM, input).await;
        let mut expected = vec![
            r#"["externalRef"] INVALID"#,
            r#"["authorName"] INVALID"#,
            r#"["text","en","title"] INVALID"#,
            r#"["text","en","excerpt"] INVALID"#,
        ];
        expected.truncate(if in_lines { 3 } else { 4 });
        assert_eq!(ways(&payload), expected, "{unseen:?}");
        let message = payload["userErrors"][0]["message"].as_str().unwrap();
        assert!(message.contains("U+") && message.contains(": "), "{message}");
    }
    for (place, written) in [
        "مدينة شيامن",
        "می\u{200c}خواهم",
        "Verkehrs\u{ad}planung",
        "\u{2067}COP26\u{2069} 👩\u{200d}🚒",
        "C\u{200e}",
    ]
    .into_iter()
    .enumerate()
    {
        let excerpt = format!("{written}\r\n\t{written}\u{2028}");
        let input = json!({ "locale": "en", "slug": format!("tram-{place}"), "authorName": written,
            "text": [{ "locale": "en", "title": written, "excerpt": excerpt, "body": { "markdown": excerpt } }] });
        let made = act(&editor, "createNewsItem", ITEM, input).await;
        assert_eq!(made["userErrors"], json!([]), "{written:?}");
        let id = made["newsItem"]["id"].as_str().unwrap();
        let seen = read(&editor, id, "DRAFT").await["data"]["node"].clone();
        assert_eq!((&seen["title"], &seen["excerpt"]), (&json!(written), &json!(excerpt)));
    }
}

#[tokio::test]
async fn a_text_that_is_written_and_removed_is_checked_all_the_same() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let text = json!([{ "locale": "en", "title": "x".repeat(301) }]);
    let input = json!({ "id": drafted(&editor, "Tram").await, "expectedVersion": 1, "text": text, "removeText": ["en"] });
    let told = act(&editor, "updateNewsItem", ITEM, input).await;
    assert_eq!(ways(&told), [r#"["removeText","0"] INVALID"#, r#"["text","en","title"] TOO_LONG"#], "{told}");
    let text = json!([{ "locale": "en", "name": "Xiamen" }]);
    let told = act(&editor, "createCity", "city { id }", json!({ "locale": "en", "text": text })).await;
    assert_eq!(ways(&told), [r#"["countryCode"] REQUIRED"#], "{told}");
}

#[tokio::test]
async fn the_status_of_a_text_cannot_be_taken_away() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let text = json!([{ "locale": "en", "status": null, "title": "Trams" }]);
    let input = json!({ "id": drafted(&editor, "Tram").await, "expectedVersion": 1, "text": text });
    let told = act(&editor, "updateNewsItem", ITEM, input).await;
    let error = &told["userErrors"][0];
    assert_eq!(
        (&error["field"], &error["code"]),
        (&json!(["text", "en", "status"]), &json!("REQUIRED")),
        "{told}"
    );
}

#[tokio::test]
async fn what_must_go_from_the_public_goes_also_where_a_newer_rule_would_not_take_its_text() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let (one, other) = (published(&editor, "One").await, published(&editor, "Other").await);
    let older = "UPDATE news_item_translation SET title = 'Tram \u{FFFE}'";
    app.database().execute(older).await;
    for (verb, id) in [("unpublish", &one), ("archive", &other)] {
        let gone = act(&editor, &format!("{verb}NewsItem"), ITEM, json!({ "id": id })).await;
        assert_eq!(gone["userErrors"], json!([]), "{verb}: {gone}");
        assert!(read(&app.client(), id, "LIVE").await["data"]["node"].is_null());
    }
    let again = act(&editor, "publishNewsItem", ITEM, json!({ "id": one })).await;
    assert_eq!(again["userErrors"][0]["field"], json!(["text", "en", "title"]), "{again}");
    let back = act(&editor, "restoreNewsItem", ITEM, json!({ "id": other })).await;
    assert_eq!(back["userErrors"], json!([]), "{back}: to be mended");
    let text = json!([{ "locale": "en", "title": "Tram" }]);
    let mended =
        act(&editor, "updateNewsItem", ITEM, json!({ "id": other, "expectedVersion": 4, "text": text }))
            .await;
    assert_eq!(mended["userErrors"], json!([]), "{mended}");
}

#[tokio::test]
async fn texts_cannot_be_cleared_as_a_whole() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    let nothing = json!({ "id": id, "expectedVersion": 1, "text": null });
    let told = act(&editor, "updateNewsItem", ITEM, nothing).await["userErrors"].clone();
    assert_eq!((&told[0]["field"], &told[0]["code"]), (&json!(["text"]), &json!("REQUIRED")), "{told}");
}
