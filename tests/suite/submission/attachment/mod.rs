//! Files that go with a submission: sent in by tus, looked into, and private for good.

mod client;
mod form;
mod hostile;
mod leaving;
mod racing;
mod sending;
mod sight;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use harness::{Answer, Client, TestApp, Value, json};

use super::{act, begun, call_until, full, own, submit};

const DEADLINE: &str = "2026-06-01T12:05:00Z";

/// A PDF of so many bytes, each telling where it stands.
fn pdf(bytes: usize) -> Vec<u8> {
    let (head, end) = (&b"%PDF-1.7\n"[..], &b"\n%%EOF\n"[..]);
    let between = (0..bytes - head.len() - end.len()).map(|at| b"0123456789abcdef\n"[at % 17]);
    [head, &between.collect::<Vec<u8>>(), end].concat()
}

/// A sender with a submission, who speaks tus.
struct Sender {
    plain: Client,
    tus: Client,
    token: String,
    id: String,
}

impl Sender {
    /// Of a draft with all that is needed.
    async fn of(app: &TestApp, call: &str) -> Self {
        Self::at(app.client(), full(call)).await
    }

    async fn at(plain: Client, input: Value) -> Self {
        let token = begun(&plain, input).await;
        let id = own(&plain, &token).await["id"].as_str().unwrap().to_owned();
        let tus =
            plain.clone().with("tus-resumable", "1.0.0").with("authorization", &format!("Bearer {token}"));
        Self { plain, tus, token, id }
    }

    fn all(&self) -> String {
        format!("/v1/submissions/{}/attachments", self.id)
    }

    /// Announces a file, perhaps with its first bytes.
    async fn announce(&self, name: &str, length: usize, first: &[u8]) -> Answer {
        let asking = self.tus.clone().with("upload-length", &length.to_string());
        let asking = asking.with("upload-metadata", &format!("filename {}", STANDARD.encode(name)));
        stream(asking, first).send("POST", &self.all(), first).await
    }

    /// Sends a file in one go: where it is.
    async fn send(&self, name: &str, bytes: &[u8]) -> String {
        let answer = self.announce(name, bytes.len(), bytes).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        place(&answer)
    }

    async fn append(&self, place: &str, offset: usize, bytes: &[u8]) -> Answer {
        let asking = self.tus.clone().with("upload-offset", &offset.to_string());
        stream(asking, bytes).send("PATCH", place, bytes).await
    }

    /// How far it is; `None` once there is no such upload.
    async fn offset(&self, place: &str) -> Option<usize> {
        let answer = self.tus.send("HEAD", place, b"").await;
        (answer.status == 200).then(|| answer.header("upload-offset").unwrap().parse().unwrap())
    }

    /// As the sender reads them.
    async fn attachments(&self) -> Value {
        let query = format!("query ($token: String!) {{ submission(token: $token) {{ version {FILES} }} }}");
        let answer = self.plain.graphql(&query, json!({ "token": self.token })).await.json();
        answer["data"]["submission"]["attachments"].clone()
    }

    async fn submit(&self) -> Value {
        let payload = submit(&self.plain, &self.token, 1).await;
        assert_eq!(payload["userErrors"], json!([]), "{payload}");
        payload["submission"].clone()
    }
}

const FILES: &str = "attachments { id name mediaType bytes sha256 url attachedAt isErased }";

fn stream(asking: Client, bytes: &[u8]) -> Client {
    if bytes.is_empty() { asking } else { asking.with("content-type", "application/offset+octet-stream") }
}

/// The path that an answer leads to.
fn place(answer: &Answer) -> String {
    let address = answer.header("location").expect("an upload has an address");
    address[address.find("/v1/").expect("it is one of ours")..].to_owned()
}
