//! What is asked of the server.

use harness::load::{cluster, get, request};
use harness::{CLUSTER_PAGE, Value, json};

const LIST: &str = "query ($after: String) { news(first: 10, after: $after) {
    nodes { title excerpt publishedAt kind } pageInfo { hasNextPage endCursor } } }";
const OF_CLUSTER: &str = "query ($slug: String!) { cluster(slug: $slug) {
    news(first: 10) { nodes { title excerpt publishedAt kind } } } }";
const NARROWED: &str =
    "query ($clusters: [String!], $topics: [String!], $kinds: [NewsKind!], $locale: Locale) {
    news(first: 10, locale: $locale, filter: { clusters: $clusters, topics: $topics, kinds: $kinds }) {
    nodes { title excerpt publishedAt kind } } }";
const NESTED: &str = "{ clusters(first: 50) { nodes { title news(first: 3) { nodes { title publishedAt } }
    practices(first: 3) { nodes { title } } media(first: 3) { nodes { title } } } } }";
const ITEM: &str = "query ($slug: String!) { newsItem(slug: $slug) {
    title excerpt publishedAt body { html } clusters { slug title } topics { label } } }";

fn graphql(query: &str, variables: &Value) -> Vec<u8> {
    request("/graphql", &json!({ "query": query, "variables": variables }).to_string())
}

/// The page of a cluster, by its number.
pub fn page(number: u32) -> Vec<u8> {
    request("/graphql", &page_body(number).to_string())
}

/// The body of that request.
pub fn page_body(number: u32) -> Value {
    json!({ "query": CLUSTER_PAGE, "variables": { "slug": cluster(number) } })
}

/// The same by a document that nobody has sent before: one answer has another key in it.
pub fn new_page(number: u64) -> Vec<u8> {
    let query = CLUSTER_PAGE.replacen("title", &format!("title{number}: title"), 1);
    graphql(&query, &json!({ "slug": cluster(0) }))
}

/// Ten of the newest news, after a cursor.
pub fn list(after: Option<&str>) -> Vec<u8> {
    graphql(LIST, &json!({ "after": after }))
}

/// So many of them at once, for the cursor behind them.
pub fn many(count: u32, after: Option<&str>) -> Vec<u8> {
    let query = LIST.replace("first: 10", &format!("first: {count}"));
    graphql(&query, &json!({ "after": after }))
}

/// The newest news of a cluster.
pub fn of_cluster(number: u32) -> Vec<u8> {
    graphql(OF_CLUSTER, &json!({ "slug": cluster(number) }))
}

/// Of those, what one more filter leaves: the calls, what is told in a language, or what is filed under a topic, too.
pub fn narrowed(cluster_number: u32, name: &str, value: Value) -> Vec<u8> {
    let mut variables = json!({ "clusters": [cluster(cluster_number)] });
    variables[name] = value;
    graphql(NARROWED, &variables)
}

/// 50 clusters with three lists each.
pub fn nested() -> Vec<u8> {
    graphql(NESTED, &json!({}))
}

/// A news item by GraphQL.
pub fn item(number: u32) -> Vec<u8> {
    graphql(ITEM, &json!({ "slug": format!("news-{number}") }))
}

/// A news item as plain JSON.
pub fn plain_item(number: u32) -> Vec<u8> {
    get(&format!("/v1/news/news-{number}?lang=en"), "accept: application/json\r\n")
}

/// The feed of a cluster; with the tag of an answer that the caller has.
pub fn feed(number: u32, tag: Option<&str>) -> Vec<u8> {
    let known = tag.map(|tag| format!("if-none-match: {tag}\r\n")).unwrap_or_default();
    get(&feed_path(number), &known)
}

fn feed_path(number: u32) -> String {
    format!("/feeds/clusters/{}/news.rss", cluster(number))
}
