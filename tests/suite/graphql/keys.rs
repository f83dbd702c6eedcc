//! Answers have the order of the question, and a question costs the statements that it needs and no more.

use std::collections::BTreeSet;

use harness::{Bundle, Statement, TestApp, Value, json};

async fn data(app: &TestApp, query: &str, variables: Value) -> Value {
    let answer = app.graphql(query, variables).await;
    assert!(answer.get("errors").is_none(), "{query}: {answer}");
    answer["data"].clone()
}

fn texts(statements: &[Statement]) -> BTreeSet<&str> {
    statements.iter().map(|statement| statement.sql.as_str()).collect()
}

/// Whether a statement reads the table.
fn reads(statement: &Statement, table: &str) -> bool {
    statement.sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == table)
}

/// async-graphql 7.2 sorts the keys of objects: that is why 7.0.19 is pinned.
#[tokio::test]
async fn keys_come_in_the_order_of_the_selection() {
    let app = TestApp::with_demo().await;
    let query = "{
      zebra: __typename
      cluster(slug: \"transport\") {
        title ...Late id first: slug ... on Node { ... on Cluster { dir } }
        news(first: 1) { totalCount nodes { title kind again: title } }
        slug
      }
      apple: __typename
    }
    fragment Late on Cluster { version title alias: locale news(first: 1) { pageInfo { hasNextPage endCursor } } }";
    let answer = app.client().graphql(query, json!({})).await;
    let expected = [
        "\"data\"",
        "\"zebra\"",
        "\"cluster\"",
        "\"title\"",
        "\"version\"",
        "\"alias\"",
        "\"news\"",
        "\"pageInfo\"",
        "\"hasNextPage\"",
        "\"endCursor\"",
        "\"totalCount\"",
        "\"nodes\"",
        "\"title\"",
        "\"kind\"",
        "\"again\"",
        "\"id\"",
        "\"first\"",
        "\"dir\"",
        "\"slug\"",
        "\"apple\"",
    ];
    let mut rest = answer.text();
    for key in expected {
        let key = format!("{key}:");
        let at =
            rest.find(&key).unwrap_or_else(|| panic!("{key} is not where it should be: {}", answer.text()));
        rest = &rest[at + key.len()..];
    }
}

#[tokio::test]
async fn a_node_is_read_as_what_it_is_and_as_nothing_else() {
    let app = TestApp::with_demo().await;
    let id = data(&app, "{ city(slug: \"xiamen\") { id } }", json!({})).await["city"]["id"].clone();
    app.statements();
    let query = "query ($id: ID!) { node(id: $id) { __typename id
      ... on City { name } ... on Cluster { title news { nodes { title } } }
      ... on NewsItem { title media { title } } ... on Partner { name } ... on Event { venue } } }";
    let found = data(&app, query, json!({ "id": id })).await;
    assert_eq!(found["node"], json!({ "__typename": "City", "id": id, "name": "Xiamen" }));
    let statements = app.statements();
    assert_eq!(statements.len(), 1);
    for table in ["cluster", "news_item", "partner", "event", "media_item", "listing"] {
        assert!(!reads(&statements[0], table), "{table} in {}", statements[0].sql);
    }
    assert!(reads(&statements[0], "city"), "{}", statements[0].sql);
}

#[tokio::test]
async fn nodes_keep_their_order_and_cost_a_statement_a_type() {
    let app = TestApp::with_demo().await;
    let query = "{ a: city(slug: \"xiamen\") { id } b: cluster(slug: \"waste\") { id }
      c: city(slug: \"santiago\") { id } d: event(slug: \"webinar-cities-south-south-climate-action\") { id } }";
    let ids = data(&app, query, json!({})).await;
    let id = |key: &str| ids[key]["id"].as_str().unwrap().to_owned();
    // Well-formed, but of another kind of thing.
    let nobody = id("a").replace("city_", "news_");
    let wanted = [id("c"), id("b"), nobody, id("a"), id("c"), id("d")];
    app.statements();
    let query =
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on City { name } ... on Cluster { title } } }";
    let nodes = data(&app, query, json!({ "ids": wanted })).await["nodes"].clone();
    let found: Vec<_> = nodes.as_array().unwrap().iter().map(|node| node["id"].as_str()).collect();
    assert_eq!(
        found,
        [Some(&*wanted[0]), Some(&wanted[1]), None, Some(&wanted[3]), Some(&wanted[4]), Some(&wanted[5])]
    );
    assert_eq!((&nodes[0]["name"], &nodes[1]["title"]), (&json!("Santiago"), &json!("Waste")));
    // Of cities, clusters, events and, for nobody, news.
    assert!(app.statements().len() <= 4);
}

#[tokio::test]
async fn a_thing_is_found_by_the_id_another_system_knows_it_by() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    let text = json!({ "en": { "status": "PUBLISHED", "title": "Water" } });
    bundle.put("clusters", "water", json!({ "position": 1, "externalRef": "crm-7", "text": text }));
    app.import(bundle.path());
    let query = "{ found: byExternalRef(type: CLUSTER, ref: \"crm-7\") { __typename ... on Cluster { slug } }
      type: byExternalRef(type: CITY, ref: \"crm-7\") { id } none: byExternalRef(type: CLUSTER, ref: \"crm-8\") { id } }";
    let wanted = json!({ "found": { "__typename": "Cluster", "slug": "water" }, "type": null, "none": null });
    assert_eq!(data(&app, query, json!({})).await, wanted);
}

#[tokio::test]
async fn one_relation_under_two_aliases_answers_each_with_its_own_arguments() {
    let app = TestApp::with_demo().await;
    app.statements();
    let query = "{ cluster(slug: \"transport\") {
      newest: news(first: 1) { nodes { slug day: publishedAt } totalCount }
      oldest: news(last: 1) { nodes { slug at: publishedAt } }
      calls: news(filter: { kinds: [CALL] }) { nodes { kind } totalCount }
      none: news(filter: { kinds: [] }) { nodes { kind } totalCount }
      newestAgain: news(first: 1) { edges { node { title } } }
    } }";
    let cluster = data(&app, query, json!({})).await["cluster"].clone();
    assert_eq!(app.statements().len(), 1);
    let newest = json!({ "slug": "call-innovative-city-experiences", "day": "2021-04-30T00:00:00.000Z" });
    assert_eq!(cluster["newest"], json!({ "nodes": [newest], "totalCount": 4 }));
    let oldest = json!({ "slug": "henan-medical-supplies-luxembourg", "at": "2020-03-30T00:00:00.000Z" });
    assert_eq!(cluster["oldest"], json!({ "nodes": [oldest] }));
    assert_eq!(cluster["calls"], json!({ "nodes": [{ "kind": "CALL" }], "totalCount": 1 }));
    assert_eq!(cluster["none"], json!({ "nodes": [], "totalCount": 0 }));
    assert!(cluster["newestAgain"]["edges"][0]["node"]["title"].is_string());
}

#[tokio::test]
async fn a_thousand_aliasings_of_one_query_are_one_statement_text() {
    let app = TestApp::with_demo().await;
    app.statements();
    for n in 0..1000 {
        let query = format!(
            "{{ c{n}: cluster(slug: \"transport\") {{ t{n}: title n{n}: news(first: 2) {{ i{n}: nodes {{ k{n}: kind }} }}
              m{n}: cities(first: 1) {{ nodes {{ name }} }} }} }}"
        );
        data(&app, &query, json!({})).await;
    }
    let statements = app.statements();
    assert_eq!((statements.len(), texts(&statements).len()), (1000, 1));
}

#[tokio::test]
async fn fifty_clusters_with_three_lists_each_cost_one_statement() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    let titled = |title: String| json!({ "en": { "status": "PUBLISHED", "title": title } });
    for n in 0..50 {
        let cluster = format!("cluster-{n:02}");
        bundle.put("clusters", &cluster, json!({ "position": n, "text": titled(format!("Cluster {n}")) }));
        for m in 0..3 {
            let fields =
                json!({ "kind": "ARTICLE", "clusters": [cluster], "text": titled(format!("News {n}.{m}")) });
            bundle.put("news", &format!("news-{n:02}-{m}"), fields);
        }
    }
    app.import(bundle.path());
    app.statements();
    let query = "{ clusters(first: 50) { nodes { slug cities(first: 3) { nodes { name } }
      news(first: 2) { totalCount pageInfo { hasNextPage } nodes { title } } media(first: 3) { nodes { title } } } } }";
    let clusters = data(&app, query, json!({})).await["clusters"]["nodes"].clone();
    assert_eq!(app.statements().len(), 1);
    let clusters = clusters.as_array().unwrap();
    assert_eq!((clusters.len(), &clusters[49]["slug"]), (50, &json!("cluster-49")));
    for cluster in clusters {
        let news = &cluster["news"];
        assert_eq!((&news["totalCount"], &news["pageInfo"]["hasNextPage"]), (&json!(3), &json!(true)));
        assert_eq!(news["nodes"].as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_body_is_read_only_when_it_is_asked_for() {
    let app = TestApp::with_demo().await;
    app.statements();
    let query = "query ($body: Boolean!) { cluster(slug: \"transport\") { title body @include(if: $body) { html }
      news { nodes { title excerpt body @include(if: $body) { text } } } cities { nodes { name summary } } } }";
    data(&app, query, json!({ "body": false })).await;
    assert!(app.statements().iter().all(|statement| !statement.sql.contains("body")));
    data(&app, query, json!({ "body": true })).await;
    assert!(app.statements().iter().any(|statement| statement.sql.contains("body")));
}
