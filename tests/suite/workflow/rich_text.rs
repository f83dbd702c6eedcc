use std::collections::BTreeSet;
use std::fmt::Write;

use harness::{Client, TestApp, Value, json};

use super::{ITEM, act, published, read};
use crate::exchange::rich_text::{assert_safe, attacks};
use crate::schema::Schema;

/// The types whose texts have a rich part, and what each needs.
fn nouns() -> [(&'static str, Value); 5] {
    [
        ("Cluster", json!({})),
        ("City", json!({ "countryCode": "CL" })),
        ("NewsItem", json!({})),
        ("Call", json!({ "closesAt": "2030-01-01T00:00:00.000Z", "timeZone": "UTC" })),
        ("Practice", json!({})),
    ]
}

/// Makes a thing of each body, many a request, and answers what its editor sees of them.
async fn created(
    editor: &Client,
    (noun, needs): &(&str, Value),
    (slug, bodies): (usize, &[Value]),
) -> Vec<String> {
    let field = format!("{}{}", noun[..1].to_lowercase(), &noun[1..]);
    let (mut heads, mut fields, mut variables) = (String::new(), String::new(), json!({}));
    for (at, body) in bodies.iter().enumerate() {
        write!(heads, "$i{at}: Create{noun}Input! ").unwrap();
        write!(
            fields,
            "a{at}: create{noun}(input: $i{at}) {{ {field} {{ body {{ html }} }} userErrors {{ message }} }} "
        )
        .unwrap();
        let mut input = needs.clone();
        let title = if *noun == "City" { "name" } else { "title" };
        input["locale"] = json!("en");
        input["slug"] = json!(format!("{slug}-{at}"));
        input["text"] = json!([{ "locale": "en", title: "x", "body": body }]);
        variables[format!("i{at}")] = input;
    }
    let answer = editor.graphql(&format!("mutation ({heads}) {{ {fields} }}"), variables).await.json();
    let html = |at: usize| {
        let html = &answer["data"][format!("a{at}")][&field]["body"]["html"];
        html.as_str().unwrap_or_else(|| panic!("{noun} {at}: {answer}")).to_owned()
    };
    (0..bodies.len()).map(html).collect()
}

#[tokio::test]
async fn whatever_an_editor_writes_into_a_rich_text_comes_back_harmless() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let attacks = attacks();
    for (at, noun) in nouns().iter().enumerate() {
        // Each in one format, and of the next noun in the other: the bundle takes all to all in both.
        let format = |number: usize| ["markdown", "html"][(number + at) % 2];
        let bodies: Vec<Value> =
            attacks.iter().enumerate().map(|(number, attack)| json!({ format(number): attack })).collect();
        for (number, some) in bodies.chunks(20).enumerate() {
            for html in created(&editor, noun, (number, some)).await {
                assert_safe(&html);
            }
        }
    }
}

#[tokio::test]
async fn every_rich_text_that_can_be_written_is_attacked_by_a_story() {
    let schema = Schema::of(&TestApp::start().await).await;
    let texts = nouns().map(|(noun, _)| format!("{noun}TextInput"));
    // Cities write and change theirs in `submission/hostile.rs`, and editors hide what tells too much.
    let others =
        ["CreateSubmissionInput", "UpdateSubmissionInput", "RedactSubmissionInput"].map(str::to_owned);
    let attacked: BTreeSet<String> = texts.into_iter().chain(others).collect();
    assert_eq!(schema.inputs_with("RichTextInput"), attacked);
}

#[tokio::test]
async fn a_working_draft_and_what_is_restored_are_as_harmless() {
    let app = TestApp::start().await;
    let (editor, anyone) = (app.user("editor").await, app.client());
    let id = published(&editor, "Tram").await;
    let body = |html: &str| json!([{ "locale": "en", "body": { "html": html } }]);
    let bad = "<h1 onclick=x>Hi</h1><iframe src='https://www.youtube.com/embed/a1' srcdoc='<script>x</script>'></iframe>";
    let input = json!({ "id": id, "expectedVersion": 2, "text": body(bad) });
    act(&editor, "updateNewsItem", ITEM, input).await;
    let html = async |who: &Client, view| {
        let answer = read(who, &id, view).await;
        answer["data"]["node"]["body"]["html"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    };
    let draft = html(&editor, "DRAFT").await;
    assert_safe(&draft);
    assert!(
        draft.starts_with("<h2>Hi</h2><iframe src=\"https://www.youtube-nocookie.com/embed/a1\""),
        "{draft}"
    );
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(html(&anyone, "LIVE").await, draft);
}
