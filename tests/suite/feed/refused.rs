//! Addresses of feeds that lead nowhere.

use super::network;

#[tokio::test]
async fn a_wrong_address_is_a_problem_that_says_what_to_do() {
    let (app, _bundle) = network().await;
    let cursor = "WyJjYWxscyIsIkNMT1NFU19BVCBBU0MiLDEsImQ0ZTA4NDI5LTM2M2YtNWYwMC04NTBjLWM3ZjlmYWQ3ZWZjZSJd";
    for (path, status, hint) in [
        ("/feeds/clusters/nope/news.rss", 404, "the cluster `nope` is not there, or not public"),
        ("/feeds/news.rss?cluster=waste,nope", 404, "the cluster `nope` is not there"),
        ("/feeds/news.json?topic=nope&lang=zh", 404, "the topic `nope` is not there"),
        ("/feeds/news.xml", 404, "there is no such feed: take /feeds/ and news, practices"),
        ("/feeds/clusters/..%2f..%2fetc/news.rss", 404, "there is no such feed"),
        ("/feeds/..%2f..%2fetc%2fpasswd", 404, "there is no such feed"),
        ("/feeds/clusters/waste/%ff.rss", 404, "there is no such feed"),
        ("/feeds/news.rss?limit=0", 400, "`limit`"),
        ("/feeds/news.rss?limit=1000000000", 400, "100"),
        ("/feeds/news.rss?limit=1e9", 400, "`limit`"),
        ("/feeds/news.rss?after=nonsense", 400, "`after`"),
        (&format!("/feeds/news.rss?after={cursor}"), 400, "`after`"),
        (&format!("/feeds/news.rss?after={cursor}&after={cursor}"), 400, "is there twice: give it once"),
        ("/feeds/news.rss?lang=not_a_language", 400, "`lang`"),
        ("/feeds/news.rss?cluster=waste&clusters=waste", 400, "is there twice"),
        ("/feeds/clusters/waste/news.rss?cluster=transport", 400, "`cluster` is not known here"),
        ("/feeds/news.rss?clsuter=waste", 400, "did you mean `cluster`?"),
        ("/feeds/news.rss?kind=party&sdg=18", 400, "`sdg`"),
    ] {
        let answer = app.client().get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        assert!(answer.json()["detail"].as_str().unwrap().contains(hint), "{path}: {}", answer.text());
    }
    let refused = app.client().with("accept", "text/html, image/*").get("/feeds/news.rss").await;
    assert_eq!(refused.status, 406, "{}", refused.text());
    for accept in ["application/rss+xml", "application/*;q=0.1", "text/html, */*;q=0.8"] {
        assert_eq!(app.client().with("accept", accept).get("/feeds/news.rss").await.status, 200, "{accept}");
    }
    assert_eq!(app.client().send("POST", "/feeds/news.rss", b"").await.status, 405);
}

#[tokio::test]
async fn an_old_name_in_the_path_leads_to_the_new_one() {
    let (app, _bundle) = network().await;
    let moved = app.client().get("/feeds/clusters/mobility/news.rss?lang=zh&limit=1").await;
    assert_eq!(moved.status, 308);
    let there = moved.header("location").unwrap();
    assert!(there.ends_with("/feeds/clusters/transport/news.rss?lang=zh&limit=1"), "{there}");
    let by_parameter = app.client().get("/feeds/news.rss?cluster=mobility").await;
    assert!(
        by_parameter.text().contains("<title>Cities: Latest news – Transport</title>"),
        "{}",
        by_parameter.text()
    );
}
