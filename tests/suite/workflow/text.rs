use harness::{TestApp, Value, json};

use super::{ITEM, act, read};

fn ways(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().unwrap().iter();
    errors.map(|error| format!("{} {}", error["field"], error["code"].as_str().unwrap())).collect()
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
