use harness::{TestApp, Value, json};

use super::{act, begun, blamed, call, full, own, submit, submitted};
use crate::exchange::rich_text::{assert_safe, attacks};

#[tokio::test]
async fn every_field_is_bounded_and_every_mistake_is_told_at_once() {
    let app = TestApp::start().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let mut input = full(&call);
    for (field, value) in [
        ("title", json!("x".repeat(301))),
        ("summary", json!("nul\0")),
        ("city", json!("city_01h455vb4pex5vsknk084sn02q")),
        ("sdgs", json!([11, 18])),
        ("answers", json!({ "deep": nested(100), "exact": 9_007_199_254_740_993_i64})),
        ("contact", json!({ "email": "a@b.example\r\nBcc: c@d.example", "phone": "call me" })),
    ] {
        input[field] = value;
    }
    let refused = act(&sender, "createSubmission", input).await;
    let blamed = blamed(&refused);
    for field in ["title", "summary", "sdgs.1", "city", "contact.email", "contact.phone"] {
        assert!(blamed.iter().any(|found| found == field), "{field} of {blamed:?}");
    }
    for part in ["answers.deep", "answers.exact"] {
        assert!(blamed.iter().any(|found| found.starts_with(part)), "{part} of {blamed:?}");
    }
    assert!(refused["submission"].is_null() && refused["token"].is_null(), "{refused}");
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(json!(1), |inner, _| json!({ "a": inner }))
}

#[tokio::test]
async fn state_and_reference_are_nobodys_to_give() {
    let app = TestApp::start().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    for field in ["state", "reference", "submittedAt", "version"] {
        let mut input = full(&call);
        input[field] = json!("ACCEPTED");
        let query = "mutation ($input: CreateSubmissionInput!) { createSubmission(input: $input) { token } }";
        let answer = sender.graphql(query, json!({ "input": input })).await.json();
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains(field), "{answer}");
    }
}

#[tokio::test]
async fn a_script_in_the_text_reaches_nobody() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let (call, sender) = (call(&editor).await, app.client());
    let mut input = full(&call);
    input["body"] = json!({ "html": "<p onclick=\"x()\">Hi<script>alert(1)</script></p>" });
    let (token, made) = submitted(&sender, input.clone()).await;
    assert_eq!(own(&sender, &token).await["body"]["html"], "<p>Hi</p>");
    // What was submitted is kept each time; a draft is not.
    let draft = begun(&sender, input).await;

    let change = "mutation ($input: UpdateSubmissionInput!) {
        updateSubmission(input: $input) { submission { body { html } } userErrors { message } } }";
    let redact = "mutation ($input: RedactSubmissionInput!) {
        redactSubmission(input: $input) { submission { redaction { body { html } } } userErrors { message } } }";
    for (version, attack) in attacks().into_iter().enumerate() {
        let body = json!({ ["markdown", "html"][version % 2]: attack });
        let input = json!({ "token": draft, "expectedVersion": version + 1, "body": body });
        let told = sender.graphql(change, json!({ "input": input })).await.json();
        let html = &told["data"]["updateSubmission"]["submission"]["body"]["html"];
        assert_safe(html.as_str().unwrap_or_else(|| panic!("{attack}: {told}")));
        let input = json!({ "submission": made["id"], "expectedVersion": version, "body": body });
        let told = editor.graphql(redact, json!({ "input": input })).await.json();
        let html = &told["data"]["redactSubmission"]["submission"]["redaction"]["body"]["html"];
        assert_safe(html.as_str().unwrap_or_else(|| panic!("{attack}: {told}")));
    }
}

#[tokio::test]
async fn a_token_of_nothing_changes_nothing_and_tells_nothing() {
    let app = TestApp::start().await;
    call(&app.user("editor").await).await;
    let sender = app.client();
    for token in ["", "cities_sb_", "\0", "cities_sb_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let refused = submit(&sender, token, 1).await;
        assert_eq!(refused["userErrors"][0]["code"], "NOT_FOUND", "{token}: {refused}");
    }
}

#[tokio::test]
async fn neither_log_nor_audit_tells_a_token_or_a_contact() {
    let app = TestApp::start().await;
    let (sender, admin) = (app.client(), app.user("admin").await);
    let call = call(&admin).await;
    let (token, _) = super::submitted(&sender, full(&call)).await;
    let query = "{ auditEvents(first: 100) { nodes { action actor subject detail } } }";
    let audited = admin.graphql(query, json!({})).await.json().to_string();
    assert!(audited.contains("submission.submitted"), "{audited}");
    for secret in [token.as_str(), "ana@gothenburg.example", "Ana Lind"] {
        assert!(!audited.contains(secret) && !app.log().contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_call_is_not_purged_while_anything_that_was_submitted_names_it_and_drafts_hold_nothing_up() {
    let app = TestApp::start().await;
    let (sender, admin) = (app.client(), app.user("admin").await);
    let archive = "mutation ($id: ID!) { archiveCall(input: { id: $id }) { userErrors { message } } }";
    let purge = "mutation ($id: ID!) { purgeCall(input: { id: $id }) { userErrors { code message } } }";
    let mut codes = Vec::new();
    for submits in [true, false] {
        let call = call(&admin).await;
        let token = begun(&sender, full(&call)).await;
        if submits {
            submit(&sender, &token, 1).await;
        }
        assert_eq!(admin.graphql(archive, json!({ "id": call })).await.json().get("errors"), None);
        let payload = admin.graphql(purge, json!({ "id": call })).await.json()["data"]["purgeCall"].clone();
        codes.push(payload["userErrors"][0]["code"].clone());
        assert_eq!(own(&sender, &token).await.is_null(), !submits, "{payload}");
    }
    assert_eq!(codes, [json!("INVALID_STATE"), json!(null)]);
}
