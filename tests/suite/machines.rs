//! Many machines on one PostgreSQL: through a pooler.

use harness::{Client, TestApp, Value, json};

use crate::workflow::published;

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
