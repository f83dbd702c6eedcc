//! What one document may cost: each refusal says which bound, the limit and the figure.

use std::fmt::Write;

use harness::{Bundle, TestApp, Value, json};

/// `count` times what is written for each number.
fn repeat(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).map(each).collect()
}

/// Asks for `query`, which must go beyond `limit`.
async fn refused(app: &TestApp, limit: &str, allowed: u64, query: &str) -> u64 {
    let answer = app.client().graphql(query, json!({})).await;
    let body = answer.json();
    let error = &body["errors"][0];
    let extensions = &error["extensions"];
    assert_eq!((answer.status, &extensions["code"]), (400, &json!("LIMIT_EXCEEDED")), "{limit}: {body}");
    assert_eq!((&extensions["limit"], &extensions["allowed"]), (&json!(limit), &json!(allowed)), "{body}");
    let found = extensions["found"].as_u64().unwrap();
    let message = error["message"].as_str().unwrap();
    for said in [limit, &allowed.to_string(), &found.to_string()] {
        assert!(message.contains(said), "{message}");
    }
    assert!(body.get("data").is_none());
    found
}

async fn runs(app: &TestApp, query: &str) {
    let answer = app.client().graphql(query, json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[tokio::test]
async fn the_size_of_a_document_is_bounded_in_bytes_tokens_and_nesting() {
    let app = TestApp::start().await;
    let padded = |bytes: usize| format!("{{ __typename }}{}", " ".repeat(bytes - 14));
    runs(&app, &padded(64 * 1024)).await;
    assert_eq!(refused(&app, "bytes", 64 * 1024, &padded(64 * 1024 + 1)).await, 64 * 1024 + 1);
    let mebibyte = padded(1024 * 1024 - 1024);
    assert_eq!(refused(&app, "bytes", 64 * 1024, &mebibyte).await, mebibyte.len() as u64);

    let tokens = |count: usize| format!("{{ {} }}", "__typename ".repeat(count - 2));
    assert_eq!(refused(&app, "tokens", 5000, &tokens(5001)).await, 5001);
    let nested =
        |levels: usize| format!("{}{{ __typename }}{}", "{ ... ".repeat(levels - 1), " }".repeat(levels - 1));
    runs(&app, &nested(64)).await;
    assert!(refused(&app, "nesting", 64, &nested(65)).await > 64);
    assert!(refused(&app, "nesting", 64, &nested(4000)).await > 64);
}

#[tokio::test]
async fn a_document_over_a_mebibyte_is_refused_before_it_is_read() {
    let app = TestApp::start().await;
    let answer = app.client().graphql(&"{".repeat(2 * 1024 * 1024), json!({})).await;
    assert_eq!(answer.status, 413);
}

#[tokio::test]
async fn what_a_document_asks_for_is_bounded_once_its_fragments_are_spread_out() {
    let app = TestApp::start().await;
    let root = |count| format!("{{ {} }}", repeat(count, |n| format!("r{n}: __typename ")));
    runs(&app, &root(20)).await;
    assert_eq!(refused(&app, "rootFields", 20, &root(21)).await, 21);

    let cluster = |inside: String| format!("{{ cluster(slug: \"waste\") {{ {inside} }} }}");
    let aliases = |count| cluster(repeat(count, |n| format!("a{n}: slug ")));
    runs(&app, &aliases(100)).await;
    assert_eq!(refused(&app, "aliases", 100, &aliases(101)).await, 101);
    let directives = |count| cluster("slug @include(if: true) ".repeat(count));
    runs(&app, &directives(100)).await;
    assert_eq!(refused(&app, "directives", 100, &directives(101)).await, 101);
    assert_eq!(refused(&app, "selections", 2000, &cluster("slug ".repeat(2000))).await, 2001);

    let fragments = |count| repeat(count, |n| format!("fragment f{n} on Cluster {{ slug }} "));
    let spread = |count| cluster(repeat(count, |n| format!("...f{n} "))) + &fragments(count);
    runs(&app, &spread(200)).await;
    assert_eq!(refused(&app, "fragments", 200, &spread(201)).await, 201);
}

#[tokio::test]
async fn depth_and_complexity_are_bounded_by_what_is_answered() {
    let app = TestApp::start().await;
    let deep = |levels: usize| {
        let inside = "call { clusters { hero { id } } } ".to_owned();
        let levels = (0..levels)
            .fold(inside, |inside, _| format!("clusters {{ news(first: 1) {{ nodes {{ {inside} }} }} }} "));
        format!("{{ newsItem(slug: \"x\") {{ {levels} }} }}")
    };
    // One, three a level, and four at the bottom.
    assert_eq!(refused(&app, "depth", 16, &deep(4)).await, 17);
    let types = |levels| {
        format!("{{ __schema {{ types {{ {}name{} }} }} }}", "ofType { ".repeat(levels), " }".repeat(levels))
    };
    runs(&app, &types(21)).await;
    assert_eq!(refused(&app, "introspectionDepth", 24, &types(22)).await, 25);

    let nodes = |count| {
        let ids = "\"cluster_01h455vb4pex5vsknk084sn02q\" ".repeat(count);
        let news = "news(first: 100) { nodes { clusters { slug title } } }";
        format!("{{ nodes(ids: [{ids}]) {{ ... on Cluster {{ {news} }} }} }}")
    };
    runs(&app, &nodes(10)).await;
    assert!(refused(&app, "complexity", 200_000, &nodes(100)).await > 200_000, "each of them is answered");

    let pages = |first: u32| {
        format!(
            "{{ clusters(first: 100) {{ nodes {{ news(first: {first}) {{ nodes {{ clusters {{ slug title }} }} }} }} }} }}"
        )
    };
    runs(&app, &pages(10)).await;
    assert!(refused(&app, "complexity", 200_000, &pages(100)).await > 200_000);
}

#[tokio::test]
async fn fragments_that_double_thirty_times_are_counted_and_not_spread_out() {
    let app = TestApp::start().await;
    let mut chain = "{ cluster(slug: \"waste\") { ...f30 } } fragment f0 on Cluster { slug }".to_owned();
    for n in 1..=30 {
        write!(chain, " fragment f{n} on Cluster {{ ...f{0} ...f{0} }}", n - 1).unwrap();
    }
    assert_eq!(refused(&app, "selections", 2000, &chain).await, (1 << 30) + 1);
    let circle =
        "{ cluster(slug: \"waste\") { ...a } } fragment a on Cluster { ...b } fragment b on Cluster { ...a }";
    let answer = app.client().graphql(circle, json!({})).await;
    assert_eq!((answer.status, code(&answer.json())), (400, json!("GRAPHQL_VALIDATION_FAILED")));
}

#[tokio::test]
async fn the_bounds_and_the_work_on_a_document_are_settings() {
    let app = TestApp::with(&["--graphql-max-steps", "50", "--graphql-max-aliases", "1"]).await;
    runs(&app, "{ a: __typename }").await;
    assert_eq!(refused(&app, "aliases", 1, "{ a: __typename b: __typename }").await, 2);
    assert_eq!(refused(&app, "steps", 50, &format!("{{ {} }}", "__typename ".repeat(30))).await, 51);
}

fn code(body: &Value) -> Value {
    body["errors"][0]["extensions"]["code"].clone()
}

/// Every filter of news as long as it may be.
fn fullest() -> Value {
    let slugs = |word: &str| (0..20).map(|n| format!("{word}-{n}")).collect::<Vec<_>>();
    json!({
        "clusters": slugs("cluster"), "topics": slugs("topic"), "cities": slugs("city"),
        "countries": ["AR", "BR", "CL", "CN", "CO", "DE", "EG", "ES", "FR", "IN", "IT", "JP", "KE", "LU", "MA",
                      "MX", "NG", "PE", "UZ", "ZA"],
        "kinds": ["ARTICLE", "EVENT", "WEBINAR", "CALL"], "sdgs": (1..=17).collect::<Vec<_>>(),
        "publishedAfter": "2020-01-01T00:00:00Z", "publishedBefore": "2030-01-01T00:00:00Z",
    })
}

const SIX_LANGUAGES: &str = r#"locale: "zh", fallback: ["ar", "fr", "es", "ru", "de"]"#;
const TWO_LANGUAGES: &str = r#"locale: "zh", fallback: ["ar"]"#;

#[tokio::test]
async fn the_longest_filters_are_answered_in_the_most_languages_and_from_either_side_of_a_cursor() {
    let app = TestApp::with_demo().await;
    let some = app.graphql(r#"{ news(first: 1, locale: "zh") { pageInfo { endCursor } } }"#, json!({})).await;
    let cursor = &some["data"]["news"]["pageInfo"]["endCursor"];
    let or_original = format!("{SIX_LANGUAGES}, fallbackToOriginal: true");
    // What is read in a language is read kind by kind, and with a cursor there is more to find out: that fits in fewer.
    for (languages, places) in [(SIX_LANGUAGES, 1), (TWO_LANGUAGES, 3), (&*or_original, 3)] {
        for place in &["", ", after: $c", ", after: $c, before: $c"][..places] {
            let query = format!(
                "query ($f: NewsFilter, $c: String) {{ news(filter: $f, first: 100, {languages}{place}) {{ \
                 totalCount pageInfo {{ hasNextPage hasPreviousPage }} nodes {{ id title }} }} }}"
            );
            let query = if place.is_empty() { query.replace(", $c: String", "") } else { query };
            let answer = app.graphql(&query, json!({ "f": fullest(), "c": cursor })).await;
            assert_eq!(answer["data"]["news"]["totalCount"], 0, "{}", cut(&answer));
        }
    }
}

#[tokio::test]
async fn a_query_that_would_be_a_huge_statement_is_refused_before_the_database_sees_it() {
    let app = TestApp::with_demo().await;
    let page = |n: usize| format!("l{n}: news(filter: $f, first: {n}) {{ totalCount nodes {{ id }} }}");
    let pages: String = (1..=20).map(page).collect();
    let query =
        format!("query ($f: NewsFilter) {{ cluster(slug: \"transport\", {SIX_LANGUAGES}) {{ {pages} }} }}");
    app.statements();
    let many = app.graphql(&query, json!({ "f": fullest() })).await;
    let told = &many["errors"][0]["extensions"];
    assert_eq!(
        (&told["code"], &told["limit"]),
        (&"LIMIT_EXCEEDED".into(), &"statementBytes".into()),
        "{}",
        cut(&many)
    );
    assert!(told["found"].as_u64() > told["allowed"].as_u64(), "{}", cut(&many));
    assert_eq!(app.statements().len(), 0);
}

#[tokio::test]
async fn long_filters_make_a_query_complex() {
    let app = TestApp::with_demo().await;
    let page = |n: usize| format!("l{n}: news(filter: $f, first: 1) {{ totalCount }} ");
    let pages = |count: usize| {
        let pages: String = (1..=count).map(page).collect();
        format!("query ($f: NewsFilter) {{ clusters(first: 10) {{ nodes {{ {pages} }} }} }}")
    };
    let answer = app.graphql(&pages(3), json!({ "f": fullest() })).await;
    assert_ne!(answer["errors"][0]["extensions"]["limit"], "complexity", "{}", cut(&answer));
    let answer = app.graphql(&pages(4), json!({ "f": fullest() })).await;
    assert_eq!(answer["errors"][0]["extensions"]["limit"], "complexity", "{}", cut(&answer));
}

#[tokio::test]
async fn an_answer_longer_than_eight_megabytes_is_refused_by_name() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    let body = json!({ "markdown": ["clean air ".repeat(100_000)] });
    let text = json!({ "en": { "title": "Long", "body": body } });
    for n in 0..9 {
        bundle.put("news", &format!("long-{n}"), json!({ "kind": "ARTICLE", "text": text }));
    }
    app.import(bundle.path());
    let answer = app.graphql("{ news(first: 3) { nodes { body { markdown } } } }", json!({})).await;
    assert_eq!(answer["data"]["news"]["nodes"].as_array().map(Vec::len), Some(3), "{}", cut(&answer));
    let answer = app.graphql("{ news { nodes { body { markdown } } } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["limit"], "answerBytes", "{}", cut(&answer));
    let roots = repeat(12, |n| format!("a{n}: news(first: 3) {{ nodes {{ body {{ markdown }} }} }} "));
    let answer = app.graphql(&format!("{{ {roots} }}"), json!({})).await;
    let told = &answer["errors"][0]["extensions"];
    assert_eq!((&told["limit"], &told["allowed"]), (&json!("answerBytes"), &json!(32 << 20)));
}

#[tokio::test]
async fn a_large_value_is_not_copied_for_each_alias() {
    let app = TestApp::with_demo().await;
    let mut fields = String::new();
    for n in 1..=20 {
        write!(fields, "a{n}: news(first: {n}, filter: {{ clusters: [$s] }}) {{ totalCount }} ").unwrap();
    }
    let query = format!("query ($s: String!) {{ {fields} }}");
    let few = app.graphql(&query, json!({ "s": "x".repeat(50_000) })).await;
    assert_eq!(few["data"]["a20"]["totalCount"], 0, "{}", cut(&few));
    let many = app.graphql(&query, json!({ "s": "x".repeat(1_000_000) })).await;
    assert_eq!(many["errors"][0]["extensions"]["limit"], "steps", "{}", cut(&many));
}

fn cut(answer: &harness::Value) -> String {
    answer.to_string().chars().take(500).collect()
}
