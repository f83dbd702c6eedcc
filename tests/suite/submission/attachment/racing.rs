//! Requests that hold back their last bytes.

use std::time::Duration;

use harness::{Client, TestApp, eventually, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{DEADLINE, Sender, call_until, own, pdf, place};

/// The head of a request that sends more of a file.
fn head(sender: &Sender, place: &str, length: usize) -> Vec<u8> {
    let head = format!(
        "PATCH {place} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntus-resumable: 1.0.0\r\n\
         authorization: Bearer {}\r\ncontent-type: application/offset+octet-stream\r\nupload-offset: 0\r\n\
         content-length: {length}\r\n\r\n",
        sender.token
    );
    head.into_bytes()
}

/// The status that a request ends with once it has sent this.
async fn ended(mut line: TcpStream, rest: &[u8]) -> u16 {
    line.write_all(rest).await.unwrap();
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer)[9..12].parse().unwrap()
}

async fn begun(app: &TestApp, sender: &Sender, place: &str, first: &[u8], length: usize) -> TcpStream {
    let mut line = TcpStream::connect(app.address()).await.unwrap();
    line.write_all(&[&head(sender, place, length)[..], first].concat()).await.unwrap();
    // It is at work: what it takes has been read.
    let under_way = async || {
        app.database()
            .texts(&format!("select 'x' from submission_attachment where received = {}", 512 << 10))
            .await
    };
    eventually(async || first.len() <= 512 << 10 || !under_way().await.is_empty()).await;
    line
}

#[tokio::test]
async fn bytes_that_come_after_the_deadline_are_too_late_whenever_their_request_began() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    sender.submit().await;
    let bytes = pdf(600_000);
    let place = place(&sender.announce("a.pdf", bytes.len(), b"").await);
    let line = begun(&app, &sender, &place, &bytes[..599_900], bytes.len()).await;
    app.pass(Duration::from_secs(301));
    // The server looks at the clock of a test when a request comes.
    assert_eq!(sender.announce("b.pdf", 100, b"").await.status, 403);
    assert_eq!(ended(line, &bytes[599_900..]).await, 403);
    let seen = own(&sender.plain, &sender.token).await;
    assert_eq!((sender.attachments().await, seen["versions"].as_array().unwrap().len()), (json!([]), 1));
}

#[tokio::test]
async fn what_was_attached_stays_whatever_a_request_from_before_brings() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    let good = pdf(400_000);
    let place = place(&sender.announce("a.pdf", good.len(), b"").await);
    let mut bad = vec![b'x'; good.len()];
    bad[..6].copy_from_slice(b"<html>");
    let line = begun(&app, &sender, &place, &bad[..399_999], bad.len()).await;
    assert_eq!(sender.append(&place, 0, &good).await.status, 204);
    sender.submit().await;
    assert_eq!(ended(line, &bad[399_999..]).await, 409);
    assert_eq!(sender.attachments().await.as_array().unwrap().len(), 1);
    assert!(sender.tus.get(&place).await.body == good);
}

#[tokio::test]
async fn one_address_keeps_nobody_else_from_sending() {
    let app = TestApp::with(&["--trusted-proxies", "127.0.0.1", "--body-timeout", "2s"]).await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    let bytes = pdf(900_000);
    let mut lines = Vec::new();
    for number in 0..8 {
        let place = place(&sender.announce(&format!("{number}.pdf"), bytes.len(), b"").await);
        let mut line = TcpStream::connect(app.address()).await.unwrap();
        line.write_all(&[&head(&sender, &place, bytes.len())[..], &bytes[..600_000]].concat()).await.unwrap();
        lines.push(line);
    }
    let under_way = "submission_attachment where received > 0";
    eventually(async || app.database().count(under_way).await == 8).await;
    let ninth = sender.announce("a.pdf", 100, &pdf(100)).await;
    assert_eq!((ninth.status, ninth.header("retry-after").is_some()), (429, true), "{}", ninth.text());
    let elsewhere = |client: &Client| client.clone().with("x-forwarded-for", "192.0.2.7");
    let other = Sender {
        tus: elsewhere(&sender.tus),
        plain: app.client(),
        token: sender.token.clone(),
        id: sender.id.clone(),
    };
    other.send("b.pdf", &pdf(100)).await;
    drop(lines);
    eventually(async || {
        other.announce("c.pdf", 100, b"").await.status == 422
            || sender.announce("d.pdf", 100, &pdf(100)).await.status == 201
    })
    .await;
}

#[tokio::test]
async fn an_upload_whose_address_was_lost_takes_nobody_s_place() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    for _ in 0..10 {
        assert_eq!(sender.announce("a.pdf", 100, b"").await.status, 201);
    }
    for number in 0..10 {
        sender.send(&format!("{number}.pdf"), &pdf(100)).await;
    }
    assert_eq!(sender.announce("a.pdf", 100, b"").await.status, 422);
    assert_eq!(sender.attachments().await.as_array().unwrap().len(), 10);
}
