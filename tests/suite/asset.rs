//! Files: who may have them, and how they are handed out.

use harness::{Bundle, TestApp, json};

/// The address that the server gives for the only thing's hero, without its origin.
async fn hero(app: &TestApp) -> String {
    let answer = app.graphql("{ clusters { nodes { hero { url } } } }", json!({})).await;
    let url = answer["data"]["clusters"]["nodes"][0]["hero"]["url"].as_str().unwrap();
    url[url.find("/assets/").unwrap()..].to_owned()
}

/// `/assets/ID/NAME` of a picture without an id of its own.
async fn address(app: &TestApp, bundle: &Bundle, name: &str) -> String {
    bundle.picture(name);
    bundle.put("clusters", "first", json!({ "hero": name, "text": { "en": { "title": "First" } } }));
    app.import(bundle.path());
    hero(app).await.split('?').next().unwrap().to_owned()
}

/// The same address with an id that nothing has.
pub fn nobodys(path: &str) -> String {
    let end = path.rfind('/').unwrap() - 1;
    let other = if path[end..].starts_with('p') { "q" } else { "p" };
    [&path[..end], other, &path[end + 1..]].concat()
}

#[tokio::test]
async fn an_original_is_handed_out_as_it_came_and_can_do_no_harm() {
    let (app, bundle) = (TestApp::start().await, Bundle::empty());
    let bytes = bundle.picture("tram");
    bundle.put("clusters", "transport", json!({ "hero": "tram", "text": { "en": { "title": "T" } } }));
    app.import(bundle.path());
    let url = hero(&app).await;
    let answer = app.client().get(&url).await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, bytes.as_slice()));
    for (name, value) in [
        ("content-type", "image/gif"),
        ("content-length", &*bytes.len().to_string()),
        ("content-disposition", "inline"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("cross-origin-resource-policy", "cross-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    assert!(answer.header("content-security-policy").unwrap().contains("sandbox"));

    let tag = answer.header("etag").unwrap();
    let again = app.client().with("if-none-match", tag).get(&url).await;
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag)));
    let head = app.client().send("HEAD", &url, b"").await;
    assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, Some(tag)));

    let path = url.split('?').next().unwrap();
    let plain = app.client().get(path).await;
    assert_eq!(plain.header("cache-control"), Some("public, max-age=60"), "it may mean other bytes one day");
    for other in [path.replace("tram.gif", "bus.gif"), nobodys(path), "/assets/x/y".into()] {
        assert_eq!(app.client().get(&other).await.status, 404, "{other}");
    }
}

#[tokio::test]
async fn a_picture_in_a_published_text_is_public_and_goes_with_it() {
    let (app, bundle) = (TestApp::start().await, Bundle::empty());
    let picture = address(&app, &bundle, "tram").await;
    let status = async |app: &TestApp| app.client().get(&picture).await.status;
    let show = |status: &str, text_status: &str| {
        let other = Bundle::empty();
        other.put("clusters", "first", json!({ "text": { "en": { "title": "First" } } }));
        let shown = json!({ "markdown": [format!("![A tram]({picture})")] });
        let zh = json!({ "title": "\u{65b0}\u{805e}", "status": text_status, "body": shown });
        let text = json!({ "en": { "title": "News" }, "zh": zh });
        other.put("news", "tram", json!({ "kind": "ARTICLE", "status": status, "text": text }));
        app.import(other.path());
    };
    assert_eq!(status(&app).await, 200);
    show("PUBLISHED", "DRAFT");
    assert_eq!(status(&app).await, 404, "the text is a draft, and nobody else shows it any more");
    show("PUBLISHED", "PUBLISHED");
    assert_eq!(status(&app).await, 200);
    show("ARCHIVED", "PUBLISHED");
    assert_eq!(status(&app).await, 404);
}

#[tokio::test]
async fn a_text_that_shows_a_file_which_is_not_there_is_refused() {
    let (app, bundle) = (TestApp::start().await, Bundle::empty());
    let picture = address(&app, &bundle, "tram").await;
    let lost = nobodys(&picture);
    let body = json!({ "markdown": [format!("![A tram]({picture})"), format!("![Lost]({lost})"),
                                    format!("![Another site's](https://other.example.org{lost})")] });
    bundle.put("clusters", "second", json!({ "text": { "en": { "title": "Second", "body": body } } }));
    let outcome = app.cities(&["import", bundle.path().to_str().unwrap()]);
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.stderr.matches("text.en.body").count(), 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("does not exist"), "{}", outcome.stderr);
}

#[tokio::test]
async fn a_file_is_fetched_by_the_address_given_whatever_it_is_called() {
    for called in ["Map #1?.gif", "50% a+b.gif", "\u{5730}\u{56fe}.gif", "a%2e.gif", "a&b=c;d.gif"] {
        let (app, bundle) = (TestApp::start().await, Bundle::empty());
        let bytes = bundle.picture_called("map", called);
        bundle.put("clusters", "first", json!({ "hero": "map", "text": { "en": { "title": "First" } } }));
        app.import(bundle.path());
        let url = hero(&app).await;
        let answer = app.client().get(&url).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, bytes.as_slice()), "{called}: {url}");
    }
    let app = TestApp::start().await;
    for odd in ["/assets/x/%ff", "/assets/x/y?v=1&v=2"] {
        let answer = app.client().get(odd).await;
        assert_eq!((answer.status, answer.header("content-type")), (404, Some("application/problem+json")));
    }
}

#[tokio::test]
async fn a_file_that_is_only_mentioned_stays_private_and_one_that_comes_late_is_found() {
    let (app, bundle) = (TestApp::start().await, Bundle::empty());
    let picture = address(&app, &bundle, "tram").await;
    let tell = |body: String| {
        let other = Bundle::empty();
        let text = json!({ "en": { "title": "First", "body": { "html": body } } });
        other.put("clusters", "first", json!({ "text": text }));
        app.import(other.path());
    };
    tell(format!("<p title='{picture}'>See {picture} or <code>src=\"{picture}\"</code></p>"));
    assert_eq!(app.client().get(&picture).await.status, 404);
    tell(format!("<a href='https://api.example.org{picture}?v=1'>a tram</a>"));
    assert_eq!(app.client().get(&picture).await.status, 200);

    let fresh = TestApp::start().await;
    let other = Bundle::empty();
    let shown = format!("<img src='https://api.example.org{picture}' alt='A tram'>");
    let text = json!({ "en": { "title": "First", "body": { "html": shown } } });
    other.put("clusters", "first", json!({ "text": text }));
    fresh.import(other.path());
    other.picture("tram");
    fresh.import(other.path());
    assert_eq!(fresh.client().get(&picture).await.status, 200);
}
