//! Files go: with drafts, with uploads that nobody went on with, and with a person.

use std::path::Path;
use std::time::Duration;

use harness::{TestApp, eventually, json};

use super::{DEADLINE, Sender, call_until, full, pdf, place};

/// How many files there are bytes of.
pub fn kept(folder: &Path) -> usize {
    let buckets = std::fs::read_dir(folder.join("attachments")).into_iter().flatten();
    buckets.map(|bucket| std::fs::read_dir(bucket.unwrap().path()).unwrap().count()).sum()
}

#[tokio::test]
async fn bytes_go_with_what_they_belonged_to() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let (draft, upload) = (Sender::of(&app, &call).await, Sender::of(&app, &call).await);
    let kept_file = draft.send("kept.pdf", &pdf(100)).await;
    let taken_out = draft.send("out.pdf", &pdf(100)).await;
    let begun = place(&upload.announce("half.pdf", 100, &pdf(100)[..50]).await);
    assert_eq!(kept(&app.folder()), 3);
    assert_eq!(draft.tus.send("DELETE", &taken_out, b"").await.status, 204);
    eventually(async || kept(&app.folder()) == 2).await;

    app.pass(Duration::from_hours(23));
    assert_eq!(upload.offset(&begun).await, Some(50));
    app.pass(Duration::from_hours(2));
    let _node = app.node().await;
    eventually(async || kept(&app.folder()) == 1).await;
    assert_eq!((upload.offset(&begun).await, draft.tus.get(&kept_file).await.status), (None, 200));
    app.pass(Duration::from_hours(24 * 91));
    let _node = app.node().await;
    eventually(async || super::own(&draft.plain, &draft.token).await.is_null()).await;
    let _node = app.node().await;
    eventually(async || kept(&app.folder()) == 0).await;
    assert_eq!(
        app.database().count("removed_attachment").await
            + app.database().count("submission_attachment").await,
        0
    );
}

#[tokio::test]
async fn a_person_goes_with_their_files_and_the_digest_of_what_was_submitted_stays() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    let letter = sender.send("Ana Lind.pdf", &pdf(100)).await;
    sender.announce("half.pdf", 100, b"").await;
    sender.submit().await;
    let data = "query ($token: String!) { submissionData(token: $token) }";
    let data = sender.plain.graphql(data, json!({ "token": sender.token })).await.json();
    assert_eq!(data["data"]["submissionData"]["attachments"][0]["name"], "Ana Lind.pdf", "{data}");
    let mut other = full(&call);
    other["contact"]["email"] = json!("bo@gothenburg.example");
    let other = Sender::at(app.client(), other).await;
    let others = other.send("bo.pdf", &pdf(100)).await;

    let admin = app.user("admin").await;
    let erase = "mutation { erasePerson(input: { email: \"ana@gothenburg.example\" }) { report { what erased } userErrors { message } } }";
    let told = admin.graphql(erase, json!({})).await.json();
    let report = told["data"]["erasePerson"]["report"].as_array().unwrap_or_else(|| panic!("{told}"));
    assert!(report.contains(&json!({ "what": "ATTACHMENTS", "erased": 2 })), "{told}");
    eventually(async || kept(&app.folder()) == 1).await;
    let gone = sender.tus.get(&letter).await;
    assert!(gone.status == 410 && gone.text().contains("only its digest is left"), "{}", gone.text());
    let file = sender.attachments().await[0].clone();
    assert_eq!((&file["name"], &file["isErased"]), (&json!(""), &json!(true)));
    assert_eq!(file["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(other.tus.get(&others).await.status, 200);
    let again = sender.announce("new.pdf", 100, b"").await;
    assert!(again.status == 403 && again.text().contains("erased"), "{}", again.text());
}

#[tokio::test]
async fn drafts_for_a_call_that_is_purged_go_with_their_files() {
    let app = TestApp::start().await;
    let admin = app.user("admin").await;
    let call = call_until(&admin, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    sender.send("a.pdf", &pdf(100)).await;
    for step in ["archiveCall", "purgeCall"] {
        let query =
            format!("mutation ($id: ID!) {{ {step}(input: {{ id: $id }}) {{ userErrors {{ message }} }} }}");
        let done = admin.graphql(&query, json!({ "id": call })).await.json();
        assert_eq!(done["data"][step]["userErrors"], json!([]), "{done}");
    }
    assert!(super::own(&sender.plain, &sender.token).await.is_null());
    let _node = app.node().await;
    eventually(async || kept(&app.folder()) == 0).await;
}
