//! Lists of what is filed under two things at once: right whichever of them has fewer, and read by that one.

mod world;

use std::collections::HashSet;

use harness::{Meter, TestApp, Value, json, multiply};

use world::{CLUSTERS, HOUR, NEWS, TOPICS, burst, world};

/// As many rows of each scope may be looked at before one is chosen. PostgreSQL tells each as a row that was read, of which
/// one of an answer takes two.
const GLANCE: f64 = 128.0;
/// Of each item, where there are to be many.
const COPIES: u32 = 20;

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
    let (meter, row) = metered(&app).await;
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
    let (meter, row) = metered(&app).await;
    let all_of_it = row * (GLANCE + 185.0);
    for place in places("all", "burst") {
        let (read, found) = cost(&app, &meter, &place.replace("ARGUMENTS", "first: 20")).await;
        assert!((found - 5.0).abs() < 0.1, "{place} tells {found}");
        assert!(read <= all_of_it, "{place} reads {read}, a row of the plain list {row}");
        let counting = place.replace(FIELDS, "totalCount").replace("ARGUMENTS", "first: 1");
        let (counted, _) = cost(&app, &meter, &counting).await;
        assert!(counted <= all_of_it, "{counting} reads {counted}, a row of the plain list {row}");
    }
}

#[tokio::test]
async fn of_two_things_that_were_not_counted_the_one_whose_news_lie_further_apart_is_read() {
    let app = world().await;
    // When they were counted both had too few.
    multiply(&app.database().url, COPIES, i64::try_from(NEWS).unwrap() * HOUR).await;
    let (meter, row) = metered(&app).await;
    for place in places("sparse", "late") {
        // Each 600 news have one in common, of 8 and of 31.
        for (way, read_over) in [("DESC", 28.0), ("ASC", 35.0)] {
            let page = format!("orderBy: {{ field: PUBLISHED_AT, direction: {way} }}, first: 5");
            let (read, found) = cost(&app, &meter, &place.replace("ARGUMENTS", &page)).await;
            assert!((found - 5.0).abs() < 0.1, "{place} tells {found}");
            assert!(
                read <= row * (found + read_over + GLANCE),
                "{place} {way} reads {read}, a row of the plain list {row}"
            );
        }
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

/// And what one row of a list under one thing reads.
async fn metered(app: &TestApp) -> (Meter, f64) {
    let meter = Meter::of(app.database()).await;
    let of_all = r#"news(filter: { clusters: ["all"] }, first: 20) { nodes { slug } }"#;
    let (plain, answered) = cost(app, &meter, of_all).await;
    (meter, plain / answered)
}

/// What a list reads, without its count unless it is that alone, and how many things it tells.
async fn cost(app: &TestApp, meter: &Meter, place: &str) -> (f64, f64) {
    app.statements();
    let place = &if place.contains("nodes") { place.replace("totalCount", "") } else { place.to_owned() };
    let list = list(app, place).await;
    let statements = app.statements();
    assert_eq!(statements.len(), 1, "{place}");
    let read = u32::try_from(meter.read(&statements[0]).await).unwrap();
    let answered = list.map_or(0, |list| list["nodes"].as_array().map_or(0, Vec::len));
    (read.into(), u32::try_from(answered).unwrap().into())
}
