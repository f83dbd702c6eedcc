use std::time::Duration;

use harness::{TestApp, json};

use super::{act, begun, call, call_until, full, own, submit, submitted};

#[tokio::test]
async fn the_last_second_counts_and_the_one_after_it_does_not() {
    let app = TestApp::start().await;
    // The clock of the tests stands at noon.
    let (call, sender) = (call_until(&app.user("editor").await, "2026-06-01T12:01:00Z").await, app.client());
    let (early, late) = (begun(&sender, full(&call)).await, begun(&sender, full(&call)).await);
    app.pass(Duration::from_secs(59));
    assert_eq!(submit(&sender, &early, 1).await["submission"]["state"], "SUBMITTED");
    app.pass(Duration::from_secs(1));
    let draft = own(&sender, &late).await;
    for (mutation, input) in [
        ("submitSubmission", json!({ "token": late, "expectedVersion": 1 })),
        ("updateSubmission", json!({ "token": late, "expectedVersion": 1, "title": "Late" })),
        ("withdrawSubmission", json!({ "token": early, "expectedVersion": 2 })),
        ("createSubmission", full(&call)),
    ] {
        let refused = act(&sender, mutation, input).await;
        let error = &refused["userErrors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (
                &json!([if mutation == "createSubmission" { "call" } else { "token" }]),
                &json!("INVALID_STATE")
            ),
            "{mutation}"
        );
        assert!(error["message"].as_str().unwrap().contains("2026-06-01T12:01:00.000Z"), "{refused}");
    }
    assert_eq!(own(&sender, &late).await, draft, "a sender still reads what was written");
}

#[tokio::test]
async fn a_call_that_has_not_opened_takes_nothing_and_says_when_it_will() {
    let app = TestApp::start().await;
    let (sender, editor) = (app.client(), app.user("editor").await);
    let call = call(&editor).await;
    let query =
        "mutation ($input: UpdateCallInput!) { updateCall(input: $input) { userErrors { message } } }";
    let opens = json!({ "input": { "id": call, "expectedVersion": 2, "opensAt": "2026-06-01T12:00:10Z" } });
    assert_eq!(editor.graphql(query, opens).await.json()["data"]["updateCall"]["userErrors"], json!([]));
    let query = "mutation ($id: ID!) { publishCall(input: { id: $id }) { userErrors { message } } }";
    editor.graphql(query, json!({ "id": call })).await;
    let refused = act(&sender, "createSubmission", full(&call)).await;
    assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains("opens at"), "{refused}");
    app.pass(Duration::from_secs(10));
    submitted(&sender, full(&call)).await;
}

#[tokio::test]
async fn a_call_that_is_not_public_does_not_exist_for_those_who_send_in() {
    let app = TestApp::start().await;
    let (sender, editor) = (app.client(), app.user("editor").await);
    let call = call(&editor).await;
    let (token, _) = submitted(&sender, full(&call)).await;
    let query = "mutation ($id: ID!) { unpublishCall(input: { id: $id }) { userErrors { message } } }";
    assert_eq!(editor.graphql(query, json!({ "id": call })).await.json().get("errors"), None);
    let hidden = act(&sender, "createSubmission", full(&call)).await;
    let unknown = act(&sender, "createSubmission", full("call_01h455vb4pex5vsknk084sn02q")).await;
    assert_eq!(hidden["userErrors"][0]["code"], "NOT_FOUND");
    assert_eq!(hidden, unknown);
    let withdrawn = act(&sender, "withdrawSubmission", json!({ "token": token, "expectedVersion": 2 })).await;
    assert_eq!(withdrawn["submission"]["state"], "WITHDRAWN", "it is its sender's to take back: {withdrawn}");
}

#[tokio::test]
async fn grace_takes_what_comes_a_little_late_and_no_more() {
    let app = TestApp::start().await;
    let (sender, editor) = (app.client(), app.user("editor").await);
    let call = call_until(&editor, "2026-06-01T12:01:00Z").await;
    let query =
        "mutation ($input: UpdateCallInput!) { updateCall(input: $input) { userErrors { message } } }";
    let grace = json!({ "input": { "id": call, "expectedVersion": 2, "gracePeriod": 30 } });
    assert_eq!(editor.graphql(query, grace).await.json()["data"]["updateCall"]["userErrors"], json!([]));
    let query = "mutation ($id: ID!) { publishCall(input: { id: $id }) { userErrors { message } } }";
    editor.graphql(query, json!({ "id": call })).await;
    let (first, second) = (begun(&sender, full(&call)).await, begun(&sender, full(&call)).await);
    app.pass(Duration::from_secs(89));
    assert_eq!(submit(&sender, &first, 1).await["submission"]["state"], "SUBMITTED");
    app.pass(Duration::from_secs(1));
    assert_eq!(submit(&sender, &second, 1).await["userErrors"][0]["code"], "INVALID_STATE");
}

#[tokio::test]
async fn a_node_whose_clock_is_behind_tells_the_deadline_by_it_and_undoes_nothing_that_another_did() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let (call, sender) = (call_until(&editor, "2026-06-01T12:05:00Z").await, app.client());
    let (token, _) = submitted(&sender, full(&call)).await;
    let mut keyed = full(&call);
    keyed["idempotencyKey"] = json!("a-key-that-nobody-guesses");
    let draft = begun(&sender, keyed.clone()).await;
    app.pass(Duration::from_mins(6));
    let node = app.node_behind(Duration::from_mins(2)).await;
    let behind = node.client();
    assert_eq!(begun(&behind, keyed).await, draft, "one submission, whichever node is asked again");
    assert_eq!(submit(&sender, &draft, 1).await["userErrors"][0]["code"], "INVALID_STATE");
    let late = submit(&behind, &draft, 1).await;
    assert_eq!(late["submission"]["submittedAt"], "2026-06-01T12:04:00.000Z", "{late}");
    let review =
        "mutation ($call: ID!) { startReview(input: { call: $call }) { started userErrors { message } } }";
    let begun = editor.graphql(review, json!({ "call": call })).await.json();
    assert_eq!(begun["data"]["startReview"]["started"], 2, "{begun}");
    // In time by its clock, and yet too late: it is judged already.
    for (token, version) in [(&token, 3), (&draft, 3)] {
        let input = json!({ "token": token, "expectedVersion": version, "title": "Later" });
        let refused = act(&behind, "updateSubmission", input).await;
        assert_eq!(refused["userErrors"][0]["code"], "INVALID_STATE", "{refused}");
        let kept = own(&behind, token).await;
        let kept = (&kept["title"], &kept["state"], kept["versions"].as_array().unwrap().len());
        assert_eq!(kept, (&json!("Trams for everybody"), &json!("UNDER_REVIEW"), 1));
    }
}
