//! Who may take a file, and that it is whole or is seen to break off.

use harness::{Client, TestApp, eventually, json, multiply_submissions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::super::{act, call, full, submit, submitted};
use super::{ANY, CSV, file};

#[tokio::test]
async fn a_file_is_for_those_who_judge_and_is_whole_or_breaks_off() {
    let app = TestApp::with_demo().await;
    let (sender, editor) = (app.client(), app.user("editor").await);
    let reviewer = app.somebody("ana", &["--role", "reviewer"]).await;
    let draft = json!({ "input": { "locale": "en", "closesAt": "2026-06-30T23:59:59Z",
        "text": [{ "locale": "en", "title": "Not yet" }] } });
    editor
        .graphql("mutation ($input: CreateCallInput!) { createCall(input: $input) { call { id } } }", draft)
        .await;
    let call = call(&editor).await;
    let (token, _) = submitted(&sender, full(&call)).await;
    let script = |scope: &str| {
        let create = ["token", "create", "--user", "ana@example.org", "--name", "Mirror", "--scope", scope];
        let secret = app.cities_told(&create, "").succeeded();
        sender.clone().with("authorization", &format!("Bearer {}", secret.trim()))
    };
    for (who, path, status, code) in [
        (&sender, CSV, 401, "UNAUTHENTICATED"),
        (&sender, "/v1/calls/nowhere/submissions.csv", 401, "UNAUTHENTICATED"),
        (&app.focal_point("xiamen").await, CSV, 403, "FORBIDDEN"),
        (&script("write"), CSV, 403, "FORBIDDEN"),
        (&reviewer, "/v1/calls/nowhere/submissions.csv", 404, "NOT_FOUND"),
        (&reviewer, "/v1/calls/not-yet/submissions.csv", 404, "NOT_FOUND"),
        (&reviewer.clone().with("accept", "application/pdf"), ANY, 406, "NOT_ACCEPTABLE"),
    ] {
        let refused = who.get(path).await;
        assert_eq!((refused.status, &refused.json()["code"]), (status, &json!(code)), "{path}");
        assert_eq!(refused.header("www-authenticate"), (status == 401).then_some("Bearer"));
        assert_eq!(refused.header("content-disposition"), None);
    }
    for (who, path, kind) in [
        (&editor, "/v1/calls/not-yet/submissions.csv", "text/csv"),
        (&script("read"), ANY, "application/x-ndjson"),
        (&reviewer.clone().with("accept", "text/csv, */*;q=0.1"), ANY, "text/csv"),
    ] {
        let answer = who.get(path).await;
        assert!(answer.status == 200 && answer.saved_as().1.starts_with(kind), "{path}: {}", answer.text());
    }

    let long = json!({ "markdown": "A long text. ".repeat(2_500) });
    act(&sender, "updateSubmission", json!({ "token": token, "expectedVersion": 2, "body": long })).await;
    submit(&sender, &token, 3).await;
    multiply_submissions(&app.database().url, 299).await;
    app.statements();
    let whole = file(&reviewer, "ndjson").await;
    assert_eq!(whole.text().lines().count(), 300);
    // Opened by who asks (twice), the call, the ids, six for the figures, forms, phases and the audit log; of each of three pages
    // who asks, their phases twice, its rows and their files; of its begin and its end who asks and their phases.
    let statements = app.statements();
    assert!(statements.len() <= 17 + 5 * 3 + 6, "{} statements: {statements:#?}", statements.len());
    let told = "audit_event where action = 'submission.exported'";
    let before = app.database().count(told).await;
    let head = reviewer.send("HEAD", CSV, b"").await;
    assert!(head.status == 200 && head.header("content-disposition").is_some(), "{head:?}");
    let old = sender.exchange(format!("GET {CSV} HTTP/1.0\r\n\r\n").as_bytes()).await;
    assert!(old.windows(4).any(|some| some == b" 505"), "a break would not be told from an end");
    let own = sender.clone().with("authorization", &format!("Bearer {token}")).get(CSV).await;
    assert_eq!((own.status, app.database().count(told).await), (403, before), "{}", own.text());
    check_crowd(&reviewer).await;
    check_break(&app, &[reviewer, script("read")]).await;
}

/// Four are made at once; one more is told to come again, and let in when another ends.
async fn check_crowd(reviewer: &Client) {
    let mut under_way = Vec::new();
    for _ in 0..4 {
        let mut stream = reviewer.begin(&format!("{ANY}.ndjson")).await;
        stream.read_exact(&mut vec![0; 64 << 10]).await.unwrap();
        under_way.push(stream);
    }
    let fifth = reviewer.get(CSV).await;
    assert_eq!((fifth.status, fifth.header("retry-after")), (503, Some("10")), "{}", fifth.text());
    drop(under_way);
    eventually(async || reviewer.get(CSV).await.status == 200).await;
}

/// Whoever loses the role while they take it gets no more of it, and does not take that for the whole.
async fn check_break(app: &TestApp, who: &[Client]) {
    let mut streams = Vec::new();
    for who in who {
        let mut stream = who.begin(&format!("{ANY}.ndjson")).await;
        let mut taken = vec![0; 64 << 10];
        stream.read_exact(&mut taken).await.unwrap();
        streams.push((stream, taken));
    }
    app.cities(&["user", "set-role", "ana@example.org", "city", "--city", "xiamen"]).succeeded();
    for (mut stream, mut taken) in streams {
        // An error of the connection says so as well as an end without the last chunk.
        let _ = stream.read_to_end(&mut taken).await;
        assert!(
            taken.starts_with(b"HTTP/1.1 200 OK\r\n") && !taken.ends_with(b"0\r\n\r\n"),
            "it looks whole"
        );
        // Between chunks there are lines, too.
        let is_submission = |line: &&[u8]| line.starts_with(b"{\"id\":");
        let lines = taken.split(|byte| *byte == b'\n').filter(is_submission).count();
        assert!((1..300).contains(&lines), "{lines}");
        stream.shutdown().await.ok();
    }
}
