//! What is refused, and how it is said.

use harness::{Answer, TestApp, json};

/// The mistakes of a problem: names of parameters and codes.
fn mistakes(answer: &Answer) -> Vec<(String, String)> {
    let problem = answer.json();
    let word = |value: &harness::Value| value.as_str().unwrap_or_default().to_owned();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| (word(&error["parameter"]), word(&error["code"]))).collect()
}

#[tokio::test]
async fn every_mistake_in_an_address_is_named_and_nothing_is_read() {
    let app = TestApp::with_demo().await;
    let client = app.client();
    app.statements();
    for (path, wrong) in [
        ("/v1/news?colour=red", "colour UNKNOWN"),
        ("/v1/news?first=0", "first INVALID"),
        ("/v1/news?first=1e9", "first INVALID"),
        ("/v1/news?first=101", "first INVALID"),
        ("/v1/news?first=5&first=6", "first REPEATED"),
        ("/v1/news?after=a&after=b", "after REPEATED, after INVALID"),
        ("/v1/news?before=a", "before UNKNOWN"),
        ("/v1/news?after=%00", "after INVALID"),
        ("/v1/news?lang=tlh_Klingon", "lang INVALID"),
        ("/v1/news?lang=", "lang INVALID"),
        ("/v1/news?clusters=a,,b", "clusters INVALID"),
        ("/v1/news?cluster=a", "cluster UNKNOWN"),
        ("/v1/news?publishedAfter=today", "publishedAfter INVALID"),
        ("/v1/news?fallback=a,b,c,d,e,f", "fallback TOO_MANY"),
        ("/v1/news?include=colours", "include INVALID"),
        ("/v1/news?include=clusters.cities.news", "include INVALID"),
        ("/v1/news?include=hero", "include INVALID"),
        ("/v1/news?fields=colour,title.red,body.red", "fields INVALID, fields INVALID, fields INVALID"),
        ("/v1/news?fields=clusters.slug", "fields INVALID"),
        (
            "/v1/cities?first=100&include=news.clusters,news.topics,news.cities,practices.clusters",
            "include INVALID",
        ),
        ("/v1/cities?orderBy=COLOUR&direction=UP", "orderBy INVALID, direction INVALID"),
        ("/v1/news?orderBy=PUBLISHED_AT", "orderBy UNKNOWN"),
        ("/v1/topics/webinars?first=1", "first UNKNOWN"),
    ] {
        let answer = client.get(path).await;
        let told: Vec<String> =
            mistakes(&answer).into_iter().map(|(name, code)| format!("{name} {code}")).collect();
        assert_eq!((answer.status, told.join(", ").as_str()), (400, wrong), "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    assert_eq!(app.statements().len(), 0, "a wrong request costs no statement");
    let cursor = client.get("/v1/clusters?first=1").await.json()["pageInfo"]["endCursor"].clone();
    let other = client.get(&format!("/v1/topics?after={}", cursor.as_str().unwrap())).await;
    assert_eq!(mistakes(&other), [("after".to_owned(), "INVALID".to_owned())], "{}", other.text());
    let title = client.get("/v1/news?x=%0d%0aSet-Cookie:%20a=b").await;
    assert!(title.header("set-cookie").is_none());
}

#[tokio::test]
async fn what_is_not_there_or_not_taken_is_a_problem_that_leads_to_its_page() {
    let app = TestApp::with_demo().await;
    let client = app.client();
    for (path, status, code) in [
        ("/v1/clusters/nothing-here", 404, "NOT_FOUND"),
        ("/v1/clusters/Transport", 404, "NOT_FOUND"),
        ("/v1/clusters/..%2f..%2fetc%2fpasswd", 404, "NOT_FOUND"),
        ("/v1/clusters/../../etc/passwd", 404, "NOT_FOUND"),
        ("/v1/clusters/%ff", 404, "NOT_FOUND"),
        ("/v1/clusters/%00", 404, "NOT_FOUND"),
        ("/v1/colours", 404, "NOT_FOUND"),
        ("/v1/clusters/transport?lang=tlh", 404, "NOT_FOUND"),
    ] {
        let answer = client.get(path).await;
        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (status, &json!(code)), "{path}: {}", answer.text());
        let address = format!("http://{}/docs/problems#not-found", app.address());
        assert_eq!(
            (&problem["type"], &problem["title"]),
            (&json!(address), &json!("There is nothing there"))
        );
    }
    let unspoken = client.get("/v1/clusters/transport?lang=tlh").await.json();
    assert!(unspoken["detail"].as_str().unwrap().contains("fallbackToOriginal"), "{unspoken}");
    for (accept, status) in [
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("application/xml, */*;q=0.1", 200),
        ("application/*", 200),
    ] {
        let answer = client.clone().with("accept", accept).get("/v1/clusters").await;
        assert_eq!(answer.status, status, "{accept}");
    }
    let posted = client.post("/v1/clusters", &json!({})).await;
    assert_eq!((posted.status, posted.header("allow")), (405, Some("GET,HEAD")));
    for (path, text) in [
        ("/docs/problems", "<section id=\"not-found\">"),
        ("/docs", "<code class=\"address\"><b>GET</b> /v1/news</code>"),
    ] {
        let page = client.get(path).await;
        assert!(page.status == 200 && page.text().contains(text), "{path}");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(!page.text().contains("<script"), "{path}");
    }
}
