//! A file comes in: whole, in parts, over a line that breaks.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use harness::{TestApp, eventually, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::{DEADLINE, Sender, act, call_until, pdf, place};

#[tokio::test]
async fn a_file_that_comes_in_parts_is_one_and_part_of_what_is_submitted() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    let offer = app.client().send("OPTIONS", &sender.all(), b"").await;
    assert_eq!(
        (offer.status, offer.header("tus-version"), offer.header("tus-max-size")),
        (204, Some("1.0.0"), Some("20971520"))
    );
    assert_eq!(offer.header("tus-extension"), Some("creation,creation-with-upload,expiration,termination"));
    let bytes = pdf(1_500_000);
    let announced = sender.announce("Haushalt f\u{fc}r 2027.pdf", bytes.len(), b"").await;
    assert_eq!(
        (announced.status, announced.header("upload-offset")),
        (201, Some("0")),
        "{}",
        announced.text()
    );
    assert_eq!(announced.header("upload-expires"), Some("Tue, 02 Jun 2026 12:00:00 GMT"));
    let place = place(&announced);
    for (from, to) in [(0, 700_000), (700_000, 700_001), (700_001, 1_499_999)] {
        let answer = sender.append(&place, from, &bytes[from..to]).await;
        assert_eq!(
            (answer.status, answer.header("upload-offset")),
            (204, Some(to.to_string().as_str())),
            "{}",
            answer.text()
        );
        assert_eq!(sender.offset(&place).await, Some(to));
        assert_eq!(sender.attachments().await, json!([]), "not before it is whole");
    }
    assert_eq!(sender.append(&place, 1_499_998, b"\n").await.status, 409);
    let last = sender.append(&place, 1_499_999, &bytes[1_499_999..]).await;
    assert_eq!((last.status, last.header("upload-expires")), (204, None), "{}", last.text());

    let file = sender.attachments().await[0].clone();
    let hash = digest(&SHA256, &bytes);
    let hash = hash.as_ref().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    assert_eq!((&file["name"], &file["bytes"]), (&json!("Haushalt f\u{fc}r 2027.pdf"), &json!(1_500_000)));
    assert_eq!((&file["mediaType"], &file["sha256"]), (&json!("application/pdf"), &json!(hash)));
    assert!(file["url"].as_str().unwrap().ends_with(&place), "{file}");
    let fetched = sender.tus.get(&place).await;
    assert!(fetched.status == 200 && fetched.body == bytes, "{}", fetched.status);
    // Files are no field: whoever wrote on the draft meanwhile is not told to read it again.
    let submitted = sender.submit().await;
    assert_eq!(submitted["version"], 2);
    let document = "query ($token: String!) { submissionDocument(token: $token, number: 1) }";
    let document = sender.plain.graphql(document, json!({ "token": sender.token })).await.json();
    let document: harness::Value =
        serde_json::from_str(document["data"]["submissionDocument"].as_str().unwrap()).unwrap();
    assert_eq!(
        document["attachments"],
        json!([{ "id": file["id"], "mediaType": "application/pdf", "bytes": 1_500_000, "sha256": hash }])
    );
}

#[tokio::test]
async fn what_came_in_before_the_line_broke_is_kept_whichever_node_goes_on() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    let bytes = pdf(900_000);
    let place = place(&sender.announce("a.pdf", bytes.len(), b"").await);
    let head = format!(
        "PATCH {place} HTTP/1.1\r\nhost: a\r\ntus-resumable: 1.0.0\r\nauthorization: Bearer {}\r\n\
         content-type: application/offset+octet-stream\r\nupload-offset: 0\r\ncontent-length: {}\r\n\r\n",
        sender.token,
        bytes.len()
    );
    let mut line = TcpStream::connect(app.address()).await.unwrap();
    line.write_all(&[head.as_bytes(), &bytes[..600_000]].concat()).await.unwrap();
    eventually(async || sender.offset(&place).await == Some(512 << 10)).await;
    drop(line);
    eventually(async || sender.offset(&place).await == Some(600_000)).await;

    let elsewhere = app.node().await;
    let other = Sender {
        tus: elsewhere
            .client()
            .with("tus-resumable", "1.0.0")
            .with("authorization", &format!("Bearer {}", sender.token)),
        plain: elsewhere.client(),
        token: sender.token.clone(),
        id: sender.id.clone(),
    };
    // Two who go on at once: one does, the other is told.
    let (one, two) = tokio::join!(
        sender.append(&place, 600_000, &bytes[600_000..]),
        other.append(&place, 600_000, &bytes[600_000..])
    );
    let mut told = [one.status, two.status];
    told.sort_unstable();
    assert_eq!(told, [204, 409], "{} {}", one.text(), two.text());
    assert!(sender.tus.get(&place).await.body == bytes);
    assert_eq!(app.database().count("submission_attachment").await, 1);
}

#[tokio::test]
async fn a_file_after_submitting_is_another_version_until_the_deadline_and_nothing_is_after_it() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    let first = sender.send("first.pdf", &pdf(100)).await;
    assert_eq!(sender.submit().await["versions"].as_array().unwrap().len(), 1);
    sender.send("second.pdf", &pdf(200)).await;
    let seen = super::own(&sender.plain, &sender.token).await;
    assert_eq!((&seen["version"], seen["versions"].as_array().unwrap().len()), (&json!(3), 2));
    assert_eq!(sender.tus.send("DELETE", &first, b"").await.status, 204);
    assert_eq!(sender.tus.send("DELETE", &first, b"").await.status, 404);
    let seen = super::own(&sender.plain, &sender.token).await;
    assert_eq!((&seen["version"], seen["versions"].as_array().unwrap().len()), (&json!(4), 3));
    assert_eq!(sender.attachments().await.as_array().unwrap().len(), 1);
    assert_eq!(sender.tus.get(&first).await.status, 200, "what was submitted with it keeps it");

    let late = super::place(&sender.announce("late.pdf", 100, &pdf(100)[..50]).await);
    app.pass(Duration::from_secs(299));
    // In time to the second; the instant at which the request came in counts.
    assert_eq!(sender.append(&late, 50, &pdf(100)[50..60]).await.status, 204);
    app.pass(Duration::from_secs(2));
    let refused = sender.append(&late, 60, &pdf(100)[60..]).await;
    assert!(refused.status == 403 && refused.text().contains("closed at"), "{}", refused.text());
    assert_eq!(sender.announce("more.pdf", 100, b"").await.status, 403);
    assert_eq!(sender.tus.send("DELETE", &first, b"").await.status, 403);
    let withdrawn =
        act(&sender.plain, "withdrawSubmission", json!({ "token": sender.token, "expectedVersion": 4 }))
            .await;
    assert_eq!(super::super::blamed(&withdrawn), ["token"]);
    assert_eq!(sender.attachments().await.as_array().unwrap().len(), 1);
}
