//! What HTTP itself demands, whatever is asked for.

use harness::{Answer, TestApp, json};

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
