use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{TestApp, json};

use super::{act, begun, blamed, call, full, own, submit, submitted};

#[tokio::test]
async fn a_draft_is_saved_half_full_and_everything_that_is_missing_is_told_when_it_is_submitted() {
    let app = TestApp::start().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let token = begun(&sender, json!({ "call": call, "locale": "en", "answers": { "budget": -1 } })).await;
    assert!(token.starts_with("cities_sb_"), "{token}");
    let draft = own(&sender, &token).await;
    assert_eq!(
        (&draft["state"], &draft["reference"], &draft["title"]),
        (&json!("DRAFT"), &json!(null), &json!(""))
    );

    let refused = submit(&sender, &token, 1).await;
    assert_eq!(
        blamed(&refused),
        ["answers.budget", "title", "city", "contact.name", "contact.email"],
        "{refused}"
    );
    assert_eq!(own(&sender, &token).await, draft, "nothing changed");
}

#[tokio::test]
async fn what_is_submitted_gets_a_reference_and_each_change_of_it_another_version() {
    let app = TestApp::start().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let (token, sent) = submitted(&sender, full(&call)).await;
    assert_eq!(sent["state"], "SUBMITTED", "{sent}");
    assert_eq!(sent["reference"], "CLN-2026-0001", "of the slug of the call, which is under no cluster");
    assert_eq!(sent["submittedAt"], "2026-06-01T12:00:00.000Z");
    assert_eq!(sent["history"], json!([{ "state": "SUBMITTED", "actor": "ANONYMOUS", "reason": null }]));

    let change = json!({ "token": token, "expectedVersion": 2, "title": "Trams for all", "contact": { "phone": null } });
    let changed = act(&sender, "updateSubmission", change).await["submission"].clone();
    assert_eq!((&changed["title"], &changed["contact"]["phone"]), (&json!("Trams for all"), &json!("")));
    assert_eq!(changed["contact"]["name"], "Ana Lind", "what is left out stays");
    assert_eq!((&changed["state"], &changed["versions"][0]), (&json!("SUBMITTED"), &sent["versions"][0]));
    let emptied = json!({ "token": token, "expectedVersion": 3, "title": null });
    assert_eq!(blamed(&act(&sender, "updateSubmission", emptied).await), ["title"], "it stays whole");

    let again = submit(&sender, &token, 3).await["submission"].clone();
    assert_eq!((&again["reference"], again["versions"].as_array().unwrap().len()), (&sent["reference"], 2));
    assert_eq!(again["versions"][0], sent["versions"][0]);
    let (_, other) = submitted(&sender, full(&call)).await;
    assert_eq!(other["reference"], "CLN-2026-0002");
}

#[tokio::test]
async fn a_document_of_what_was_submitted_can_be_proved_and_tells_no_contact() {
    let app = TestApp::start().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let (token, sent) = submitted(&sender, full(&call)).await;
    let query = "query ($token: String!) { submissionDocument(token: $token, number: 1) }";
    let answer = sender.graphql(query, json!({ "token": token })).await.json();
    let document = answer["data"]["submissionDocument"].as_str().unwrap().to_owned();
    assert!(
        document.contains("\"title\":\"Trams for everybody\"") && !document.contains("Lind"),
        "{document}"
    );
    let hash = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, document.as_bytes()));
    assert_eq!(sent["versions"][0]["hash"], hash);
    let none = "query ($token: String!) { submissionDocument(token: $token, number: 2) }";
    let answer = sender.graphql(none, json!({ "token": token })).await.json();
    assert_eq!(answer["data"]["submissionDocument"], json!(null));
}

#[tokio::test]
async fn a_city_asks_to_join_a_cluster_at_any_time() {
    let app = TestApp::with_demo().await;
    let sender = app.client();
    let found =
        app.graphql("{ cluster(slug: \"transport\") { id } city(slug: \"xiamen\") { id } }", json!({})).await;
    let mut input = full("");
    input["cluster"] = found["data"]["cluster"]["id"].clone();
    input["city"] = found["data"]["city"]["id"].clone();
    for field in ["call", "cityName", "country", "answers"] {
        input.as_object_mut().unwrap().remove(field);
    }
    let (_, sent) = submitted(&sender, input).await;
    assert_eq!((&sent["kind"], &sent["reference"]), (&json!("MEMBERSHIP"), &json!("TRN-2026-0001")));
}

#[tokio::test]
async fn a_form_that_changed_since_is_told_and_adopted_only_when_the_sender_says_so() {
    let app = TestApp::start().await;
    let (sender, editor) = (app.client(), app.user("editor").await);
    let call = call(&editor).await;
    let token = begun(&sender, full(&call)).await;
    let mut form = super::form();
    form["required"] = json!(["budget", "lessons"]);
    let change = json!({ "input": { "id": call, "expectedVersion": 2, "form": form } });
    let query =
        "mutation ($input: UpdateCallInput!) { updateCall(input: $input) { userErrors { message } } }";
    assert_eq!(editor.graphql(query, change).await.json()["data"]["updateCall"]["userErrors"], json!([]));
    assert_eq!(own(&sender, &token).await["formChanged"], false, "a working draft is not seen");
    let query = "mutation ($id: ID!) { publishCall(input: { id: $id }) { userErrors { message } } }";
    editor.graphql(query, json!({ "id": call })).await;
    assert_eq!(own(&sender, &token).await["formChanged"], true);
    let adopted = json!({ "token": token, "expectedVersion": 1, "adoptForm": true });
    assert_eq!(act(&sender, "updateSubmission", adopted).await["submission"]["formChanged"], false);
    assert_eq!(blamed(&submit(&sender, &token, 2).await), ["answers.lessons"]);
    let old = begun(&sender, full(&call)).await;
    assert_eq!(
        blamed(&submit(&sender, &old, 1).await),
        ["answers.lessons"],
        "what is begun now has the new form"
    );
}

#[tokio::test]
async fn what_was_withdrawn_is_gone_for_good_and_still_its_senders_to_read() {
    let app = TestApp::start().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let (token, _) = submitted(&sender, full(&call)).await;
    let input = json!({ "token": token, "expectedVersion": 2, "reason": "The council said no." });
    let gone = act(&sender, "withdrawSubmission", input).await["submission"].clone();
    assert_eq!(
        (&gone["state"], &gone["history"][1]["reason"]),
        (&json!("WITHDRAWN"), &json!("The council said no."))
    );
    for (mutation, input) in [
        ("updateSubmission", json!({ "token": token, "expectedVersion": 3, "title": "No" })),
        ("submitSubmission", json!({ "token": token, "expectedVersion": 3 })),
        ("withdrawSubmission", json!({ "token": token, "expectedVersion": 3 })),
    ] {
        let refused = act(&sender, mutation, input).await;
        assert_eq!(refused["userErrors"][0]["code"], "INVALID_STATE", "{mutation}: {refused}");
    }
    assert_eq!(own(&sender, &token).await["title"], "Trams for everybody");
}
