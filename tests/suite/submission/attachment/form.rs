//! A plain form with files in it, as browsers send it.

use std::fmt::Write;

use harness::{Answer, Client, TestApp, eventually, json};

use super::super::own;
use super::leaving::kept;
use super::{DEADLINE, call_until, pdf};

const PATH: &str = "/v1/calls/clean-air-in-your-city/submissions";
const FIELDS: [(&str, &str); 7] = [
    ("title", "Trams"),
    ("cityName", "Gothenburg"),
    ("country", "SE"),
    ("answers.budget", "12"),
    ("contact.name", "Ana Lind"),
    ("contact.email", "ana@gothenburg.example"),
    ("idempotencyKey", "a-key-that-nobody-guesses"),
];

/// Sends fields, and files by their names.
async fn send(who: &Client, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    let mut part = |head: String, inside: &[u8]| {
        let mut text = String::new();
        write!(text, "--x\r\ncontent-disposition: form-data; {head}\r\n\r\n").unwrap();
        body.extend([text.as_bytes(), inside, b"\r\n"].concat());
    };
    for (name, word) in fields {
        part(format!("name=\"{name}\""), word.as_bytes());
    }
    for (name, bytes) in files {
        let head = format!("name=\"attachments\"; filename=\"{name}\"\r\ncontent-type: text/plain");
        part(head, bytes);
    }
    body.extend(b"--x--\r\n");
    who.clone().with("content-type", "multipart/form-data; boundary=x").send("POST", PATH, &body).await
}

#[tokio::test]
async fn a_form_brings_its_files_along_and_is_one_submission_however_often_it_is_sent() {
    let app = TestApp::start().await;
    call_until(&app.user("editor").await, DEADLINE).await;
    let files: [(&str, &[u8]); 3] = [("plan.pdf", &pdf(1_400_000)), ("", b""), ("letter.pdf", &pdf(100))];
    let first = send(&app.client(), &FIELDS, &files).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let again = send(&app.client(), &FIELDS, &files).await;
    assert_eq!((again.status, &again.json()["token"]), (201, &first.json()["token"]));
    let other = send(&app.client(), &FIELDS, &files[..1]).await;
    assert!(other.status == 422 && other.text().contains("make a new key for each"), "{}", other.text());

    let token = first.json()["token"].as_str().unwrap().to_owned();
    let query = "query ($token: String!) { submission(token: $token) { attachments { name bytes } } }";
    let told = app.client().graphql(query, json!({ "token": token })).await.json();
    let expected =
        json!([{ "name": "plan.pdf", "bytes": 1_400_000 }, { "name": "letter.pdf", "bytes": 100 }]);
    assert_eq!(told["data"]["submission"]["attachments"], expected);
    assert_eq!(own(&app.client(), &token).await["versions"].as_array().unwrap().len(), 1);
    assert_eq!(app.database().count("submission_attachment").await, 2);
    eventually(async || kept(&app.folder()) == 2).await;
}

#[tokio::test]
async fn every_mistake_of_a_form_and_its_files_is_told_at_once_and_nothing_stays() {
    let app = TestApp::start().await;
    call_until(&app.user("editor").await, DEADLINE).await;
    let page: &[u8] = b"<script>alert(1)</script>";
    let files: Vec<(&str, &[u8])> =
        [[("a.pdf", page), ("b.exe", page)], [("c.pdf", b"%PDF-"), ("d.pdf", b"")]].concat();
    let wrong = send(&app.client(), &FIELDS[1..], &files).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    let told = wrong.json();
    let pointers: Vec<_> =
        told["errors"].as_array().unwrap().iter().map(|error| error["pointer"].clone()).collect();
    let all = ["#/attachments/0", "#/attachments/1", "#/attachments/2", "#/attachments/3", "#/title"];
    assert_eq!(pointers, all, "{told}");

    let good = pdf(100);
    let many: Vec<(&str, &[u8])> = (0..11).map(|_| ("a.pdf", good.as_slice())).collect();
    let many = send(&app.client().with("accept", "text/html"), &FIELDS, &many).await;
    assert!(many.status == 422 && many.text().contains("are more than 10"), "{}", many.text());
    let large = vec![b'x'; (20 << 20) + 1];
    let large = send(&app.client(), &FIELDS, &[("a.pdf", &large)]).await;
    assert!(large.status == 422 && large.text().contains("larger than 20 MiB"), "{}", large.text());
    let words = "x".repeat((1 << 20) + 1);
    let words = send(&app.client(), &[("title", &words)], &[("a.pdf", &good)]).await;
    assert_eq!(words.status, 413, "{}", words.text());
    let broken = app.client().with("content-type", "multipart/form-data; boundary=y");
    assert_eq!(broken.send("POST", PATH, b"--x\r\n").await.status, 400);
    assert_eq!(
        app.client().with("content-type", "multipart/form-data").send("POST", PATH, b"x").await.status,
        400
    );

    assert_eq!(
        app.database().count("submission_attachment").await + app.database().count("submission").await,
        0
    );
    eventually(async || kept(&app.folder()) == 0).await;
}
