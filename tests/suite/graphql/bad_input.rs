//! Arguments that cannot be meant: an error names the argument, at any depth, and nothing else suffers.

use harness::{TestApp, Value, json};

/// The argument that the first error names, and its message.
async fn blamed(app: &TestApp, query: &str, variables: Value) -> (String, String) {
    let answer = app.graphql(query, variables).await;
    let error = &answer["errors"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&error["extensions"]["argument"]), text(&error["message"]))
}

async fn blames(app: &TestApp, cases: &[(&str, &str)]) {
    for (query, argument) in cases {
        let (blamed, message) = blamed(app, query, json!({})).await;
        assert_eq!(blamed, *argument, "{query}: {message}");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_is_an_error_that_names_its_argument() {
    let app = TestApp::with_demo().await;
    blames(
        &app,
        &[
            ("{ news(first: 101) { nodes { slug } } }", "first"),
            ("{ news(first: -1) { nodes { slug } } }", "first"),
            ("{ news(last: 101) { nodes { slug } } }", "last"),
            ("{ news(first: 1, last: 1) { nodes { slug } } }", "first"),
            ("{ news(first: 99999999999) { nodes { slug } } }", "first"),
            ("{ news(first: \"1\") { nodes { slug } } }", "first"),
            (
                "{ cluster(slug: \"transport\") { news(first: 101) { nodes { slug } } } }",
                "cluster.news.first",
            ),
            ("{ c: cluster(slug: \"transport\") { n: cities(last: -1) { nodes { slug } } } }", "c.n.last"),
            ("{ clusters { nodes { news(first: 1, last: 1) { totalCount } } } }", "clusters.news.first"),
        ],
    )
    .await;
    let answer = app.graphql("{ news(first: 0) { nodes { slug } totalCount } }", json!({})).await;
    assert_eq!(answer["data"]["news"], json!({ "nodes": [], "totalCount": 4 }), "{answer}");
}

#[tokio::test]
async fn an_error_names_the_field_and_the_place_of_its_argument() {
    let app = TestApp::with_demo().await;
    for (query, path, argument) in [
        ("{ news(last: 2, first: 1) { totalCount } }", json!(["news"]), "first"),
        ("{ n: news(locale: \"en\", filter: { sdgs: [18] }) { totalCount } }", json!(["n"]), "filter"),
        ("{ node(id: \"x\") { id } }", json!(["node"]), "id"),
        ("{ nodes(ids: [\"x\"]) { id } }", json!(["nodes"]), "ids"),
        (
            "{ cluster(slug: \"transport\") { c: cities(last: -1) { totalCount } } }",
            json!(["cluster", "c"]),
            "last",
        ),
        (
            "{ clusters { all: nodes { cities { edges { node { news(first: 101) { totalCount } } } } } } }",
            // As far as a path can lead before it is known which items there are.
            json!(["clusters", "all"]),
            "first",
        ),
        (
            "{ clusters { nodes { title } edges { cursor node { ...F } } } } \
             fragment F on Cluster { news(orderBy: { field: PUBLISHED_AT }, after: \"x\") { totalCount } }",
            json!(["clusters", "edges"]),
            "after",
        ),
    ] {
        let answer = app.graphql(query, json!({})).await;
        let error = &answer["errors"][0];
        let column = query.find(argument).unwrap() + 1;
        assert_eq!(error["path"], path, "{query}: {answer}");
        assert_eq!(error["locations"], json!([{ "line": 1, "column": column }]), "{query}: {answer}");
    }
    // What stands beside it is answered.
    let query = "{ bad: cluster(slug: \"transport\") { news(first: 101) { totalCount } }
        good: cluster(slug: \"transport\") { slug } }";
    let answer = app.graphql(query, json!({})).await;
    assert_eq!(answer["data"], json!({ "bad": null, "good": { "slug": "transport" } }), "{answer}");
}

#[tokio::test]
async fn a_cursor_of_another_list_or_order_is_an_error_and_so_is_a_malformed_one() {
    let app = TestApp::with_demo().await;
    let query = "{ news(first: 1) { pageInfo { endCursor } } cities(first: 1) { pageInfo { endCursor } }
        cluster(slug: \"transport\") { news(first: 1) { pageInfo { endCursor } } } }";
    let cursors = app.graphql(query, json!({})).await["data"].clone();
    let news = &cursors["news"]["pageInfo"]["endCursor"];
    let cities = &cursors["cities"]["pageInfo"]["endCursor"];
    let of_cluster = &cursors["cluster"]["news"]["pageInfo"]["endCursor"];
    let after = "query ($after: String) { news(after: $after) { nodes { slug } } }";
    let ascending = "query ($after: String) {
        news(after: $after, orderBy: { field: PUBLISHED_AT, direction: ASC }) { nodes { slug } } }";
    let nested =
        "query ($after: String) { cluster(slug: \"transport\") { cities(before: $after) { totalCount } } }";
    let of_other =
        "query ($after: String) { cluster(slug: \"waste\") { news(after: $after) { nodes { slug } } } }";
    let of_city = "query ($after: String) { city(slug: \"xiamen\") { news(after: $after) { totalCount } } }";
    assert_eq!(app.graphql(after, json!({ "after": news })).await.get("errors"), None);
    assert_eq!(app.graphql(of_other, json!({ "after": of_cluster })).await.get("errors"), None);
    for (query, cursor, argument) in [
        (after, &json!("zzz"), "after"),
        (after, &json!(""), "after"),
        (after, cities, "after"),
        (after, of_cluster, "after"),
        (of_city, of_cluster, "city.news.after"),
        (of_city, news, "city.news.after"),
        (ascending, news, "after"),
        (nested, news, "cluster.cities.before"),
        (nested, cities, "cluster.cities.before"),
    ] {
        let (blamed, message) = blamed(&app, query, json!({ "after": cursor })).await;
        assert_eq!(blamed, argument, "{query} {cursor}: {message}");
    }
}

#[tokio::test]
async fn a_malformed_id_locale_enum_or_scalar_is_an_error_that_names_its_argument() {
    let app = TestApp::with_demo().await;
    blames(
        &app,
        &[
            ("{ node(id: \"x\") { id } }", "id"),
            ("{ node(id: 1) { id } }", "id"),
            ("{ nodes(ids: [\"x\"]) { id } }", "ids"),
            ("{ byExternalRef(type: NOPE, ref: \"x\") { id } }", "type"),
            ("{ cluster(slug: \"transport\", locale: \"!!\") { slug } }", "locale"),
            ("{ cluster(slug: \"transport\", locale: 7) { slug } }", "locale"),
            ("{ news(locale: \"en\", fallback: [\"!!\"]) { totalCount } }", "fallback"),
            ("{ cluster { slug } }", "slug"),
            ("{ news(filter: { kinds: [NOPE] }) { totalCount } }", "filter.kinds"),
            ("{ news(orderBy: { field: NOPE }) { totalCount } }", "orderBy.field"),
            ("{ news(filter: { publishedAfter: \"x\" }) { totalCount } }", "filter.publishedAfter"),
            ("{ cities(filter: { countries: [\"XX\"] }) { totalCount } }", "filter.countries"),
            ("{ cities(filter: { regions: [\"x\"] }) { totalCount } }", "filter.regions"),
            ("{ news(filter: { sdgs: [18] }) { totalCount } }", "filter.sdgs"),
            (
                "{ cluster(slug: \"transport\") { news(filter: { kinds: [NOPE] }) { totalCount } } }",
                "filter.kinds",
            ),
            (
                "{ cluster(slug: \"transport\") { news(filter: { sdgs: [0] }) { totalCount } } }",
                "cluster.news.filter.sdgs",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_malformed_variable_is_an_error_that_names_the_variable_and_the_place_in_it() {
    let app = TestApp::with_demo().await;
    for (definition, use_of, value, blame) in [
        ("Locale", "locale: $v", json!("!!"), "$v"),
        ("[Locale!]", "locale: \"en\", fallback: $v", json!(["zh", "!!"]), "$v[1]"),
        ("Int", "first: $v", json!("x"), "$v"),
        ("Int!", "first: $v", Value::Null, "$v"),
        ("NewsFilter", "filter: $v", json!({ "kinds": ["NOPE"] }), "$v.kinds[0]"),
        ("NewsFilter", "filter: $v", json!({ "publishedBefore": "soon" }), "$v.publishedBefore"),
    ] {
        let query = format!("query ($v: {definition}) {{ news({use_of}) {{ totalCount }} }}");
        let (blamed, message) = blamed(&app, &query, json!({ "v": value })).await;
        assert_eq!(blamed, blame, "{query}: {message}");
    }
}
