//! Several requests as one array, and what a document costs told beside its answer.

use harness::{Answer, Client, TestApp, Value, json};

use crate::workflow::published;

const JSON: &str = "application/json; charset=utf-8";

async fn post(client: &Client, body: Value) -> Answer {
    client.post("/graphql", &body).await
}

#[track_caller]
fn refused(answer: &Answer, limit: Option<&str>) {
    let body = answer.json();
    let error = &body["errors"][0]["extensions"];
    let code = if limit.is_some() { "LIMIT_EXCEEDED" } else { "BAD_REQUEST" };
    assert_eq!(
        (answer.status, &error["code"], error["limit"].as_str()),
        (400, &json!(code), limit),
        "{body}"
    );
}

fn query(query: &str) -> Value {
    json!({ "query": query })
}

#[tokio::test]
async fn a_batch_is_answered_in_its_order_each_request_as_if_it_had_come_alone() {
    let app = TestApp::with_demo().await;
    let node = app.node_with("batch", &["--batch-limit", "4"]).await;
    let (anybody, editor) = (node.client(), app.user("editor").await.at(&node));

    // Together they may ask for what one may, and get in as often.
    let title = query("{ clusters { nodes { title } } }");
    for wrong in [json!([]), json!([title, 7]), json!([[title]]), Value::from(vec![title.clone(); 5])] {
        refused(&post(&anybody, wrong).await, None);
    }
    let large = query(
        "{ clusters(first: 100) { nodes { news(first: 100) { nodes { a: title b: title c: title d: title e: title f: title g: title h: title i: title j: title k: title } } } } }",
    );
    assert_eq!(post(&anybody, large.clone()).await.status, 200);
    refused(&post(&anybody, json!([large, title, large])).await, Some("complexity"));
    let roots = (0..11).map(|n| format!("a{n}: serverTime ")).collect::<Vec<_>>().concat();
    refused(
        &post(&anybody, json!([query(&format!("{{ {roots} }}")), query(&format!("{{ {roots} }}"))])).await,
        Some("rootFields"),
    );
    let guess = query(
        "mutation { signIn(input: { email: \"editor@example.org\", password: \"wrong\" }) { userErrors { code } } }",
    );
    refused(&post(&anybody, json!([guess, title, guess])).await, Some("attempts"));
    let keyed = editor.clone().with("idempotency-key", "\"once\"");
    refused(&post(&keyed, json!([title])).await, None);

    // What fails fails alone; its status goes.
    let all = json!([title, query("{"), { "qeury": "{ a }" }, query("{ news(first: 101) { totalCount } }")]);
    let answer = post(&anybody, all).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some(JSON)));
    assert_eq!(
        (answer.header("cache-control"), answer.header("cache-status")),
        (Some("no-store"), Some("cities; fwd=miss"))
    );
    let told = answer.json();
    assert_eq!(told[0], post(&anybody, title.clone()).await.json());
    assert_eq!(told[1]["errors"][0]["extensions"]["code"], "GRAPHQL_PARSE_FAILED");
    assert_eq!(told[2]["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    assert!(
        told[2].get("data").is_none() && told[3]["data"].is_null() && told[3]["errors"].is_array(),
        "{told}"
    );
    assert_eq!(told.as_array().map(Vec::len), Some(4));
    let typed = anybody.clone().with("accept", "application/graphql-response+json");
    let typed = post(&typed, json!([title])).await;
    assert!(typed.header("content-type").unwrap().starts_with("application/graphql-response+json"));

    // What follows a mutation reads what it did; nobody else acts.
    let id = published(&editor, "Tram").await;
    let archive = query(&format!(
        "mutation {{ archiveNewsItem(input: {{ id: \"{id}\" }}) {{ newsItem {{ status }} }} }}"
    ));
    let read = query(&format!("{{ node(id: \"{id}\") {{ id }} }}"));
    let told = post(&anybody, json!([read, archive, read])).await.json();
    assert_eq!(told[1]["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(told[2]["data"]["node"]["id"], id);
    let told = post(&editor, json!([read, archive, read])).await.json();
    assert_eq!(
        (&told[0]["data"]["node"]["id"], &told[2]["data"]["node"]),
        (&json!(id), &Value::Null),
        "{told}"
    );
    assert_eq!(told[1]["data"]["archiveNewsItem"]["newsItem"]["status"], "ARCHIVED");
}

#[tokio::test]
async fn what_a_document_costs_is_told_to_whoever_asks_and_to_nobody_else() {
    let app = TestApp::with(&["--batch-limit", "2"]).await;
    let (anybody, asking) = (app.client(), app.client().with("graphql-cost", "1"));
    let page = query(
        "query ($n: Int = 5) { clusters(first: $n) { totalCount nodes { t: title ...F } } } fragment F on Cluster { slug }",
    );
    let plain = post(&anybody, page.clone()).await.json();
    for _ in 0..2 {
        let answer = post(&asking, page.clone()).await;
        assert_eq!(answer.header("cache-status"), Some("cities; fwd=bypass"));
        let mut told = answer.json();
        let cost = told.as_object_mut().unwrap().remove("extensions").unwrap()["cost"].take();
        assert_eq!(told, plain);
        // Five times a node with its two values, and the total as a value; counting it; the field.
        assert_eq!(
            cost["complexity"],
            json!({ "found": 5 * (3 + 1) + 100 + 1, "allowed": 200_000 }),
            "{cost}"
        );
        for (name, found, allowed) in
            [("depth", 3, 16), ("aliases", 1, 100), ("fragments", 1, 200), ("rootFields", 1, 20)]
        {
            assert_eq!(cost[name], json!({ "found": found, "allowed": allowed }), "{name}");
        }
    }
    assert_eq!(
        post(&anybody, page.clone()).await.json(),
        plain,
        "who does not ask is told what was told before"
    );
    let batch = post(&asking, json!([page, query("{ viewer { id } }")])).await.json();
    assert!(
        batch[0]["extensions"]["cost"].is_object() && batch[1]["extensions"]["cost"].is_object(),
        "{batch}"
    );
    let target = "/graphql?query=%7Bclusters%7BtotalCount%7D%7D";
    let by_get = asking.get(target).await;
    assert_eq!((by_get.header("cache-control"), by_get.header("etag")), (Some("no-store"), None));
    assert!(anybody.get(target).await.json().get("extensions").is_none());
    refused(&post(&anybody.with("graphql-cost", "yes"), page).await, None);
}
