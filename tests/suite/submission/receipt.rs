use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use harness::{Client, TestApp, Value, eventually, json, mails};
use tempfile::TempDir;

use super::{act, begun, call, full, submit, submitted};

/// The link to a submission in a mail.
const PAGE: &str = "https://app.example.org/submission";

/// A server that sends mail into a folder.
pub struct Post {
    pub app: TestApp,
    folder: TempDir,
}

impl Post {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let route = format!("file:{}", folder.path().join("mails").display());
        let settings = [
            ["--mail-url", &route],
            ["--mail-from", "Cities <cities@example.org>"],
            ["--mail-reset-url", "https://app.example.org/reset"],
            ["--mail-submission-url", PAGE],
        ];
        Self { app: TestApp::with(&settings.concat()).await, folder }
    }

    pub fn mails(&self) -> PathBuf {
        self.folder.path().join("mails")
    }
}

async fn receipt(sender: &Client, token: &str) -> (String, String) {
    let query = "query ($token: String!) { submission(token: $token) { versions { receipt } }
        submissionDocument(token: $token, number: 1) }";
    let answer = sender.graphql(query, json!({ "token": token })).await.json();
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    (
        text(&answer["data"]["submission"]["versions"][0]["receipt"]),
        text(&answer["data"]["submissionDocument"]),
    )
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

async fn keys(app: &TestApp) -> String {
    app.client().get("/.well-known/jwks.json").await.text().to_owned()
}

#[tokio::test]
async fn a_receipt_proves_what_was_submitted_and_when_without_the_service() {
    let app = TestApp::start().await;
    let (call, sender, folder) =
        (call(&app.user("editor").await).await, app.client(), tempfile::tempdir().unwrap());
    let (token, sent) = submitted(&sender, full(&call)).await;
    let (receipt, document) = receipt(&sender, &token).await;
    let file = write(folder.path(), "receipt.txt", &receipt);
    let document_file = write(folder.path(), "document.json", &document);
    let jwks = write(folder.path(), "jwks.json", &keys(&app).await);

    let proof =
        app.cities(&["receipt", "verify", &file, "--document", &document_file, "--jwks", &jwks]).succeeded();
    for line in [
        "The receipt is genuine.",
        "reference: CLN-2026-0001",
        "submitted: 2026-06-01T12:00:00.000Z",
        &format!("sha256: {}", sent["versions"][0]["hash"].as_str().unwrap()),
        "document: it is that document",
    ] {
        assert!(proof.lines().any(|told| told == line), "{line}: {proof}");
    }
    let laid_out = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&document).unwrap()).unwrap();
    let laid_out = write(folder.path(), "pretty.json", &laid_out);
    app.cities(&["receipt", "verify", &file, "--document", &laid_out]).succeeded();

    let other = write(folder.path(), "other.json", &document.replace("Trams", "Buses"));
    let forged = write(folder.path(), "forged.txt", &receipt.replacen("ey", "eY", 1));
    for (arguments, why) in [
        (vec![&*file, "--document", &other], "is not the one that was submitted"),
        (vec![&*forged, "--jwks", &jwks], "is no receipt"),
        (vec![&*document_file, "--jwks", &jwks], "is no receipt"),
        (vec![&*file, "--jwks", &document_file], "is no JWK Set"),
        (vec!["nowhere.txt"], "cannot read nowhere.txt"),
    ] {
        let refused = app.cities(&[&["receipt", "verify"], arguments.as_slice()].concat());
        assert!(refused.code == 1 && refused.stderr.contains(why), "{why}: {}", refused.stderr);
    }
}

#[tokio::test]
async fn a_receipt_outlives_the_key_that_signed_it() {
    let app = TestApp::start().await;
    let (call, sender, folder) =
        (call(&app.user("editor").await).await, app.client(), tempfile::tempdir().unwrap());
    let (token, _) = submitted(&sender, full(&call)).await;
    let file = write(folder.path(), "receipt.txt", &receipt(&sender, &token).await.0);
    for _ in 0..2 {
        app.cities(&["keys", "rotate"]).succeeded();
        app.pass(Duration::from_mins(30));
    }
    let jwks = write(folder.path(), "jwks.json", &keys(&app).await);
    app.cities(&["receipt", "verify", &file, "--jwks", &jwks]).succeeded();
    assert_eq!(
        app.database().count("signing_key where sealed = ''").await,
        1,
        "the private half is gone once it signs no more"
    );

    app.cities(&["keys", "rotate", "--now"]).succeeded();
    let refused = app.cities(&["receipt", "verify", &file]);
    assert!(
        refused.stderr.contains("is not among these keys"),
        "what leaked proves nothing: {}",
        refused.stderr
    );
    app.pass(Duration::from_mins(1));
    let again = write(folder.path(), "again.txt", &receipt(&sender, &token).await.0);
    app.cities(&["receipt", "verify", &again]).succeeded();
}

#[tokio::test]
async fn whoever_submits_is_sent_the_link_and_the_receipt_and_nothing_that_they_wrote() {
    let post = Post::start().await;
    let (app, sender) = (&post.app, post.app.client());
    let call = call(&app.user("editor").await).await;
    let token = begun(&sender, full(&call)).await;
    submit(&sender, &token, 1).await;
    let mail = mails(&post.mails(), 1).await.remove(0);
    let line =
        |starts: &str| mail.lines().find(|line| line.starts_with(starts)).unwrap_or_else(|| panic!("{mail}"));
    assert_eq!(line("To: "), "To: ana@gothenburg.example");
    assert_eq!(line("Subject: "), "Subject: CLN-2026-0001: received");
    assert_eq!(line(PAGE), format!("{PAGE}#token={token}"));
    assert!(mail.contains("\"Clean air in your city\" came in at 2026-06-01T12:00:00.000Z"), "{mail}");
    assert_eq!(line("ey"), receipt(&sender, &token).await.0);
    assert!(!mail.contains("Trams") && !mail.contains("Ana"), "{mail}");

    // A change of the text is told to nobody, a new address is.
    let change = json!({ "token": token, "expectedVersion": 2, "title": "Trams for all" });
    act(&sender, "updateSubmission", change).await;
    let moved =
        json!({ "token": token, "expectedVersion": 3, "contact": { "email": "bo@gothenburg.example" } });
    act(&sender, "updateSubmission", moved).await;
    act(&sender, "withdrawSubmission", json!({ "token": token, "expectedVersion": 4 })).await;
    let all = mails(&post.mails(), 3).await;
    let told = |number: usize, line: &str| assert!(all[number].contains(line), "{}", all[number]);
    told(1, "To: bo@gothenburg.example");
    told(1, "Subject: CLN-2026-0001: received");
    told(2, "Subject: CLN-2026-0001: withdrawn");
    assert_eq!(all.len(), 3);
    // Nothing is kept of what was sent.
    eventually(async || app.database().count("mail").await == 0).await;
}

/// Until a mail could not be sent.
async fn in_trouble(app: &TestApp) {
    eventually(async || app.database().count("mail where trouble is not null").await == 1).await;
}

#[tokio::test]
async fn a_mail_that_cannot_be_sent_waits_sealed_and_is_tried_again() {
    let post = Post::start().await;
    let (app, sender) = (&post.app, post.app.client());
    let call = call(&app.user("editor").await).await;
    // In place of the folder.
    fs::write(post.mails(), "").unwrap();
    let (token, _) = submitted(&sender, full(&call)).await;
    in_trouble(app).await;
    assert_eq!(app.database().count("mail where sealed like '%ana@%'").await, 0);
    fs::remove_file(post.mails()).unwrap();
    app.pass(Duration::from_mins(2));
    // Somebody else's rings the bell.
    submitted(&sender, full(&call)).await;
    let all = mails(&post.mails(), 2).await;
    assert!(all.iter().any(|mail| mail.contains(&token)), "{all:?}");

    fs::remove_dir_all(post.mails()).unwrap();
    fs::write(post.mails(), "").unwrap();
    submitted(&sender, full(&call)).await;
    in_trouble(app).await;
    app.database().execute("update mail set due_at = null").await;
    let told = app.cities(&["doctor"]);
    assert!(told.code == 1 && told.stdout.contains("mails: 1 were given up"), "{}", told.stdout);
    fs::remove_file(post.mails()).unwrap();
    app.cities(&["doctor", "--mend"]).succeeded();
    mails(&post.mails(), 1).await;
}

#[tokio::test]
async fn one_address_is_sent_so_many_confirmations_whoever_gives_it() {
    let post = Post::start().await;
    let (app, sender) = (&post.app, post.app.client());
    let call = call(&app.user("editor").await).await;
    for _ in 0..22 {
        submitted(&sender, full(&call)).await;
    }
    let mut other = full(&call);
    other["contact"]["email"] = json!("bo@gothenburg.example");
    submitted(&sender, other).await;
    let all = mails(&post.mails(), 21).await;
    eventually(async || app.database().count("mail").await == 0).await;
    let to_ana = all.iter().filter(|mail| mail.contains("To: ana@gothenburg.example")).count();
    assert_eq!(
        (to_ana, mails(&post.mails(), 21).await.len()),
        (20, 21),
        "and the other address is sent its own"
    );
    let told = app.log().matches("one address has had many mails").count();
    assert_eq!(told, 2);
}
