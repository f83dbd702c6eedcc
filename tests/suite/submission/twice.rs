use harness::{TestApp, json};

use super::{act, begun, call, full, own, submit, submitted};

#[tokio::test]
async fn the_same_form_sent_twice_with_its_key_makes_one_submission_and_answers_the_same() {
    let app = TestApp::start().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let mut input = full(&call);
    input["idempotencyKey"] = json!("0197-2c1e-4f60-8d10-5ab4");
    let (first, again) = tokio::join!(
        act(&sender, "createSubmission", input.clone()),
        act(&sender, "createSubmission", input.clone())
    );
    assert_eq!(first["userErrors"], json!([]), "{first}");
    assert_eq!((&first["token"], &first["submission"]["id"]), (&again["token"], &again["submission"]["id"]));
    input["title"] = json!("Another");
    let other = act(&sender, "createSubmission", input.clone()).await;
    assert_eq!(other["userErrors"][0]["code"], "TAKEN", "{other}");
    input["idempotencyKey"] = json!("short");
    let short = act(&sender, "createSubmission", input).await;
    assert_eq!(short["userErrors"][0]["field"], json!(["idempotencyKey"]), "{short}");
}

#[tokio::test]
async fn submitting_again_because_the_answer_was_lost_changes_nothing() {
    let app = TestApp::start().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let (token, sent) = submitted(&sender, full(&call)).await;
    for version in [1, 2] {
        assert_eq!(submit(&sender, &token, version).await["submission"], sent);
    }
}

#[tokio::test]
async fn of_two_who_change_a_draft_at_once_one_is_told_what_differs_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let token = begun(&sender, full(&call)).await;
    let change = |title: &str| json!({ "token": token, "expectedVersion": 1, "title": title });
    let (one, other) = tokio::join!(
        act(&sender, "updateSubmission", change("One")),
        act(&sender, "updateSubmission", change("Other"))
    );
    let (done, stale) = if one["conflict"].is_null() { (one, other) } else { (other, one) };
    assert_eq!(stale["userErrors"][0]["code"], "STALE_VERSION", "{stale}");
    assert_eq!(stale["conflict"], json!({ "currentVersion": 2, "fields": [{ "path": ["title"] }] }));
    assert_eq!(own(&sender, &token).await["title"], done["submission"]["title"]);
}
