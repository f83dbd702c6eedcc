//! What other sites show: lists, cards, players.

mod media;
mod oembed;
mod script;

use std::time::Duration;

use harness::{Answer, Bundle, TestApp, elements, elements_on_a_page, json};

/// A title that would do harm where it is not escaped.
const HOSTILE: &str = "\"><script>alert(1)</script> & ${x} `y` </title>";

/// News, an event, calls and media that a careless page would fall over.
async fn town() -> TestApp {
    let (app, bundle) = (TestApp::start().await, Bundle::empty());
    let text = |title: &str| json!({ "en": { "title": title }, "ar": { "title": "عنوان" } });
    bundle.put("clusters", "transport", json!({ "oldSlugs": ["traffic"], "text": text("Transport <b>") }));
    bundle.put(
        "news",
        "tram",
        json!({ "kind": "ARTICLE", "clusters": ["transport"], "oldSlugs": ["bus"],
        "text": { "en": { "title": HOSTILE, "excerpt": HOSTILE, "body": { "markdown": "A **tram**." } } } }),
    );
    bundle.put(
        "news",
        "seen-elsewhere",
        json!({ "kind": "CALL", "canonicalUrl": "https://news.example.org/?a=1&b=\"2\"",
        "text": text("Elsewhere") }),
    );
    bundle.put("news", "meeting", json!({ "kind": "EVENT", "expiresAt": "2026-06-01T12:00:50.000Z",
        "event": { "startsAt": "2026-06-01T12:00:30.000Z", "timeZone": "Asia/Shanghai" }, "text": text("Meeting") }));
    bundle.put(
        "calls",
        "streets",
        json!({ "closesAt": "2026-06-20T15:59:59.000Z", "timeZone": "Asia/Shanghai",
        "closesAtLocal": "2026-06-20T23:59:59", "text": text("Streets") }),
    );
    bundle.put(
        "calls",
        "over",
        json!({ "closesAt": "2021-06-20T15:59:59.000Z", "timeZone": "UTC",
        "closesAtLocal": "2021-06-20T15:59:59", "text": text("Over") }),
    );
    bundle.put(
        "media",
        "film",
        json!({ "kind": "VIDEO", "text": { "en": { "title": "Film" }, "zh": { "title": "影片" } },
        "sources": [{ "provider": "YOUTUBE", "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ" },
                    { "provider": "BILIBILI", "url": "https://www.bilibili.com/video/BV1GJ411x7h7" },
                    { "provider": "FILE", "url": "https://video.example.org/film.mp4" },
                    { "provider": "OTHER", "url": "https://tube.example.net/film" }] }),
    );
    bundle.put(
        "news",
        "called-off",
        json!({ "kind": "WEBINAR", "text": { "en": { "title": "Called off" } },
        "event": { "startsAt": "2026-07-01T12:00:00.000Z", "timeZone": "UTC", "isCancelled": true,
                   "registrationUrl": "https://register.example.org/" } }),
    );
    bundle.put("cities", "town", json!({ "countryCode": "CL", "text": { "en": { "name": "Town" } } }));
    bundle.put("partners", "p", json!({ "kind": "ACADEMIA", "text": { "en": { "name": "Partner" } } }));
    app.import(bundle.path());
    app.statements();
    app
}

/// The values of an attribute in the order of the page.
fn values(html: &str, name: &str) -> Vec<String> {
    elements(html).iter().filter_map(|element| element.attribute(name)).map(str::to_owned).collect()
}

fn policy(answer: &Answer) -> &str {
    answer.header("content-security-policy").unwrap()
}

#[tokio::test]
async fn a_list_is_one_statement_a_page_or_a_fragment_and_escapes_what_it_shows() {
    let app = town().await;
    let part = app.client().get("/embed/news?cluster=traffic&fragment=true&lang=en").await;
    assert_eq!((part.status, app.statements().len()), (200, 1), "{}", part.text());
    assert_eq!(part.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(part.header("content-language"), Some("en"));
    assert!(part.header("surrogate-key").unwrap().contains("news"), "{:?}", part.headers);
    let found = elements(part.text());
    assert!(found.iter().all(|one| !["script", "b"].contains(&one.name.as_str())), "{}", part.text());
    assert!(
        part.text().contains("&#60;script&#62;") || part.text().contains("&lt;script&gt;"),
        "{}",
        part.text()
    );
    assert_eq!(found.iter().filter(|one| one.name == "h3").count(), 1, "{}", part.text());
    assert!(values(part.text(), "href")[0].ends_with("/embed/news/tram?lang=en"), "{}", part.text());

    let page = app.client().get("/embed/news?limit=2&headingLevel=4").await;
    assert_eq!((page.status, app.statements().len()), (200, 1));
    assert!(policy(&page).contains("frame-ancestors *") && policy(&page).contains("default-src 'none'"));
    assert!(!policy(&page).contains("script-src") && !page.text().contains("<script"), "{}", page.text());
    let titles = elements_on_a_page(page.text());
    assert_eq!(titles.iter().filter(|one| one.name == "h4").count(), 2, "{}", page.text());
    let tag = page.header("etag").unwrap();
    let again = app.client().with("if-none-match", tag).get("/embed/news?limit=2&headingLevel=4").await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let elsewhere = app.client().get("/").await;
    assert!(policy(&elsewhere).contains("frame-ancestors 'none'"), "others are framed by nobody");

    // A language at a time; its own words around it, and the way it is written.
    let arabic = app.client().get("/embed/news?lang=ar&fragment=true").await;
    assert_eq!(
        (values(arabic.text(), "dir")[0].as_str(), values(arabic.text(), "lang")[0].as_str()),
        ("rtl", "ar")
    );
    assert!(!arabic.text().contains("tram") && arabic.text().contains("عنوان"), "{}", arabic.text());
    let none = app.client().get("/embed/news?lang=de&fragment=true").await;
    assert!(none.text().contains("There is nothing here at the moment."), "{}", none.text());
}

#[tokio::test]
async fn what_is_wrong_with_an_address_is_told_and_what_is_not_there_is_not_found() {
    let app = town().await;
    let wrong = app.client().get("/embed/news?limit=0&clusterz=a&lang=x_y&kind=NEWS&fragment=yes").await;
    assert_eq!((wrong.status, wrong.header("content-type")), (400, Some("application/problem+json")));
    assert_eq!(wrong.json()["errors"].as_array().unwrap().len(), 5, "{}", wrong.text());
    for (target, status) in [
        ("/embed/news?limit=101", 400),
        ("/embed/news?lang=en&lang=ar", 400),
        ("/embed/media?topic=x", 400),
        ("/embed/news/tram?fragment=true", 400),
        ("/embed/cities", 404),
        ("/embed/news?cluster=transport,nothing", 404),
        ("/embed/nothing", 404),
        ("/embed/news/nothing", 404),
        ("/embed/news/..%2f..%2fetc%2fpasswd", 404),
        ("/embed/news/%ff", 404),
        ("/embed/news/tram?lang=ar", 404),
        ("/embed/media/film?play=9", 404),
        ("/embed/media/film?play=4", 404),
        ("/embed/media/film/player?source=4", 404),
        ("/embed/news/tram/player", 404),
    ] {
        assert_eq!(app.client().get(target).await.status, status, "{target}");
    }
    assert_eq!(app.statements().len(), 7, "what is wrong is not looked for");
    let unknown = app.client().get("/embed/news?cluster=transport,nothing").await;
    assert!(unknown.text().contains("the cluster `nothing` is not there"), "{}", unknown.text());
    for target in ["/embed/news", "/embed/news/tram"] {
        let refused = app.client().with("accept", "application/json").get(target).await;
        assert_eq!((refused.status, refused.header("cache-control")), (406, Some("no-store")), "{target}");
    }
}

#[tokio::test]
async fn what_is_over_leaves_by_itself_and_no_cache_keeps_it_longer() {
    let app = town().await;
    let part = |path: &str| format!("/embed/{path}fragment=true&lang=en");
    let events = app.client().get(&part("events?")).await;
    assert!(events.text().contains("1 June 2026, 20:00 (Asia/Shanghai)"), "{}", events.text());
    assert!(events.header("cache-control").unwrap().starts_with("public, max-age=30,"), "until it begins");
    assert!(events.text().contains("Called off") && events.text().contains("<strong"), "{}", events.text());
    assert!(
        events.text().contains("Cancelled") && !events.text().contains("register.example.org"),
        "{}",
        events.text()
    );
    let news = app.client().get(&part("news?kind=event&")).await;
    assert!(
        news.header("cache-control").unwrap().starts_with("public, max-age=30,"),
        "until anything begins"
    );
    let calls = app.client().get(&part("calls?")).await;
    assert!(calls.text().contains("Streets") && !calls.text().contains("Over"), "{}", calls.text());
    assert!(calls.text().contains("Open") && calls.text().contains("20 June 2026, 23:59 (Asia/Shanghai)"));
    let closed = app.client().get(&part("calls?open=false&")).await;
    assert!(closed.text().contains("Over") && closed.text().contains("Closed"), "{}", closed.text());

    app.pass(Duration::from_secs(31));
    let events = app.client().get(&part("events?")).await;
    assert!(!events.text().contains("Meeting"), "{}", events.text());
    let over = app.client().get(&part("events?upcoming=false&")).await;
    assert!(over.text().contains("Meeting"), "{}", over.text());
    app.pass(Duration::from_secs(20));
    assert_eq!(app.client().get("/embed/news/meeting").await.status, 404);
}

#[tokio::test]
async fn a_card_shows_one_thing_under_its_slug_of_today() {
    let app = town().await;
    let card = app.client().get("/embed/news/tram").await;
    assert_eq!((card.status, app.statements().len()), (200, 1), "{}", card.text());
    assert!(card.text().contains("<strong>tram</strong>"), "there is no other page of it: {}", card.text());
    assert!(elements_on_a_page(card.text()).iter().all(|one| one.name != "script"), "{}", card.text());
    let link = card.header("link").unwrap();
    assert!(link.contains("/oembed?url=") && link.contains("application/json+oembed"), "{link}");
    assert!(card.header("last-modified").is_some());
    let moved = app.client().get("/embed/news/bus?lang=en").await;
    assert_eq!(moved.status, 308);
    assert!(moved.header("location").unwrap().ends_with("/embed/news/tram?lang=en"), "{:?}", moved.headers);

    let elsewhere = app.client().get("/embed/news/seen-elsewhere").await;
    let canonical = "https://news.example.org/?a=1&b=\"2\"";
    let links = values(elsewhere.text(), "href");
    assert!(links.iter().any(|link| link == canonical), "{links:?}");
    for path in [
        "events/meeting",
        "calls/streets?lang=ar",
        "clusters/transport",
        "media/film",
        "cities/town",
        "partners/p",
    ] {
        assert_eq!(app.client().get(&format!("/embed/{path}")).await.status, 200, "{path}");
    }

    let site = TestApp::with(&["--site-url", "https://www.example.org", "--site-name", "Network"]).await;
    let bundle = Bundle::empty();
    bundle.put(
        "news",
        "tram",
        json!({ "kind": "ARTICLE", "text": { "en": { "title": "Tram", "body": { "markdown": "Long." } } } }),
    );
    site.import(bundle.path());
    let list = site.client().get("/embed/news?fragment=true").await;
    assert_eq!(values(list.text(), "href"), ["https://www.example.org/en/news/tram"]);
    let card = site.client().get("/embed/news/tram").await;
    assert!(card.text().contains("Tram – Network") && !card.text().contains("Long."), "{}", card.text());
}
