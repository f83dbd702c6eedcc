//! Who talks to the server: plain HTTP/1.1, one connection a request, nothing hidden.

use std::fmt::Write;
use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::Node;

/// The query that renders the page of a cluster.
pub const CLUSTER_PAGE: &str = "query ClusterPage($slug: String!) {
  cluster(slug: $slug) {
    title
    body { html }
    cities(filter: { featured: true }, first: 6) { nodes { name country { code name } body { html } } }
    news(first: 10) { nodes { title excerpt publishedAt kind clusters { title slug } topics { label } } }
    media(first: 3) { nodes { title sources { provider url } } }
  }
}";

/// A caller with the headers it sends every time.
#[derive(Clone, Debug)]
pub struct Client {
    address: SocketAddr,
    headers: Vec<(String, String)>,
}

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// As it came: still compressed, if it was asked for so.
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, headers: Vec::new() }
    }

    /// The same caller with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same caller before another server.
    #[must_use]
    pub fn at(&self, node: &Node) -> Self {
        Self { headers: self.headers.clone(), ..node.client() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, b"").await
    }

    /// A body of JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.clone()
            .with("content-type", "application/json")
            .send("POST", path, body.to_string().as_bytes())
            .await
    }

    pub async fn graphql(&self, query: &str, variables: Value) -> Answer {
        self.post("/graphql", &json!({ "query": query, "variables": variables })).await
    }

    /// Asks the GraphQL door of a server that may be gone before it has answered: then `None`.
    pub async fn try_graphql(&self, query: &str, variables: Value) -> Option<Value> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let asking = self.clone().with("content-type", "application/json");
        let mut stream = TcpStream::connect(self.address).await.ok()?;
        stream.write_all(&asking.request("POST", "/graphql", body.as_bytes())).await.ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok()?;
        let is_whole = answer.windows(4).any(|window| window == b"\r\n\r\n");
        serde_json::from_slice(&is_whole.then(|| Answer::parse(&answer))?.body).ok()
    }

    /// Any request; the target is sent as it is.
    pub async fn send(&self, method: &str, target: &str, body: &[u8]) -> Answer {
        Answer::parse(&self.exchange(&self.request(method, target, body)).await)
    }

    fn request(&self, method: &str, target: &str, body: &[u8]) -> Vec<u8> {
        let mut head =
            format!("{method} {target} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address);
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").expect("writing to memory");
        }
        if !body.is_empty() {
            write!(head, "content-length: {}\r\n", body.len()).expect("writing to memory");
        }
        [head.as_bytes(), b"\r\n", body].concat()
    }

    /// Asks, and leaves it to the test to read the answer.
    pub async fn begin(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.expect("the server accepts");
        stream.write_all(&self.request("GET", path, b"")).await.expect("the server reads");
        stream
    }

    /// Sends bytes and reads to the end, whatever they are.
    pub async fn exchange(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).await.expect("the server accepts");
        // A refusal may come before everything was sent.
        let _ = stream.write_all(request).await;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("the answer can be read");
        answer
    }
}

impl Answer {
    /// Reads a whole answer.
    pub fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer has a head");
        let head = std::str::from_utf8(&bytes[..end]).expect("a head is ASCII");
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let split = |line: &str| {
            let (name, value) = line.split_once(':').expect("a header has a colon");
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        let mut answer = Self {
            status: status.expect("an answer has a status"),
            headers: lines.map(split).collect(),
            body: bytes[end + 4..].to_vec(),
        };
        if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = unchunk(&answer.body);
        }
        answer
    }

    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the answer is text")
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in the answer {}: {}", self.status, self.text()))
    }
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n").expect("a chunk has a size");
        let size =
            std::str::from_utf8(&rest[..end]).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let size = size.expect("a size is hexadecimal");
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
    }
}
