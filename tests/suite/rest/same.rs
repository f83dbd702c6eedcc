//! What `/v1` tells is what GraphQL tells: the question is made of the answer, and asked there.

use std::collections::BTreeMap;

use harness::{TestApp, Value, json};

/// Path, root field of one thing, what can be included.
const COLLECTIONS: [(&str, &str, &str); 9] = [
    ("clusters", "cluster", "cities.clusters,news.topics,events,calls,practices,media,partners"),
    ("cities", "city", "clusters,news.clusters,practices"),
    ("news", "newsItem", "clusters,topics,cities,media,call.clusters"),
    ("events", "event", "newsItem.clusters,newsItem.topics"),
    ("calls", "call", "clusters,news,practices"),
    ("practices", "practice", "city,call,clusters"),
    ("media", "mediaItem", "clusters"),
    ("partners", "partner", "clusters"),
    ("topics", "topic", "news.cities"),
];

/// Fields that lead to a thing or to nothing, which has fields in GraphQL even where it is null.
const THINGS: [&str; 8] = ["hero", "photo", "logo", "thumbnail", "event", "newsItem", "city", "call"];
/// Documents: nothing of them is asked for by name.
const DOCUMENTS: [&str; 3] = ["form", "formLabels", "criteriaLabels"];

/// A page beneath a thing.
fn is_page(value: &Value) -> bool {
    value.get("hasMore").is_some()
}

/// The fields to ask GraphQL for, to be answered what these are.
fn asked(things: &[&Value]) -> String {
    let mut fields: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for (name, value) in things.iter().filter_map(|thing| thing.as_object()).flatten() {
        fields.entry(name).or_default().push(value);
    }
    fields.remove("membership");
    let told: Vec<String> =
        fields.iter().map(|(name, values)| format!("{name} {}", beneath(name, values))).collect();
    if told.is_empty() { "{ __typename }".to_owned() } else { format!("{{ {} }}", told.join(" ")) }
}

/// What is asked beneath a field of which these are all values.
fn beneath(name: &str, values: &[&Value]) -> String {
    if DOCUMENTS.contains(&name) {
        return String::new();
    }
    if values.iter().any(|value| is_page(value)) {
        let rows: Vec<&Value> = values.iter().flat_map(|value| value["data"].as_array().unwrap()).collect();
        return format!("{{ nodes {} pageInfo {{ hasNextPage }} }}", asked(&rows));
    }
    let flat = values.iter().flat_map(|value| match value {
        Value::Array(list) => list.iter().collect(),
        one => vec![*one],
    });
    let flat: Vec<&Value> = flat.collect();
    // An empty list tells nothing of what would be in it, and null nothing of what is not there.
    let is_list_of_things = flat.is_empty() && !["sdgs", "availableLocales"].contains(&name);
    if is_list_of_things || THINGS.contains(&name) || flat.iter().any(|value| value.is_object()) {
        return asked(&flat);
    }
    String::new()
}

/// The answer of GraphQL as this door would word it, where it can be worded by `like`.
fn same(told: &Value, asked: &Value, way: &str) {
    match (told, asked) {
        (Value::Object(told), Value::Object(asked)) if told.contains_key("hasMore") => {
            same(&told["data"], &asked["nodes"], way);
            assert_eq!(told["hasMore"], asked["pageInfo"]["hasNextPage"], "{way}");
        }
        (Value::Object(fields), Value::Object(asked)) => {
            for (name, told) in fields.iter().filter(|(name, _)| *name != "membership") {
                same(told, asked.get(name).unwrap_or(&Value::Null), &format!("{way}.{name}"));
            }
        }
        (Value::Array(told), Value::Array(asked)) => {
            assert_eq!(told.len(), asked.len(), "{way}");
            told.iter()
                .zip(asked)
                .enumerate()
                .for_each(|(n, (told, asked))| same(told, asked, &format!("{way}.{n}")));
        }
        (told, asked) => assert_eq!(told, asked, "{way}"),
    }
}

#[tokio::test]
async fn every_thing_is_told_as_graphql_tells_it_in_every_language_by_one_statement() {
    let app = TestApp::with_demo().await;
    app.statements();
    let mut slugs = 0;
    for (language, arguments) in [
        ("", ""),
        (
            "&lang=zh&fallback=ar&fallbackToOriginal=true",
            ", locale: \"zh\", fallback: [\"ar\"], fallbackToOriginal: true",
        ),
        ("&lang=ar", ", locale: \"ar\""),
    ] {
        for (path, root, include) in COLLECTIONS {
            let list = format!("{path}(first: 3{arguments})");
            told_alike(&app, &format!("/v1/{path}?first=3&include={include}{language}"), &list).await;
            let list = format!("{path}(first: 100{arguments})");
            let all = told_alike(&app, &format!("/v1/{path}?first=100{language}"), &list).await;
            for slug in all.as_array().unwrap().iter().filter_map(|thing| thing["slug"].as_str()) {
                let path = format!("/v1/{path}/{slug}?{}", language.trim_start_matches('&'));
                told_alike(&app, &path, &format!("{root}(slug: \"{slug}\"{arguments})")).await;
                slugs += 1;
            }
        }
    }
    assert!(slugs > 40, "the demo has more than {slugs} things");
}

/// Asks at both doors, here by one statement; what both told.
async fn told_alike(app: &TestApp, path: &str, field: &str) -> Value {
    app.statements();
    let told = app.client().get(path).await;
    assert_eq!((told.status, app.statements().len()), (200, 1), "{path}: {}", told.text());
    let data = told.json()["data"].take();
    let rows: Vec<&Value> = data.as_array().map_or_else(|| vec![&data], |rows| rows.iter().collect());
    let (open, close) = if data.is_array() { ("{ nodes", "}") } else { ("", "") };
    let query = format!("{{ told: {field} {open} {} {close} }}", asked(&rows));
    let answer = app.graphql(&query, json!({})).await;
    assert!(answer.get("errors").is_none(), "{query}: {answer}");
    let asked = &answer["data"]["told"];
    same(&data, if data.is_array() { &asked["nodes"] } else { asked }, path);
    data
}
