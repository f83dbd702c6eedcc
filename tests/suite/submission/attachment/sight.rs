//! Who reads a file: by role, by phase, and whichever way they ask.

use std::time::Duration;

use harness::{Client, TestApp, Value, json};

use super::{DEADLINE, FILES, Sender, call_until, full, pdf};

/// Whether somebody finds a file by its address, and how many they are told of.
async fn sees(who: &Client, place: &str, id: &str) -> (u16, Option<usize>) {
    let query = format!("query ($id: ID!) {{ submission(id: $id) {{ {FILES} }} }}");
    let told = who.graphql(&query, json!({ "id": id })).await.json();
    let told = told["data"]["submission"]["attachments"].as_array().map(Vec::len);
    (who.get(place).await.status, told)
}

/// The names of the files in what somebody exports, in the two ways to write them.
async fn exported(who: &Client) -> (Value, bool) {
    let path = "/v1/calls/clean-air-in-your-city/submissions";
    let lines = who.get(&format!("{path}.ndjson")).await;
    let line: Value = serde_json::from_str(lines.text().lines().next().unwrap()).unwrap();
    let sheet = who.get(&format!("{path}.csv")).await;
    (line["attachments"].clone(), sheet.text().contains("letter"))
}

async fn editor_does(who: &Client, query: &str, input: Value) -> Value {
    let answer = who.graphql(query, json!({ "input": input })).await.json();
    let payload = answer["data"].as_object().and_then(|data| data.values().next()).cloned();
    let payload = payload.unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    payload
}

#[tokio::test]
async fn only_those_who_may_read_a_submission_find_its_files_and_save_them_as_files() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let call = call_until(&editor, DEADLINE).await;
    let mut input = full(&call);
    input["contact"]["organisation"] = json!("City of Gothenburg");
    let sender = Sender::at(app.client(), input).await;
    let place = sender.send("\"letter\"; \u{9884}\u{7b97}.pdf", &pdf(300)).await;
    assert_eq!(sees(&editor, &place, &sender.id).await, (404, None), "a draft is its sender's");
    sender.submit().await;

    let reviewer = app.user("reviewer").await;
    let same = app.somebody("gustav", &["--role", "reviewer", "--organisation", "City of Gothenburg"]).await;
    assert_eq!(sees(&editor, &place, &sender.id).await, (200, Some(1)));
    assert_eq!(sees(&reviewer, &place, &sender.id).await, (200, Some(1)));
    let (files, in_sheet) = exported(&reviewer).await;
    assert!(files[0]["bytes"] == 300 && in_sheet, "{files}");
    assert_eq!(sees(&same, &place, &sender.id).await, (404, None), "a conflict keeps them out");
    assert_eq!(app.client().get(&place).await.status, 401);
    assert_eq!(
        app.client().get(&format!("/assets/{}/letter.pdf", place.rsplit('/').next().unwrap())).await.status,
        404
    );

    let saved = reviewer.get(&place).await;
    let header = |name| saved.header(name).unwrap_or_default();
    assert_eq!((header("content-type"), header("content-length")), ("application/pdf", "300"));
    assert_eq!((header("x-content-type-options"), header("cache-control")), ("nosniff", "private, no-store"));
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"_letter__ __.pdf\"; filename*=UTF-8''%22letter%22%3B%20%E9%A2%84%E7%AE%97.pdf"
    );

    let phases = "mutation ($input: SetReviewPhasesInput!) { setReviewPhases(input: $input) { userErrors { message } } }";
    let phase = |name: &str, opens: &str, closes: &str, is_blind: bool| {
        json!({ "name": name, "opensAt": opens, "closesAt": closes, "isBlind": is_blind, "allows": ["SCORE"],
                "othersReviews": "NEVER" })
    };
    let phase = json!({ "call": call, "expectedVersion": 0, "phases": [
        phase("First", "2026-06-01T12:00:00Z", "2026-06-01T12:04:00Z", true),
        phase("Second", "2026-06-01T12:04:00Z", "2026-06-01T12:30:00Z", false),
    ] });
    editor_does(&editor, phases, phase).await;
    assert_eq!(sees(&reviewer, &place, &sender.id).await, (404, Some(0)), "it may say whose it is");
    assert_eq!(exported(&reviewer).await, (json!([]), false));
    assert_eq!(sees(&editor, &place, &sender.id).await, (200, Some(1)));
    app.pass(Duration::from_mins(5));
    assert_eq!(sees(&reviewer, &place, &sender.id).await, (200, Some(1)), "the blind phase is over");
}

#[tokio::test]
async fn a_reviewer_who_loses_the_role_finds_no_file_any_more() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    let (first, second) = (sender.send("a.pdf", &pdf(100)).await, sender.send("b.pdf", &pdf(100)).await);
    sender.submit().await;
    assert_eq!(sender.tus.send("DELETE", &first, b"").await.status, 204);
    let reviewer = app.user("reviewer").await;
    assert_eq!(sees(&reviewer, &second, &sender.id).await, (200, Some(1)));
    assert_eq!(reviewer.get(&first).await.status, 404, "what was taken out counts no more");
    assert_eq!(app.user("admin").await.get(&first).await.status, 200);
    app.database().execute("update \"user\" set role = 'city' where role = 'reviewer'").await;
    assert_eq!(sees(&reviewer, &second, &sender.id).await, (403, None));
    app.database().execute("update \"user\" set disabled_at = 1 where role = 'city'").await;
    assert_eq!(reviewer.get(&second).await.status, 401);
}
