//! The server as a client on the network meets it.

mod taking;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use harness::{Answer, TestApp, json, once};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::demo::known_again;

const HALF_A_HEAD: &[u8] = b"GET / HTTP/1.1\r\nhost: test\r\nx-half";
const HALF_A_BODY: &[u8] = b"POST /graphql HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n\
    content-length: 30\r\nconnection: close\r\n\r\n{\"query\":";
const THE_OTHER_HALF: &[u8] = b"\"{ __typename }\"}    ";

async fn connect(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("the server accepts");
    stream.write_all(bytes).await.expect("the server reads");
    stream
}

/// A request that the server is at work on: it has asked for the body, of which half is there.
async fn half_received(address: SocketAddr) -> TcpStream {
    let at = HALF_A_BODY.len() - b"\r\n{\"query\":".len();
    let (head, body) = HALF_A_BODY.split_at(at);
    let mut stream = connect(address, &[head, b"expect: 100-continue\r\n\r\n"].concat()).await;
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.expect("the server asks for the body");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(&body[2..]).await.expect("the server reads");
    stream
}

/// Waits until nobody is let in any more.
async fn closed(address: SocketAddr) {
    let closed = async { while TcpStream::connect(address).await.is_ok() {} };
    timeout(Duration::from_secs(30), closed).await.expect("nothing new is accepted");
}

/// Everything until the server closes, and how long that took.
async fn rest(mut stream: TcpStream) -> (Vec<u8>, Duration) {
    let (started, mut bytes) = (Instant::now(), Vec::new());
    let _ = stream.read_to_end(&mut bytes).await;
    (bytes, started.elapsed())
}

#[tokio::test]
async fn health_says_alive_and_ready() {
    let app = TestApp::start().await;
    for path in ["/livez", "/healthz"] {
        assert_eq!(app.client().get(path).await.text(), "ok\n");
    }
    let ready = app.client().get("/readyz").await;
    assert_eq!(
        (ready.status, ready.json()),
        (200, json!({ "database": "ok", "schema": "ok", "files": "ok" }))
    );
}

#[tokio::test]
async fn not_ready_once_the_schema_is_gone_but_still_alive() {
    let app = TestApp::start().await;
    app.cities(&["migrate", "down", "--all"]).succeeded();
    let ready = app.client().get("/readyz").await;
    assert_eq!((ready.status, &ready.json()["database"]), (503, &json!("ok")));
    assert!(ready.json()["schema"].as_str().expect("a word").contains("migrate up"));
    assert_eq!(app.client().get("/livez").await.status, 200);
}

#[tokio::test]
async fn the_home_page_leads_on_and_loads_nothing_from_elsewhere() {
    let app = TestApp::start().await;
    let home = app.client().get("/").await;
    assert!(home.header("content-type").expect("a type").starts_with("text/html"));
    for link in ["/graphiql", "/schema.graphql", "/readyz"] {
        assert!(home.text().contains(&format!("href=\"{link}\"")), "{link}");
        assert_eq!(app.client().get(link).await.status, 200, "{link}");
    }
    assert!(!home.text().contains("http://") && !home.text().contains("https://"));
    assert!(home.header("content-security-policy").expect("a policy").starts_with("default-src 'none'"));
    for path in ["/", "/docs", "/docs/problems", "/v1/openapi.json", "/schema.graphql", "/embed.js"] {
        known_again(&app.client(), path).await;
    }
}

#[tokio::test]
async fn any_origin_may_ask_and_no_cookie_is_wanted() {
    let app = TestApp::start().await;
    let page = app.client().with("origin", "https://page.example");
    let preflight =
        page.clone().with("access-control-request-method", "POST").send("OPTIONS", "/graphql", b"").await;
    assert_eq!(preflight.status, 200);
    assert_eq!(preflight.header("access-control-allow-origin"), Some("*"));
    assert_eq!(preflight.header("access-control-max-age"), Some("86400"));
    assert_eq!(preflight.header("access-control-allow-credentials"), None);
    let headers = "authorization,content-type,if-none-match,if-modified-since,idempotency-key,traceparent,graphql-require-preflight,\
                   graphql-cost,tus-resumable,upload-length,upload-metadata,upload-offset,x-http-method-override";
    assert_eq!(preflight.header("access-control-allow-headers"), Some(headers));
    let exposed = page.get("/livez").await;
    assert_eq!(
        exposed.header("access-control-expose-headers"),
        Some(
            "etag,link,location,retry-after,www-authenticate,x-request-id,idempotency-replayed,tus-resumable,\
             tus-version,tus-extension,tus-max-size,upload-offset,upload-length,upload-expires"
        )
    );
    assert_eq!(page.get("/nowhere").await.header("access-control-allow-origin"), Some("*"), "refusals, too");
}

#[tokio::test]
async fn answers_are_compressed_when_it_pays() {
    let app = TestApp::start().await;
    let plain = app.client().get("/schema.graphql").await;
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), (None, Some("accept-encoding")));
    for encoding in ["br", "zstd", "gzip"] {
        let small = app.client().with("accept-encoding", encoding).get("/schema.graphql").await;
        assert_eq!(small.header("content-encoding"), Some(encoding));
        // Whole, before it goes: its encoder does not wait for its client.
        assert_eq!(small.header("content-length"), Some(small.body.len().to_string().as_str()));
        assert!(small.body.len() * 2 < plain.body.len(), "{encoding}: {} bytes", small.body.len());
    }
    let tiny = app.client().with("accept-encoding", "br").get("/livez").await;
    assert_eq!(tiny.header("content-encoding"), None);
}

#[tokio::test]
async fn wrong_addresses_and_methods_are_problems() {
    let app = TestApp::start().await;
    let missing = app.client().get("/nowhere?secret=1").await;
    assert_eq!((missing.status, missing.header("content-type")), (404, Some("application/problem+json")));
    assert_eq!(missing.json()["requestId"].as_str(), missing.header("x-request-id"));
    let wrong = app.client().send("DELETE", "/livez", b"").await;
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET,HEAD")));
    assert!(!app.log().contains("secret"), "queries stay out of the log");
}

#[tokio::test]
async fn a_request_keeps_its_id_in_answer_and_log() {
    let app = TestApp::start().await;
    let given = app.client().with("x-request-id", "proxy-42").get("/livez").await;
    assert_eq!(given.header("x-request-id"), Some("proxy-42"));
    let made = app.client().with("x-request-id", "bad id").get("/livez").await;
    let made = made.header("x-request-id").expect("an id").to_owned();
    assert_eq!(made.len(), 32);
    assert!(app.log().contains("proxy-42") && app.log().contains(&made));
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_and_told_why() {
    let app = TestApp::with(&["--max-body-size", "64KiB"]).await;
    let answer = app.client().post("/livez", &json!({ "query": "x".repeat(3_000_000) })).await;
    assert_eq!((answer.status, answer.header("content-type")), (413, Some("application/problem+json")));
    assert_eq!(answer.json()["code"], json!("TOO_LARGE"));
    let announced = b"POST /livez HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999999\r\n\r\n";
    let answer = Answer::parse(&app.client().exchange(announced).await);
    assert_eq!((answer.status, &answer.json()["found"]), (413, &json!(99_999_999_999_u64)), "unread");
}

#[tokio::test]
async fn half_sent_requests_are_cut_off() {
    let app = TestApp::with(&["--header-timeout", "300ms", "--body-timeout", "300ms"]).await;
    for half in
        [b"".as_slice(), HALF_A_HEAD, b"PRI * HTTP/2.0\r\n\r\nSM", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]
    {
        let (_, took) = rest(connect(app.address(), half).await).await;
        assert!(took < Duration::from_secs(3), "{:?} stayed for {took:?}", String::from_utf8_lossy(half));
    }
    let (answer, took) = rest(connect(app.address(), HALF_A_BODY).await).await;
    assert_eq!(Answer::parse(&answer).status, 408);
    assert!(took < Duration::from_secs(3));
}

#[tokio::test]
async fn a_thousand_slow_clients_do_not_starve_a_normal_one() {
    if !once("a thousand slow clients") {
        return;
    }
    rlimit::increase_nofile_limit(u64::MAX).expect("a limit can be asked for");
    for (settings, half) in [
        (&["--max-connections", "4096"], HALF_A_HEAD),
        (&["--max-connections", "4096"], HALF_A_BODY),
        (&["--max-connections", "200"], HALF_A_HEAD),
        (&["--max-connections", "200"], HALF_A_BODY),
    ] {
        let app = TestApp::with(settings).await;
        let mut slow = Vec::new();
        for _ in 0..1000 {
            slow.push(connect(app.address(), half).await);
        }
        let started = Instant::now();
        for _ in 0..20 {
            assert_eq!(app.client().get("/livez").await.status, 200);
        }
        let took = started.elapsed() / 20;
        assert!(took < Duration::from_millis(200), "{took:?} an answer beside {settings:?}");
    }
}

#[tokio::test]
async fn http_2_is_spoken_to_who_starts_with_it() {
    let app = TestApp::start().await;
    let (client, connection) =
        h2::client::handshake(connect(app.address(), b"").await).await.expect("a handshake");
    tokio::spawn(connection);
    let mut client = client.ready().await.expect("a stream is free");
    let request = http::Request::builder().uri("http://test/livez").body(()).expect("a request");
    let (answer, _) = client.send_request(request, true).expect("a request can be sent");
    let answer = answer.await.expect("an answer");
    assert_eq!((answer.status().as_u16(), answer.version()), (200, http::Version::HTTP_2));
}

#[tokio::test]
async fn what_is_in_flight_is_finished_before_the_server_stops() {
    let mut app = TestApp::start().await;
    let idle = connect(app.address(), b"").await;
    let mut busy = half_received(app.address()).await;
    app.tell_to_stop();
    closed(app.address()).await;
    busy.write_all(THE_OTHER_HALF).await.expect("the server still reads");
    let (answer, _) = rest(busy).await;
    assert_eq!(Answer::parse(&answer).json(), json!({ "data": { "__typename": "Query" } }));
    assert!(app.ended().await.success());
    drop(idle);
}

#[tokio::test]
async fn the_grace_is_bounded() {
    let mut app = TestApp::with(&["--shutdown-grace", "300ms"]).await;
    let _busy = half_received(app.address()).await;
    let started = Instant::now();
    app.tell_to_stop();
    assert!(app.ended().await.success());
    let took = started.elapsed();
    assert!((Duration::from_millis(300)..Duration::from_secs(5)).contains(&took), "{took:?}");
}
