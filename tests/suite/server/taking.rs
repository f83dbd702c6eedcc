//! Clients that ask and do not take the answer.

use std::net::SocketAddr;
use std::time::Duration;

use h2::client::{Builder, ResponseFuture, SendRequest};
use h2::{Ping, PingPong, RecvStream};
use harness::{TestApp, eventually};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::connect;

const IMPATIENT: &[&str] =
    &["--header-timeout", "300ms", "--request-timeout", "300ms", "--body-timeout", "300ms"];

/// Speaks HTTP/2, and takes so many bytes of a body at a time.
struct Client {
    requests: SendRequest<&'static [u8]>,
    pings: PingPong,
    ended: JoinHandle<()>,
}

impl Client {
    async fn new(address: SocketAddr, window: u32) -> Self {
        let stream = connect(address, b"").await;
        let (requests, mut connection) =
            Builder::new().initial_window_size(window).handshake(stream).await.expect("a handshake");
        let pings = connection.ping_pong().expect("nobody pings yet");
        let ended = tokio::spawn(async move { drop(connection.await) });
        Self { requests, pings, ended }
    }

    fn ask(&mut self, path: &str) -> ResponseFuture {
        let request = http::Request::get(format!("http://test{path}")).body(()).expect("a request");
        self.requests.send_request(request, true).expect("a request can be sent").0
    }

    /// The head was answered, and the body waits.
    async fn stall(&mut self) -> RecvStream {
        let answer = self.ask("/livez").await.expect("a head");
        assert_eq!(answer.status(), 200);
        answer.into_body()
    }
}

#[tokio::test]
async fn who_asks_and_takes_no_answer_makes_room_for_who_does() {
    let app = TestApp::with(&["--max-connections", "20"]).await;
    let mut stalled = Vec::new();
    for _ in 0..20 {
        let mut client = Client::new(app.address(), 0).await;
        let body = client.stall().await;
        stalled.push((client, body));
    }
    for _ in 0..30 {
        assert_eq!(app.client().get("/livez").await.status, 200);
    }
}

#[tokio::test]
async fn an_answer_that_is_not_taken_ends_its_connection_whatever_else_comes() {
    let app = TestApp::with(IMPATIENT).await;
    // Nothing of it, or one byte.
    for window in [0, 1] {
        let mut client = Client::new(app.address(), window).await;
        let _body = client.stall().await;
        let pinging = async {
            while client.pings.ping(Ping::opaque()).await.is_ok() {
                // Other answers that are not taken either make no difference.
                if client.requests.clone().ready().await.is_ok() {
                    drop(client.ask("/livez"));
                }
            }
        };
        timeout(Duration::from_secs(10), pinging).await.expect("it ends under who pings");
        timeout(Duration::from_secs(10), client.ended).await.expect("it is closed").expect("nothing panics");
    }
}

#[tokio::test]
async fn who_leaves_many_large_answers_untaken_is_told_to_wait_and_nobody_else() {
    let app = TestApp::with(&["--trusted-proxies", "127.0.0.1"]).await;
    let (mut clients, mut stalled, mut refused) = (Vec::new(), Vec::new(), None);
    for _ in 0..5 {
        let mut client = Client::new(app.address(), 0).await;
        for _ in 0..90 {
            let (head, body) = client.ask("/v1/openapi.json").await.expect("a head").into_parts();
            match head.status.as_u16() {
                200 => stalled.push(body),
                503 => refused = refused.or(head.headers.get("retry-after").cloned()),
                other => panic!("{other}"),
            }
        }
        clients.push(client);
    }
    assert_eq!(refused.expect("there was no end to it"), "5");
    let large = async |client: harness::Client| client.get("/v1/openapi.json").await.status;
    assert_eq!(large(app.client().with("x-forwarded-for", "192.0.2.7")).await, 200, "somebody else's");
    drop((clients, stalled));
    eventually(async || large(app.client()).await == 200).await;
}

#[tokio::test]
async fn a_long_answer_is_whole_for_who_takes_it_bit_by_bit() {
    let app = TestApp::with(IMPATIENT).await;
    let mut client = Client::new(app.address(), 1_000).await;
    let answer = client.ask("/v1/openapi.json").await.expect("a head");
    let (length, mut body) = (answer.headers()["content-length"].clone(), answer.into_body());
    let mut whole = Vec::new();
    while let Some(bytes) = body.data().await {
        let bytes = bytes.expect("it is not cut off");
        whole.extend_from_slice(&bytes);
        body.flow_control().release_capacity(bytes.len()).expect("so much came");
    }
    assert!(whole.len() > 100_000 && length == whole.len().to_string());
    assert_eq!(whole, app.client().get("/v1/openapi.json").await.body);
}
