//! The script that defines the custom elements.

use harness::TestApp;

#[tokio::test]
async fn the_script_is_small_and_holds_the_style() {
    let app = TestApp::start().await;
    let script = app.client().with("accept-encoding", "br").get("/embed.js").await;
    assert_eq!(script.header("content-encoding"), Some("br"));
    assert!(script.body.len() < 12_000, "{} bytes", script.body.len());
    assert_eq!(script.header("access-control-allow-origin"), Some("*"));
    let plain = app.client().get("/embed.js").await;
    assert_eq!(plain.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert!(
        plain.text().contains(".cities-item {") && !plain.text().contains("embed.css"),
        "its style is in it"
    );
    for word in ["document.cookie", "localStorage", "eval("] {
        assert!(!plain.text().contains(word), "{word}");
    }
    let known = app.client().with("if-none-match", plain.header("etag").unwrap()).get("/embed.js").await;
    assert_eq!((known.status, known.body.len()), (304, 0));
    assert!(known.header("cache-control").unwrap().contains("max-age=3600"));
}
