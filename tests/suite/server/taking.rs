//! Clients that ask and do not take the answer.

use std::cell::RefCell;
use std::io::Cursor;
use std::net::SocketAddr;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use h2::client::{Builder, ResponseFuture, SendRequest};
use h2::{Ping, PingPong, RecvStream, SendStream};
use harness::{TestApp, eventually, json};
use tokio::io::AsyncReadExt;
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

    /// All of a question but what is still to be sent, in the name of somebody behind the same proxy.
    fn begin(&mut self, who: &str, most: &str) -> (ResponseFuture, SendStream<Cursor<Vec<u8>>>) {
        let request = http::Request::post("http://test/graphql").header("content-type", "application/json");
        let request = request.header("x-forwarded-for", who).body(()).expect("a request");
        let (answer, mut sending) =
            self.requests.send_request(request, false).expect("a request can be sent");
        sending.send_data(Cursor::new(most.into()), false).expect("there is a window for it");
        (answer, sending)
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
    let (mut clients, mut many, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..9 {
        let mut client = Client::new(app.address(), 0).await;
        many.extend((0..90).map(|_| client.begin("192.0.2.6", most)));
        others.push(client.begin("192.0.2.7", most));
        // Those before it have come.
        assert_eq!(client.ask("/livez").await.expect("a head").status(), 200);
        clients.push(client);
    }
    let mut answers = Vec::new();
    for (answer, mut sending) in many {
        sending.send_data(Cursor::new(last.into()), true).expect("the connection is there");
        answers.push(answer);
    }
    let mut bodies = Vec::new();
    for answer in answers {
        // Some break off before their head is read.
        bodies.extend(answer.await.ok().map(http::Response::into_body));
    }
    // What there is no room for breaks off, and nothing else does: neither another's answer on the same connection,
    for (answer, mut sending) in others {
        sending.send_data(Cursor::new(last.into()), true).expect("the connection is there");
        assert_eq!(answer.await.expect("a head").status(), 200);
    }
    // nor one on another.
    let ask = async |who: &str, path: &str| app.client().with("x-forwarded-for", who).get(path).await.status;
    assert_eq!(ask("192.0.2.8", "/v1/openapi.json").await, 200);
    assert_eq!(ask("192.0.2.6", "/v1/openapi.json").await, 503, "before anything is done");
    assert_eq!(ask("192.0.2.6", "/readyz").await, 200);
    // A large upload is heard out first, or who sends it would meet a broken pipe.
    let size = 8 * 1024 * 1024;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: test\r\nconnection: close\r\nx-forwarded-for: 192.0.2.6\r\n\
         content-type: application/json\r\ncontent-length: {size}\r\n\r\n"
    );
    let mut upload = connect(app.address(), &[head.into_bytes(), vec![b' '; size]].concat()).await;
    let mut told = String::new();
    upload.read_to_string(&mut told).await.expect("the server answers");
    assert!(told.starts_with("HTTP/1.1 503 ") && told.contains("\r\nretry-after: 5\r\n"), "{told}");
    let broke_off = |body: &mut RecvStream| {
        matches!(body.poll_data(&mut Context::from_waker(Waker::noop())), Poll::Ready(Some(Err(_))))
    };
    let bodies = RefCell::new(bodies);
    eventually(async || bodies.borrow().len() < 810 || bodies.borrow_mut().iter_mut().any(broke_off)).await;
    assert!(clients.iter().all(|client| !client.ended.is_finished()));
    drop((clients, bodies));
    eventually(async || ask("192.0.2.6", "/v1/openapi.json").await == 200).await;
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
