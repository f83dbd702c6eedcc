//! Lists of what is filed under two things at once: right whichever of them has fewer, and read by that one.

use std::collections::HashSet;

use harness::{Bundle, Meter, TestApp, Value, json, multiply};

use super::random::instant;

/// News items, the first one the oldest.
const NEWS: usize = 600;
/// As many rows of each scope may be looked at before one is chosen; two cost as much as one of an answer.
const GLANCE: f64 = 128.0;
/// Of each item, where there are to be many.
const COPIES: u32 = 20;

/// In milliseconds.
const HOUR: i64 = 3_600_000;

/// Which news are filed under what; under the unknown ones, which are never made, are none.
type Holds = fn(usize) -> bool;
const CLUSTERS: [(&str, Holds); 3] = [("all", |_| true), ("third", |n| n % 3 == 0), ("nowhere", |_| false)];
const TOPICS: [(&str, Holds); 5] = [
    ("half", |n| n % 2 == 0),
    ("few", |n| n % 100 == 0),
    ("recent", |n| n >= NEWS - 100),
    ("past", |n| n < 100),
    ("nothing", |_| false),
];

#[tokio::test]
async fn what_is_filed_under_two_things_is_the_same_whichever_has_fewer() {
    let app = world().await;
    for (cluster, in_cluster) in CLUSTERS {
        for (topic, in_topic) in TOPICS {
            let both: Vec<usize> = (0..NEWS).filter(|n| in_cluster(*n) && in_topic(*n)).collect();
            for descending in [true, false] {
                let mut expected = both.clone();
                if descending {
                    expected.reverse();
                }
                for place in places(cluster, topic) {
                    compare(&app, &place, descending, &expected).await;
                }
            }
        }
    }
}

#[tokio::test]
async fn of_two_things_the_one_with_fewer_news_is_read() {
    let app = world().await;
    let meter = Meter::of(app.database()).await;
    let of_all = r#"news(filter: { clusters: ["all"] }, first: 20) { nodes { slug } }"#;
    let (plain, answered) = cost(&app, &meter, of_all).await;
    let row = plain / answered;
    for (cluster, topic, fewer) in
        [("all", "few", 6.0), ("all", "nothing", 0.0), ("nowhere", "half", 0.0), ("third", "past", 40.0)]
    {
        for place in places(cluster, topic) {
            let (read, answered) = cost(&app, &meter, &place.replace("ARGUMENTS", "first: 20")).await;
            let most = row * (answered + fewer + GLANCE);
            assert!(read <= most, "{place} reads {read}, a row of the plain list {row}");
        }
    }
}

#[tokio::test]
async fn of_two_things_with_many_news_the_one_that_was_counted_to_have_fewer_is_read() {
    let app = world().await;
    multiply(&app.database().url, COPIES, i64::try_from(NEWS).unwrap() * HOUR).await;
    // Its news are the latest, so that a look at the first of both takes it for the one with more.
    burst(&app, 180, 5);
    let meter = Meter::of(app.database()).await;
    let of_all = r#"news(filter: { clusters: ["all"] }, first: 20) { nodes { slug } }"#;
    let (plain, answered) = cost(&app, &meter, of_all).await;
    let all_of_it = plain / answered * (GLANCE + 185.0);
    for place in places("all", "burst") {
        let (read, found) = cost(&app, &meter, &place.replace("ARGUMENTS", "first: 20")).await;
        assert!((found - 5.0).abs() < 0.1, "{place} tells {found}");
        assert!(read <= all_of_it, "{place} reads {read}, {answered} rows of the plain list {plain}");
        let counting = place.replace(FIELDS, "totalCount").replace("ARGUMENTS", "first: 1");
        let (counted, _) = cost_of(&app, &meter, &counting).await;
        assert!(
            counted <= all_of_it,
            "{counting} reads {counted}, {answered} rows of the plain list {plain}"
        );
    }
}

#[tokio::test]
async fn what_two_things_with_thousands_of_news_have_in_common_is_told_whole() {
    let app = world().await;
    burst(&app, 120, 5);
    // After they were counted: what they had then is no longer so.
    multiply(&app.database().url, COPIES, 1).await;
    for place in places("all", "burst") {
        for direction in ["ASC", "DESC"] {
            let mut told = Vec::new();
            let mut after = String::new();
            loop {
                let order = format!("orderBy: {{ field: PUBLISHED_AT, direction: {direction} }}");
                let page = place.replace("ARGUMENTS", &format!("{order}, first: 40{after}"));
                let list = list(&app, &page).await.unwrap();
                assert_eq!(list["totalCount"], json!(5 * (COPIES + 1)), "{page}");
                let slugs = list["nodes"].as_array().unwrap().iter().map(|node| node["slug"].to_string());
                told.extend(slugs);
                if list["pageInfo"]["hasNextPage"] == json!(false) {
                    break;
                }
                after = format!(", after: {}", list["pageInfo"]["endCursor"]);
            }
            assert!(told.iter().all(|slug| slug.starts_with("\"both-")), "{told:?}");
            let once: HashSet<_> = told.iter().collect();
            assert_eq!((told.len(), once.len()), (105, 105), "{place} {direction}");
        }
    }
}

/// A topic of the latest news, which are under no cluster, and of some of the oldest, which are.
fn burst(app: &TestApp, late: i64, old: i64) {
    let bundle = Bundle::empty();
    bundle.put("topics", "burst", json!({ "text": text("Burst", "label") }));
    for n in 0..late + old {
        let (name, at, clusters) = if n < late {
            ("late", app.now() - n * 1_000, &[][..])
        } else {
            ("both", app.now() - 100_000 * HOUR - n * HOUR, &["all"][..])
        };
        let fields = json!({ "kind": "ARTICLE", "publishedAt": instant(at), "text": text("News", "title"),
                             "clusters": clusters, "topics": ["burst"] });
        bundle.put("news", &format!("{name}-{n}"), fields);
    }
    app.import(bundle.path());
}

fn text(words: &str, field: &str) -> Value {
    json!({ "en": { field: words } })
}

async fn world() -> TestApp {
    let (app, bundle) = (TestApp::with(&["--answer-cache-size", "0"]).await, Bundle::empty());
    let known = |(name, holds): &(&'static str, Holds)| (0..NEWS).any(holds).then_some(*name);
    for cluster in CLUSTERS.iter().filter_map(known) {
        bundle.put("clusters", cluster, json!({ "position": 1, "text": text(cluster, "title") }));
    }
    for topic in TOPICS.iter().filter_map(known) {
        bundle.put("topics", topic, json!({ "text": text(topic, "label") }));
    }
    let begin = app.now() - 1_000 * HOUR;
    for n in 0..NEWS {
        let under = |things: &[(&'static str, Holds)]| -> Vec<&str> {
            things.iter().filter(|(_, holds)| holds(n)).map(|(name, _)| *name).collect()
        };
        // Some are of the same instant.
        let at = begin + i64::try_from(n / 2).unwrap() * HOUR;
        let fields = json!({ "kind": "ARTICLE", "publishedAt": instant(at), "text": text("News", "title"),
                             "clusters": under(&CLUSTERS), "topics": under(&TOPICS) });
        bundle.put("news", &format!("n{n}"), fields);
    }
    app.import(bundle.path());
    app
}

const FIELDS: &str = "nodes { slug } pageInfo { endCursor hasNextPage } totalCount";

/// The list at the root, and beneath either; the one beneath what is unknown is null.
fn places(cluster: &str, topic: &str) -> [String; 3] {
    let fields = format!("{{ {FIELDS} }}");
    [
        format!(r#"news(filter: {{ clusters: ["{cluster}"], topics: ["{topic}"] }}, ARGUMENTS) {fields}"#),
        format!(
            r#"parent: cluster(slug: "{cluster}") {{ news(filter: {{ topics: ["{topic}"] }}, ARGUMENTS) {fields} }}"#
        ),
        format!(
            r#"parent: topic(slug: "{topic}") {{ news(filter: {{ clusters: ["{cluster}"] }}, ARGUMENTS) {fields} }}"#
        ),
    ]
}

async fn compare(app: &TestApp, place: &str, descending: bool, expected: &[usize]) {
    let direction = if descending { "DESC" } else { "ASC" };
    let order = format!("orderBy: {{ field: PUBLISHED_AT, direction: {direction} }}");
    let mut cursor = String::new();
    for page in ["last: 30", "first: 30", "first: 30, after: "] {
        let arguments = format!("{order}, {page}{}", if page.ends_with("after: ") { &cursor } else { "" });
        let Some(list) = list(app, &place.replace("ARGUMENTS", &arguments)).await else {
            assert!(expected.is_empty(), "{place}");
            return;
        };
        let found: Vec<&str> =
            list["nodes"].as_array().unwrap().iter().filter_map(|node| node["slug"].as_str()).collect();
        assert_eq!(list["totalCount"], json!(expected.len()), "{place}");
        let instants = |some: &[usize]| some.iter().map(|n| n / 2).collect::<Vec<_>>();
        let told: Vec<usize> = found.iter().map(|slug| slug[1..].parse().unwrap()).collect();
        let wanted = match page {
            "last: 30" => &expected[expected.len().saturating_sub(30)..],
            "first: 30" => &expected[..expected.len().min(30)],
            _ => &expected[30..expected.len().min(60)],
        };
        // Those of one instant are in order of their ids, which this story does not know.
        assert_eq!(instants(&told), instants(wanted), "{arguments} of {place}");
        assert!(told.iter().all(|n| expected.contains(n)), "{arguments} of {place}");
        let once: HashSet<_> = told.iter().collect();
        assert_eq!(once.len(), told.len(), "{arguments} of {place} tells one twice");
        if page == "first: 30" {
            if list["pageInfo"]["hasNextPage"] == json!(false) {
                return;
            }
            cursor = list["pageInfo"]["endCursor"].to_string();
        }
    }
}

/// A list, at the root or beneath its parent; none where that is null.
async fn list(app: &TestApp, place: &str) -> Option<Value> {
    let answer = app.graphql(&format!("{{ {place} }}"), json!({})).await;
    assert!(answer.get("errors").is_none(), "{answer} to {place}");
    let parent = answer["data"].get("parent").unwrap_or(&answer["data"]).clone();
    (!parent.is_null()).then(|| parent["news"].clone())
}

/// What a list reads without its count, and how many things it tells.
async fn cost(app: &TestApp, meter: &Meter, place: &str) -> (f64, f64) {
    cost_of(app, meter, &place.replace("totalCount", "")).await
}

async fn cost_of(app: &TestApp, meter: &Meter, place: &str) -> (f64, f64) {
    app.statements();
    let list = list(app, place).await;
    let statements = app.statements();
    assert_eq!(statements.len(), 1, "{place}");
    let read = u32::try_from(meter.read(&statements[0]).await).unwrap();
    let answered = list.map_or(0, |list| list["nodes"].as_array().map_or(0, Vec::len));
    (read.into(), u32::try_from(answered).unwrap().into())
}
