//! Clients that ask and do not take the answer.

use std::io::Cursor;
use std::net::SocketAddr;
use std::time::Duration;

use h2::client::{Builder, ResponseFuture, SendRequest};
use h2::{Ping, PingPong, RecvStream};
use harness::{TestApp, eventually, json};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::connect;

const IMPATIENT: &[&str] =
    &["--header-timeout", "300ms", "--request-timeout", "300ms", "--body-timeout", "300ms"];

/// Speaks HTTP/2, and takes so many bytes of a body at a time.
struct Client {
    requests: SendRequest<Cursor<Vec<u8>>>,
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
async fn who_is_let_in_many_times_before_it_is_known_how_much_is_asked_for_keeps_nobody_else_out() {
    let app = TestApp::with(&["--trusted-proxies", "127.0.0.1"]).await;
    let of = "type { name kind ofType { name kind ofType { name kind ofType { name kind } } } }";
    let all = format!(
        "{{ __schema {{ types {{ name description enumValues {{ name description }} \
         inputFields {{ name description defaultValue {of} }} \
         fields {{ name description args {{ name description defaultValue {of} }} {of} }} }} }} }}"
    );
    let body = json!({"query": all}).to_string();
    let (most, last) = body.split_at(body.len() - 1);
    let (mut clients, mut held) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        let mut client = Client::new(app.address(), 0).await;
        for _ in 0..90 {
            let request =
                http::Request::post("http://test/graphql").header("content-type", "application/json");
            let (answer, mut sending) =
                client.requests.send_request(request.body(()).unwrap(), false).unwrap();
            sending.send_data(Cursor::new(most.into()), false).unwrap();
            held.push((answer, sending));
        }
        clients.push(client);
    }
    for (_, sending) in &mut held {
        // A connection on which there is too much already is closed.
        drop(sending.send_data(Cursor::new(last.into()), true));
    }
    let somebody_else =
        async || app.client().with("x-forwarded-for", "192.0.2.7").get("/v1/openapi.json").await.status;
    eventually(async || {
        assert_eq!(somebody_else().await, 200);
        clients.iter().any(|client| client.ended.is_finished())
    })
    .await;
    assert_eq!(app.client().get("/readyz").await.status, 200, "nor who asks whether we are ready");
    drop((clients, held));
    eventually(async || app.client().get("/v1/openapi.json").await.status == 200).await;
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
