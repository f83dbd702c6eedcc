//! What search engines are told of the site's pages and of what is on them.

use std::collections::BTreeSet;

use harness::{Bundle, TestApp, json, multiply};

use super::{HOSTILE, bundle};

const SITE: &[&str] = &["--site-url", "https://www.example.org", "--site-name", "The <network>"];

#[tokio::test]
async fn a_sitemap_names_every_page_in_each_of_its_languages() {
    let app = TestApp::with(SITE).await;
    app.import(bundle().path());
    let index = app.client().get("/sitemap.xml").await;
    assert_eq!((index.status, index.header("content-type")), (200, Some("application/xml; charset=utf-8")));
    for file in ["clusters.xml", "news-2026.xml", "topics.xml"] {
        assert!(index.text().contains(&format!("/sitemaps/{file}</loc>")), "{}", index.text());
    }
    assert!(!index.text().contains("news-2025") && !index.text().contains("events"), "{}", index.text());
    let news = app.client().get("/sitemaps/news-2026.xml").await;
    let page = "<url><loc>https://www.example.org/zh/news/night-tram</loc><lastmod>2026-05-03T10:00:00.000Z</lastmod>";
    assert!(news.text().contains(page), "{}", news.text());
    assert_eq!(news.text().matches("<url>").count(), 4);
    assert_eq!(
        news.text().matches("hreflang=\"en\" href=\"https://www.example.org/en/news/night-tram\"").count(),
        2
    );
    for nothing in
        ["/sitemaps/news.xml", "/sitemaps/news-26.xml", "/sitemaps/clusters-2026.xml", "/sitemaps/..%2fx.xml"]
    {
        assert_eq!(app.client().get(nothing).await.status, 404, "{nothing}");
    }
    let without = TestApp::start().await.client().get("/sitemap.xml").await;
    assert!(without.status == 404 && without.text().contains("--site-url"), "{}", without.text());
}

#[tokio::test]
async fn a_year_of_many_pages_is_told_in_parts_that_name_each_page_once() {
    let app = TestApp::with(SITE).await;
    let bundle = Bundle::empty();
    for n in 0..3 {
        let at = format!("2026-05-0{}T10:00:00Z", n + 1);
        let text = json!({ "en": { "title": "Tram" } });
        let item = json!({ "kind": "ARTICLE", "publishedAt": at, "text": text });
        bundle.put("news", &format!("tram-{n}"), item);
    }
    app.import(bundle.path());
    multiply(&app.database().url, 800, 1).await;
    let index = app.client().get("/sitemap.xml").await;
    let mut parts = addresses(index.text());
    parts.retain(|part| part.contains("/news-"));
    let base = format!("http://{}", app.address());
    let part = |name: &str| format!("{base}/sitemaps/news-2026{name}.xml");
    assert_eq!(parts, [part(""), part("-2"), part("-3")]);
    let mut pages = BTreeSet::new();
    for (part, count) in parts.iter().zip([1000, 1000, 403]) {
        app.statements();
        let file = app.client().get(&part[base.len()..]).await;
        let found = addresses(file.text());
        assert_eq!((file.status, found.len()), (200, count), "{part}");
        assert_eq!(app.statements().len(), count.div_ceil(100), "{part}");
        pages.extend(found);
    }
    assert_eq!(pages.len(), 2403, "none is told twice");
    assert_eq!(app.client().get("/sitemaps/news-2026-4.xml").await.status, 404);
}

#[tokio::test]
async fn a_date_that_nobody_meant_makes_no_thousand_files() {
    let app = TestApp::with(SITE).await;
    let bundle = Bundle::empty();
    for (slug, at) in [("first", "0001-01-01"), ("old", "1948-06-26"), ("new", "2026-05-03")] {
        let text = json!({ "en": { "title": slug } });
        let at = format!("{at}T00:00:00Z");
        bundle.put("news", slug, json!({ "kind": "ARTICLE", "publishedAt": at, "text": text }));
    }
    app.import(bundle.path());
    let files = addresses(app.client().get("/sitemap.xml").await.text());
    let of_news: Vec<_> = files.iter().filter(|file| file.contains("/news-")).collect();
    assert_eq!(of_news.len(), 2026 - 1970 + 1);
    let base = format!("http://{}", app.address());
    let mut pages = Vec::new();
    for file in of_news {
        let answer = app.client().get(&file[base.len()..]).await;
        assert_eq!(answer.status, 200, "{file}");
        pages.extend(addresses(answer.text()));
    }
    let page = |slug: &str| format!("https://www.example.org/en/news/{slug}");
    assert_eq!(pages, [page("new"), page("first"), page("old")]);
}

fn addresses(sitemap: &str) -> Vec<String> {
    let ends = sitemap.split("<loc>").skip(1);
    ends.map(|rest| rest.split_once("</loc>").unwrap().0.to_owned()).collect()
}

#[tokio::test]
async fn things_are_told_in_the_vocabulary_of_schema_org_alike_by_both_doors() {
    let app = TestApp::with(SITE).await;
    app.import(bundle().path());
    app.statements();
    let asking = app.client().with("accept", "application/ld+json, application/json;q=0.5");
    let plain = asking.get("/v1/news/night-tram?lang=en").await;
    assert_eq!(app.statements().len(), 1);
    assert_eq!((plain.status, plain.header("content-type")), (200, Some("application/ld+json")));
    let told = plain.json();
    assert_eq!((&told["@context"], &told["@type"]), (&json!("https://schema.org"), &json!("NewsArticle")));
    assert_eq!((&told["headline"], &told["inLanguage"]), (&json!(HOSTILE), &json!("en")));
    assert_eq!(told["url"], "https://www.example.org/en/news/night-tram");
    assert_eq!(told["publisher"]["name"], "The <network>");
    assert_eq!(told["datePublished"], "2026-05-03T10:00:00.000Z");
    assert!(told["image"]["url"].as_str().unwrap().contains("/assets/asset_"), "{told}");
    let asked = "{ newsItem(slug: \"night-tram\", locale: \"en\") { jsonLd } cluster(slug: \"transport\") { news { nodes { jsonLd title } } } }";
    app.statements();
    let answer = app.graphql(asked, json!({})).await;
    assert_eq!(app.statements().len(), 2, "one a root field");
    assert_eq!(answer["data"]["newsItem"]["jsonLd"], told);
    assert_eq!(answer["data"]["cluster"]["news"]["nodes"][0]["jsonLd"]["headline"], HOSTILE);
    let demo = TestApp::with_demo().await;
    for (path, kind) in [
        ("events/webinar-cities-south-south-climate-action", "Event"),
        ("cities/xiamen", "City"),
        ("media/santiago-people-at-the-centre", "VideoObject"),
    ] {
        let told =
            demo.client().with("accept", "application/ld+json").get(&format!("/v1/{path}")).await.json();
        assert_eq!(told["@type"], kind, "{told}");
        assert!(told["name"].is_string() && told["url"].as_str().unwrap().contains("/embed/"), "{told}");
    }
    let refused = demo.client().with("accept", "application/ld+json").get("/v1/clusters/transport").await;
    assert_eq!(refused.status, 406, "{}", refused.text());
}

#[tokio::test]
async fn a_card_asks_nobody_else_and_is_kept_no_longer_than_it_is_true() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    let body = "<p>a</p><iframe src=\"https://www.youtube.com/embed/dQw4w9WgXcQ\"></iframe><img src=\"https://tracker.example/p.gif\" alt=\"\">\
        <a href=\"/about\">b</a><img src=\"/assets/asset_1/c.png\" alt=\"c\"><a href=\"#\">top</a>";
    let text = json!({ "en": { "title": "A film", "body": { "html": body } } });
    bundle.put(
        "news",
        "film",
        json!({ "kind": "ARTICLE", "text": text, "expiresAt": "2026-06-01T12:00:10Z" }),
    );
    app.import(bundle.path());
    let card = app.client().get("/embed/news/film").await;
    assert!(card.text().contains("<a href=\"https://tracker.example/p.gif\""), "{}", card.text());
    assert!(
        card.text().contains("<a href=\"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        "{}",
        card.text()
    );
    assert!(!card.text().contains("<iframe") && !card.text().contains("src=\"https://"), "{}", card.text());
    let base = format!("http://{}", app.address());
    let [about, picture] = [format!("href=\"{base}/about\""), format!("src=\"{base}/assets/asset_1/c.png\"")];
    assert!(card.text().contains(&about) && card.text().contains(&picture), "{}", card.text());
    assert!(card.text().contains("target=\"_self\" href=\"#\""), "a place on it: {}", card.text());
    let feed = app.client().get("/feeds/news.json").await.json();
    let entry = feed["items"][0]["content_html"].as_str().unwrap().to_owned();
    assert!(entry.contains(&about) && entry.contains(&picture), "as a reader elsewhere needs it: {entry}");
    assert!(entry.contains(&format!("href=\"{base}/embed/news/film?lang=en#\"")), "{entry}");
    let policy = card.header("content-security-policy").unwrap();
    assert!(policy.contains("img-src 'self' data:; frame-src 'self';"), "{policy}");
    let told = app.client().get(&format!("/oembed?url=http://{}/embed/news/film", app.address())).await;
    assert_eq!(told.json()["cache_age"], 10, "{}", told.text());
}
