//! A random query over random content answers what the reference answers, on either database.

use std::fmt::Write;

use harness::{TestApp, Value, json};

use super::asking;
use super::content::Content;
use super::item::Item;
use super::random::Random;
use super::reference::{self, Asked, Page, Reference, Window};

/// For each content; every one asks for up to six pages in two requests.
const QUESTIONS: usize = 35;

#[tokio::test]
async fn a_random_query_over_random_content_answers_what_a_naive_reference_answers() {
    ask_many(1).await;
}

#[tokio::test]
async fn a_random_query_over_other_content_answers_what_a_naive_reference_answers() {
    ask_many(20_210_430).await;
}

#[tokio::test]
async fn a_random_query_over_yet_other_content_answers_what_a_naive_reference_answers() {
    ask_many(77_777).await;
}

async fn ask_many(seed: u64) {
    let app = TestApp::start().await;
    let mut random = Random(seed);
    let content = Content::random(&mut random, app.now());
    let bundle = app.folder().join("bundle");
    content.write(&bundle);
    app.import(&bundle);
    for number in 0..QUESTIONS {
        let asked = asking::question(&mut random, &content, app.now());
        let reference = Reference { content: &content, now: app.now() };
        let about = format!("seed {seed}, question {number}: {asked:?}");
        check(&app, &mut random, &reference, &asked, &about).await;
    }
}

/// The whole list, both its ends, and windows between its cursors.
async fn check(app: &TestApp, random: &mut Random, reference: &Reference<'_>, asked: &Asked, about: &str) {
    let expected = reference.list(asked);
    let ends = [
        Window { size: 100, ..Window::default() },
        Window { size: random.index(9), ..Window::default() },
        Window { size: random.index(9), backward: true, ..Window::default() },
    ];
    let answer = ask(app, asked, &ends, &[]).await;
    let Some(expected) = expected else {
        assert_eq!(answer, Value::Null, "{about}");
        return;
    };
    compare(reference, asked, &expected, &ends, &answer, about);
    let edges = answer["w0"]["edges"].as_array().unwrap();
    let cursors: Vec<&str> = edges.iter().map(|edge| edge["cursor"].as_str().unwrap()).collect();
    if cursors.is_empty() {
        return;
    }
    let mut somewhere = || random.chance(70).then(|| random.index(cursors.len()));
    let between = [(somewhere(), somewhere()), (somewhere(), somewhere()), (somewhere(), somewhere())];
    let windows = between.map(|(after, before)| Window {
        size: random.index(12),
        backward: random.chance(50),
        after,
        before,
    });
    let answer = ask(app, asked, &windows, &cursors).await;
    compare(reference, asked, &expected, &windows, &answer, about);
}

async fn ask(app: &TestApp, asked: &Asked, windows: &[Window], cursors: &[&str]) -> Value {
    let mut pages = Vec::new();
    for (window, alias) in windows.iter().zip(["w0", "w1", "w2"]) {
        let mut arguments = format!("{}: {}", if window.backward { "last" } else { "first" }, window.size);
        for (name, cursor) in [("after", window.after), ("before", window.before)] {
            if let Some(cursor) = cursor {
                let cursor = json!(cursors[cursor]);
                write!(arguments, ", {name}: {cursor}").unwrap();
            }
        }
        pages.push((alias, arguments));
    }
    asking::pages(app, asked, &pages).await
}

fn compare(
    reference: &Reference<'_>,
    asked: &Asked,
    expected: &[&Item],
    windows: &[Window],
    answer: &Value,
    about: &str,
) {
    for (n, window) in windows.iter().enumerate() {
        let found = &answer[format!("w{n}")];
        let Page { from, to, has_previous, has_next } = window.of(expected.len());
        let nodes: Vec<Value> = expected[from..to].iter().map(|item| node(reference, asked, item)).collect();
        let edges = found["edges"].as_array().unwrap();
        let found_nodes: Vec<&Value> = edges.iter().map(|edge| &edge["node"]).collect();
        assert_eq!(found_nodes, nodes.iter().collect::<Vec<_>>(), "{window:?} {about}");
        assert_eq!(found["totalCount"], json!(expected.len()), "{window:?} {about}");
        let cursor = |edge: Option<&Value>| edge.map_or(Value::Null, |edge| edge["cursor"].clone());
        let info = json!({
            "hasNextPage": has_next, "hasPreviousPage": has_previous,
            "startCursor": cursor(edges.first()), "endCursor": cursor(edges.last()),
        });
        assert_eq!(found["pageInfo"], info, "{window:?} {about}");
    }
}

/// What is said of a thing and of those it is related to.
fn node(reference: &Reference<'_>, asked: &Asked, item: &Item) -> Value {
    let text = reference::served(item, asked).unwrap();
    let mut node = json!({ "id": reference::id(item, asked), "localeServed": text.locale });
    let seen = |folder: &str, slug: &String| {
        reference.seen(folder, slug, asked).map(|item| json!({ "id": item.id }))
    };
    let many = |folder: &str, slugs: &[String]| -> Value {
        slugs.iter().filter_map(|slug| seen(folder, slug)).collect()
    };
    let one = |folder: &str, slug: Option<&String>| json!(slug.and_then(|slug| seen(folder, slug)));
    if ["news", "practices", "calls", "media", "partners"].contains(&asked.list) {
        node["clusters"] = many("clusters", &item.clusters);
    }
    if asked.list == "news" {
        node["topics"] = many("topics", &item.topics);
        node["cities"] = many("cities", &item.cities);
        node["media"] = many("media", &item.media);
    }
    if asked.list == "practices" {
        node["city"] = one("cities", item.cities.first());
    }
    if ["news", "practices"].contains(&asked.list) {
        node["call"] = one("calls", item.call.as_ref());
    }
    node
}
