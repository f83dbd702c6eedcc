//! oEmbed: told of our addresses and those of the site, and of nobody else's.

use harness::{Answer, TestApp, demo, elements, json};

use super::values;

async fn told(app: &TestApp, url: &str, more: &str) -> Answer {
    let url: String = url::form_urlencoded::byte_serialize(url.as_bytes()).collect();
    app.client().get(&format!("/oembed?url={url}{more}")).await
}

#[tokio::test]
async fn oembed_frames_what_is_ours_within_the_size_allowed() {
    let app = TestApp::with(&["--site-url", "https://www.example.org", "--site-name", "Network"]).await;
    app.import(&demo());
    app.statements();
    let base = format!("http://{}", app.address());
    let card = told(&app, "https://www.example.org/en/news/call-innovative-city-experiences", "&dnt=1").await;
    assert_eq!((card.status, app.statements().len()), (200, 1), "{}", card.text());
    assert_eq!(card.header("content-type"), Some("application/json"));
    let about = card.json();
    assert_eq!((&about["version"], &about["type"]), (&json!("1.0"), &json!("rich")));
    assert_eq!(
        (&about["provider_name"], &about["provider_url"]),
        (&json!("Network"), &json!("https://www.example.org/"))
    );
    assert_eq!((&about["width"], &about["height"]), (&json!(600), &json!(480)));
    assert_eq!((&about["thumbnail_width"], &about["thumbnail_height"]), (&json!(1200), &json!(675)));
    assert!(about["thumbnail_url"].as_str().unwrap().contains("/assets/"), "{about}");
    let frame = about["html"].as_str().unwrap();
    let src = format!("{base}/embed/news/call-innovative-city-experiences?lang=en");
    assert_eq!(values(frame, "src"), [src.as_str()]);
    let shown = app.client().get(&src[base.len()..]).await;
    assert!(
        elements(shown.text()).iter().any(|one| { one.attribute("type") == Some("application/json+oembed") }),
        "its page leads here: {}",
        shown.text()
    );

    let small = told(&app, &src, "&maxwidth=320&maxheight=200").await.json();
    assert_eq!((&small["width"], &small["height"]), (&json!(320), &json!(200)));
    assert_eq!(small["thumbnail_url"], json!(null), "all three or none");
    let film = told(&app, &format!("{base}/embed/media/santiago-people-at-the-centre"), "").await.json();
    assert_eq!(film["type"], "video");
    let list = told(&app, &format!("{base}/embed/news?cluster=transport&fragment=true"), "").await.json();
    assert_eq!(
        values(list["html"].as_str().unwrap(), "src"),
        [format!("{base}/embed/news?cluster=transport")]
    );
    app.statements();
    let nowhere = told(&app, &format!("{base}/embed/news?cluster=transport,nowhere"), "").await;
    assert_eq!((nowhere.status, app.statements().len()), (404, 1), "as its frame would: {}", nowhere.text());
    for more in ["&maxwidth=100001", "&maxwidth=99999999999999999999999&maxheight=9000"] {
        let wide = told(&app, &src, more).await.json();
        assert_eq!((&wide["width"], &wide["height"]), (&json!(600), &json!(480)), "{more}");
    }

    let xml = told(&app, &src, "&format=xml").await;
    assert_eq!(xml.header("content-type"), Some("text/xml; charset=utf-8"));
    assert!(xml.text().starts_with("<?xml version=\"1.0\" encoding=\"utf-8\""), "{}", xml.text());
    assert!(!xml.text().contains("<iframe"), "markup is text there: {}", xml.text());
    let known = app.client().with("if-none-match", card.header("etag").unwrap());
    let url = "/oembed?url=https%3A%2F%2Fwww.example.org%2Fen%2Fnews%2Fcall-innovative-city-experiences";
    assert_eq!(known.get(url).await.status, 304);
}

#[tokio::test]
async fn oembed_knows_nothing_of_other_addresses_and_asks_nobody() {
    let app = TestApp::with(&["--site-url", "https://www.example.org"]).await;
    app.import(&demo());
    let base = format!("http://{}", app.address());
    let item = format!("{base}/embed/news/call-innovative-city-experiences");
    app.statements();
    for foreign in [
        "https://evil.example/embed/news/call-innovative-city-experiences",
        "https://www.example.org.evil.example/en/news/call-innovative-city-experiences",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "not an address",
        &format!("http://user@{}/embed/news", app.address()),
        &format!("{base}/embed/nothing"),
        &format!("{base}/embed/cities"),
        &format!("{base}/embed/news?limit=0"),
        &format!("{base}/embed/news/a/b"),
        &format!("{base}/embed/../graphql"),
    ] {
        assert_eq!(told(&app, foreign, "").await.status, 404, "{foreign}");
    }
    assert_eq!(app.statements().len(), 0, "the address alone tells");
    assert_eq!(told(&app, &format!("{item}-not"), "").await.status, 404);
    assert_eq!(told(&app, &item, "&format=yaml").await.status, 501);
    assert_eq!(app.client().get("/oembed").await.status, 400);
    let wrong = told(&app, &item, "&maxwidth=0&maxheight=x").await;
    assert_eq!(
        (wrong.status, wrong.json()["errors"].as_array().map(Vec::len)),
        (400, Some(2)),
        "{}",
        wrong.text()
    );
}
