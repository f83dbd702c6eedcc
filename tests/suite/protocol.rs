//! What HTTP itself demands, whatever is asked for.

use std::time::Duration;

use axum::body::Bytes;
use harness::{Answer, Client, TestApp, eventually, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

const MINUTE: Duration = Duration::from_mins(1);
/// Bytes of a body that stays within what is allowed, and of what comes of it.
const ANNOUNCED: usize = 1_000_000;
const CAME: usize = 900_000;

/// The same request twice, so that its answer would be a kept one; with these lines where `Host` belongs.
async fn asked(app: &TestApp, version: &str, hosts: &str) -> Answer {
    let request = format!("GET /v1/clusters HTTP/{version}\r\n{hosts}connection: close\r\n\r\n");
    app.client().exchange(request.as_bytes()).await;
    Answer::parse(&app.client().exchange(request.as_bytes()).await)
}

#[tokio::test]
async fn who_does_not_say_whom_a_request_is_for_is_told_to() {
    let app = TestApp::with_demo().await;
    for hosts in ["host: api.example:8080\r\n", "Host:\r\n", "host: [::1]\r\n"] {
        let taken = asked(&app, "1.1", hosts).await;
        assert_eq!((taken.status, taken.json()["data"].is_array()), (200, true), "{hosts}");
    }
    assert_eq!(asked(&app, "1.0", "").await.status, 200, "it need not say");
    for (version, hosts, why) in [
        ("1.1", "", "demands the header `Host`"),
        ("1.1", "host: a\r\nhost: a\r\n", "only once"),
        ("1.0", "host: a\r\nhost: b\r\n", "only once"),
        ("1.1", "host: a b\r\n", "a name or an address"),
        ("1.1", "host: me:secret@a\r\n", "a name or an address"),
    ] {
        let refused = asked(&app, version, hosts).await;
        let (told, kind) = (refused.json(), refused.header("content-type"));
        assert_eq!((refused.status, kind), (400, Some("application/problem+json")), "{hosts}");
        assert_eq!((&told["code"], told["requestId"].is_string()), (&json!("BAD_REQUEST"), true));
        assert!(told["detail"].as_str().unwrap().contains(why), "{told}");
        assert!(!refused.text().contains("secret"));
    }
    let preflight = "OPTIONS /graphql HTTP/1.1\r\norigin: https://a.example\r\n\
                     access-control-request-method: POST\r\nconnection: close\r\n";
    for (host, status) in [("host: a\r\n", 200), ("", 400)] {
        let request = format!("{preflight}{host}\r\n");
        let answer = Answer::parse(&app.client().exchange(request.as_bytes()).await);
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (status, Some("*")));
    }
}

/// Asks what `Query` is called, in a body of so many bytes and some.
async fn padded(client: &Client, bytes: usize) -> Answer {
    let body = json!({ "query": "{ __typename }" }).to_string() + &" ".repeat(bytes);
    client.clone().with("content-type", "application/json").send("POST", "/graphql", body.as_bytes()).await
}

fn from(app: &TestApp, address: &str) -> Client {
    app.client().with("x-forwarded-for", address)
}

/// Whether others, and small requests of the same client, are answered as ever.
async fn others_are_served(app: &TestApp) {
    let (flooding, other) = (from(app, "192.0.2.1"), from(app, "192.0.2.2"));
    for answer in [padded(&flooding, 10).await, padded(&other, 10).await, padded(&other, CAME).await] {
        assert_eq!((answer.status, answer.text()), (200, "{\"data\":{\"__typename\":\"Query\"}}"));
    }
}

#[tokio::test]
async fn bodies_that_do_not_end_on_http_2_leave_room_for_those_of_others() {
    let app = TestApp::with(&["--trusted-proxies", "127.0.0.1"]).await;
    let stream = TcpStream::connect(app.address()).await.unwrap();
    let (mut flood, connection) = h2::client::handshake(stream).await.unwrap();
    let connection = tokio::spawn(connection);
    let (mut bodies, mut answers) = (Vec::new(), JoinSet::new());
    for _ in 0..100 {
        flood = flood.ready().await.unwrap();
        let request = http::Request::post("http://test/graphql").header("x-forwarded-for", "192.0.2.1");
        let (answer, mut body) = flood.send_request(request.body(()).unwrap(), false).unwrap();
        body.send_data(Bytes::from(vec![b' '; CAME]), false).unwrap();
        bodies.push(body);
        answers.spawn(answer);
    }
    let refused = timeout(MINUTE, answers.join_next()).await.expect("some are refused before all has come");
    let refused = refused.unwrap().unwrap().unwrap();
    assert_eq!((refused.status().as_u16(), &refused.headers()["retry-after"]), (503, &"5".parse().unwrap()));
    others_are_served(&app).await;
    connection.abort();
    eventually(async || padded(&from(&app, "192.0.2.1"), CAME).await.status == 200).await;
}

#[tokio::test]
async fn bodies_that_do_not_end_on_many_connections_leave_room_for_those_of_others() {
    let app = TestApp::with(&["--trusted-proxies", "127.0.0.1", "--body-timeout", "2s"]).await;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 192.0.2.1\r\ncontent-length: {ANNOUNCED}\r\n\r\n"
    );
    let mut answers = JoinSet::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(app.address()).await.unwrap();
        stream.write_all(&[head.as_bytes(), &vec![b' '; CAME]].concat()).await.unwrap();
        answers.spawn(async move {
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.map(|_| Answer::parse(&answer))
        });
    }
    let refused = timeout(MINUTE, answers.join_next()).await.expect("some are refused before all has come");
    let refused = refused.unwrap().unwrap().unwrap();
    let headers = (refused.header("retry-after"), refused.header("connection"));
    assert_eq!((refused.status, headers), (503, (Some("5"), Some("close"))), "{}", refused.text());
    let said = &refused.json()["errors"][0]["extensions"];
    assert_eq!((&said["code"], &said["retryAfter"]), (&json!("UNAVAILABLE"), &json!(5)));
    others_are_served(&app).await;
    answers.abort_all();
    eventually(async || padded(&from(&app, "192.0.2.1"), CAME).await.status == 200).await;
}
