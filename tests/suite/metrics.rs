//! What a server tells those who watch over it, and that nobody else is told.

use harness::{Answer, TestApp, eventually, json};

const TOKEN: &str = "a-token-of-more-than-thirty-two-characters";

/// The value of one series.
#[track_caller]
fn value(page: &Answer, series: &str) -> f64 {
    let of = |line: &str| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok();
    page.text().lines().find_map(of).unwrap_or_else(|| panic!("{series} is missing in\n{}", page.text()))
}

#[tokio::test]
async fn figures_are_told_to_whoever_has_the_token_and_grow_by_what_is_counted_alone() {
    let app = TestApp::with_demo().await;
    let admin = app.user("admin").await;
    for client in [&app.client(), &admin, &app.client().with("authorization", &format!("Bearer {TOKEN}"))] {
        let asked = client.get("/metrics").await.status;
        assert!(asked == 404 || asked == 401, "{asked}: without the setting there is no such address");
    }
    let file = app.folder().join("cities.toml");
    std::fs::write(&file, format!("metrics-token = \"{TOKEN}\"\n")).unwrap();
    let node = app.node_with("watched", &["--config", file.to_str().unwrap()]).await;
    let (anybody, admin) = (node.client(), admin.at(&node));
    let wrong = anybody.clone().with("authorization", "Bearer another-token-of-more-than-thirty-two-letters");
    for client in [&anybody, &admin, &wrong, &anybody.clone().with("authorization", TOKEN)] {
        let refused = client.get("/metrics").await;
        assert_eq!((refused.status, refused.header("www-authenticate")), (401, Some("Bearer")));
        assert!(!refused.text().contains("cities_"), "{}", refused.text());
    }
    // A node keeps answers once it has looked for changes.
    eventually(async || {
        let answer = anybody.graphql("{ topics { nodes { label } } }", json!({})).await;
        answer.header("cache-status").is_some_and(|status| status.contains("hit"))
    })
    .await;
    let watcher = anybody.clone().with("authorization", &format!("Bearer {TOKEN}"));
    let before = watcher.get("/metrics").await;
    assert_eq!(before.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    assert_eq!((before.status, before.header("cache-control")), (200, Some("no-store")));

    let query = "{ clusters { nodes { title } } }";
    for _ in 0..3 {
        anybody.graphql(query, json!({})).await;
    }
    anybody.graphql("{", json!({})).await;
    admin.graphql(query, json!({})).await;
    for path in ["/v1/news", "/v1/news/nothing", "/nothing/here", "/nothing/there", "/embed.js"] {
        anybody.get(path).await;
    }
    let after = watcher.get("/metrics").await;
    let known = |series: &str| if before.text().contains(series) { value(&before, series) } else { 0.0 };
    let grown = |series: &str| value(&after, series) - known(series);
    for (series, wanted) in [
        ("cities_requests_total{door=\"graphql\",status=\"200\"}", 4.0),
        ("cities_requests_total{door=\"graphql\",status=\"400\"}", 1.0),
        ("cities_requests_total{door=\"v1\",status=\"404\"}", 1.0),
        ("cities_requests_total{door=\"other\",status=\"404\"}", 2.0),
        ("cities_request_seconds_count{door=\"graphql\"}", 5.0),
        ("cities_request_seconds_bucket{door=\"graphql\",le=\"+Inf\"}", 5.0),
        ("cities_answers_total{outcome=\"hit\"}", 2.0),
        ("cities_answers_total{outcome=\"bypass\"}", 1.0),
        ("cities_answers_stale_total", 0.0),
    ] {
        assert!(
            (grown(series) - wanted).abs() < f64::EPSILON,
            "{series}: {} and not {wanted}",
            grown(series)
        );
    }
    assert!(grown("cities_statements_total") >= 3.0 && grown("cities_statement_seconds_total") > 0.0);
    assert!(value(&after, "cities_answers_entries{by=\"request\"}") >= 2.0);
    assert!(value(&after, "cities_answers_bytes{by=\"question\"}") > 0.0);
    assert!(value(&after, "cities_changes_silence_seconds") < 5.0);
    let open: f64 = after
        .text()
        .lines()
        .filter(|line| line.starts_with("cities_database_connections{"))
        .filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok())
        .sum();
    assert!(open >= 1.0, "{}", after.text());
    assert!(!after.text().contains("nothing"), "no address is told:\n{}", after.text());
    let names = |page: &Answer| page.text().lines().filter(|line| line.starts_with("# TYPE")).count();
    assert_eq!((names(&before), names(&after)), (13, 13));
}

#[test]
fn a_token_for_metrics_is_long_and_no_flag() {
    let flag = harness::cities(["serve", "--metrics-token", TOKEN]);
    assert_eq!((flag.code, flag.stderr.contains("set CITIES_METRICS_TOKEN")), (2, true), "{}", flag.stderr);
    assert!(!flag.stderr.contains(TOKEN));
}
