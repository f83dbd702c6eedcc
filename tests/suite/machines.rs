//! Many machines on one PostgreSQL: through a pooler, with a replica.

use std::cell::Cell;
use std::time::{Duration, Instant};

use harness::{Client, Line, TestApp, TestDatabase, Value, eventually, json};

use crate::workflow::{ITEM, act, published};

const TOPIC: &str = "mutation ($slug: String!) { createTopic(input: { locale: \"en\", slug: $slug,
    text: [{ locale: \"en\", label: \"Rail\" }] }) { topic { id slug } userErrors { message } } }";

/// Where anything goes wrong, all of it.
async fn fine(client: &Client, query: &str, variables: Value) -> Value {
    let answer = client.graphql(query, variables).await;
    let json = answer.json();
    assert!(answer.status == 200 && json.get("errors").is_none(), "{query}: {}", answer.text());
    json["data"].clone()
}

#[tokio::test]
async fn through_a_pooler_with_two_servers_many_read_and_write_at_once() {
    let pooled = ["--database-pooler", "transaction", "--database-connections", "12"];
    let Some(app) = TestApp::pooled(&pooled).await else { return };
    let (demo, assets) = (harness::demo(), app.folder().join("assets"));
    let import = ["import", demo.to_str().unwrap(), "--assets", assets.to_str().unwrap()];
    app.cities_with("CITIES_DATABASE_POOLER", "transaction", &import).succeeded();
    let editor = app.user("editor").await;
    published(&editor, "Tram").await;
    let many = (0..60).map(|number| {
        let (editor, anybody) = (editor.clone(), app.client());
        tokio::spawn(async move {
            match number % 3 {
                // Twice with one key: the second time it is told what came of the first.
                0 => {
                    let keyed = editor.with("idempotency-key", &format!("\"topic-{number}\""));
                    let slug = json!({ "slug": format!("rail-{number}") });
                    let first = fine(&keyed, TOPIC, slug.clone()).await;
                    assert_eq!(first["createTopic"]["topic"]["slug"], slug["slug"], "{first}");
                    assert_eq!(fine(&keyed, TOPIC, slug).await, first);
                }
                1 => {
                    let page = json!({ "slug": "transport" });
                    let page = fine(&editor, harness::CLUSTER_PAGE, page).await;
                    assert!(page["cluster"]["news"]["nodes"][0]["title"].is_string(), "{page}");
                }
                _ => {
                    let page = anybody.get(&format!("/v1/news?first={}&include=clusters", number + 1)).await;
                    assert_eq!(page.status, 200, "{}", page.text());
                }
            }
        })
    });
    for done in many.collect::<Vec<_>>() {
        done.await.unwrap();
    }
    assert_eq!(app.database().count("topic where slug like 'rail-%'").await, 20);
    let ours = "pg_stat_activity where datname = current_database() and application_name = 'cities'";
    assert!(app.database().count(ours).await <= 2, "all that went over two connections");
    let bundle = app.folder().join("bundle");
    let export = ["export", bundle.to_str().unwrap(), "--assets", assets.to_str().unwrap()];
    app.cities_with("CITIES_DATABASE_POOLER", "transaction", &export).succeeded();
    let said = app.log();
    let mishaps = ["ERROR", "prepared statement", "transaction in progress"];
    assert!(!mishaps.iter().any(|mishap| said.contains(mishap)), "{said}");
}

/// What `/readyz` says of the replica.
async fn replica(client: &Client) -> Value {
    let ready = client.get("/readyz").await;
    assert_eq!(ready.status, 200, "{}", ready.text());
    ready.json()["replica"].clone()
}

async fn renamed(editor: &Client, id: &str, version: u32, title: &str) {
    let text = json!([{ "locale": "en", "title": title }]);
    act(editor, "updateNewsItem", ITEM, json!({ "id": id, "expectedVersion": version, "text": text })).await;
    act(editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
}

/// Questions about the newest item at several doors, with and without the executor.
const QUESTIONS: [&str; 5] = [
    "/graphql?query=%7Bnews(first:1)%7Bnodes%7Btitle%7D%7D%7D",
    "/graphql?query=%7Ba:news(first:1)%7Bnodes%7B...on%20NewsItem%7Btitle%7D%7D%7D__schema%7BqueryType%7Bname%7D%7D%7D",
    "/v1/news?first=1",
    "/feeds/news.json?limit=1",
    "/embed/news?limit=1&fragment=true",
];

async fn tell(client: &Client, title: &str) -> bool {
    for question in QUESTIONS {
        let answer = client.get(question).await;
        assert_eq!(answer.status, 200, "{question}: {}", answer.text());
        if !answer.text().contains(title) {
            return false;
        }
    }
    true
}

#[tokio::test]
async fn a_replica_answers_anybody_a_moment_later_and_nobody_keeps_what_is_old() {
    let Some(app) = TestApp::replicated(async |urls| urls, &[]).await else { return };
    let (anybody, editor) = (app.client(), app.user("editor").await);
    let id = published(&editor, "Tram").await;
    eventually(async || replica(&anybody).await == "ok" && tell(&anybody, "Tram").await).await;

    app.database().replay(false).await;
    renamed(&editor, &id, 2, "Metro").await;
    assert!(tell(&editor, "Metro").await, "whoever wrote reads what they wrote");
    app.statements();
    for _ in 0..2 {
        assert!(tell(&anybody, "Tram").await, "the replica has not heard of it");
    }
    let missed = anybody.get("/v1/news?first=2").await;
    assert!(missed.text().contains("Tram") && !missed.text().contains("Metro"), "{}", missed.text());
    assert_eq!(app.statements(), [], "the primary is asked nothing by anybody");

    app.database().replay(true).await;
    // Kept from when it was old already, and of our own making: it falls all the same.
    eventually(async || tell(&anybody, "Metro").await).await;
    let other = app.node().await;
    renamed(&editor, &id, 4, "Ferry").await;
    assert!(tell(&other.client(), "Ferry").await, "a node without a replica asks the primary");
    eventually(async || tell(&anybody, "Ferry").await).await;
}

#[tokio::test]
async fn a_replica_that_is_gone_silent_or_another_is_not_read_and_nobody_waits_for_it() {
    let mut lines = None;
    let by_line = async |[primary, copy]: [String; 2]| {
        let (to_primary, to_copy) = (Line::to(&primary).await, Line::to(&copy).await);
        let urls = [to_primary.url(&primary), to_copy.url(&copy)];
        lines = Some((to_primary, to_copy));
        urls
    };
    let Some(app) = TestApp::replicated(by_line, &[]).await else { return };
    let ((primary, line), anybody, editor) = (lines.unwrap(), app.client(), app.user("editor").await);
    let id = published(&editor, "Tram").await;
    eventually(async || replica(&anybody).await == "ok" && tell(&anybody, "Tram").await).await;
    let (mut version, number) = (2, Cell::new(0));
    // In other words each time, so that somebody has to read it.
    let newest = async || {
        number.set(number.get() + 1);
        let query = format!("{{ a{}: news(first: 1) {{ nodes {{ title }} }} }}", number.get());
        fine(&anybody, &query, json!({})).await.to_string()
    };
    for (break_it, title) in [(Line::cut as fn(&Line), "Metro"), (Line::hold, "Ferry")] {
        break_it(&line);
        renamed(&editor, &id, version, title).await;
        version += 2;
        let asked = Instant::now();
        eventually(async || newest().await.contains(title)).await;
        assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
        eventually(async || tell(&anybody, title).await).await;
        eventually(async || replica(&anybody).await == "is not read: the log tells why").await;
        line.mend();
        eventually(async || replica(&anybody).await == "ok").await;
    }
    let said = app.log();
    assert!(said.contains("that database-read-url names is not read for now"), "{said}");

    let folder = app.folder().join("other");
    std::fs::create_dir(&folder).unwrap();
    let (empty, other) = (TestDatabase::empty(&folder).await, TestDatabase::with_demo(&folder).await);
    for (mark, database, why) in
        [("empty", &empty, "has an older schema"), ("other", &other, "is no copy of")]
    {
        let node = app.node_with(mark, &["--database-read-url", &database.url]).await;
        eventually(async || node.log().contains(why)).await;
        assert!(tell(&node.client(), "Ferry").await);
    }

    primary.cut();
    let begun = Instant::now();
    eventually(async || {
        assert!(newest().await.contains("Ferry"), "the public reads on from the replica");
        begun.elapsed() > Duration::from_secs(4)
    })
    .await;
    assert_eq!(
        editor.get("/v1/news?first=1").await.status,
        500,
        "whoever may have written reads there alone"
    );
}
