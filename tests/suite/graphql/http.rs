//! GraphQL over HTTP: methods, media types, parameters and statuses.

use harness::{Answer, Client, TestApp, Value, json};

const TYPENAME: &str = "{ __typename }";
const RESPONSE: &str = "application/graphql-response+json; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

fn target(parameters: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("/graphql?{query}")
}

fn answered() -> Value {
    json!({ "data": { "__typename": "Query" } })
}

/// Refused before anything ran: errors with a code, and no `data` at all.
#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) {
    let body = answer.json();
    assert_eq!((answer.status, &body["errors"][0]["extensions"]["code"]), (status, &json!(code)), "{body}");
    assert!(body.get("data").is_none(), "{body}");
}

async fn post(client: &Client, body: Value) -> Answer {
    client.post("/graphql", &body).await
}

#[tokio::test]
async fn a_query_may_come_by_post_and_by_get() {
    let app = TestApp::start().await;
    let client = app.client();
    let posted = client.graphql(TYPENAME, json!({})).await;
    let got = client.get(&target(&[("query", TYPENAME)])).await;
    for answer in [posted, got] {
        assert_eq!((answer.status, answer.json()), (200, answered()));
        assert_eq!(answer.header("content-type"), Some(JSON));
    }
}

#[tokio::test]
async fn operation_name_variables_and_extensions_are_taken_from_both() {
    let app = TestApp::start().await;
    let query =
        "query A { a: __typename } query B($no: Boolean!) { b: __typename c: __typename @skip(if: $no) }";
    let variables = json!({ "no": true });
    let wanted = json!({ "data": { "b": "Query" } });
    let body =
        json!({ "query": query, "operationName": "B", "variables": variables, "extensions": { "x": 1 } });
    assert_eq!(post(&app.client(), body).await.json(), wanted);
    let parameters =
        [("query", query), ("operationName", "B"), ("variables", "{\"no\":true}"), ("extensions", "{}")];
    assert_eq!(app.client().get(&target(&parameters)).await.json(), wanted);

    refused(&post(&app.client(), json!({ "query": query })).await, 400, "BAD_REQUEST");
    let nobody = json!({ "query": query, "operationName": "C" });
    refused(&post(&app.client(), nobody).await, 400, "BAD_REQUEST");
}

#[tokio::test]
async fn the_media_type_of_the_answer_is_negotiated() {
    let app = TestApp::start().await;
    let body = json!({ "query": TYPENAME });
    for (accept, given) in [
        ("application/graphql-response+json", RESPONSE),
        ("application/json", JSON),
        ("*/*", JSON),
        ("application/graphql-response+json, application/json;q=0.9", RESPONSE),
        ("application/graphql-response+json;q=0.1, application/json", JSON),
        ("application/json;q=0, */*", RESPONSE),
    ] {
        let answer = post(&app.client().with("accept", accept), body.clone()).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(given)), "{accept}");
        assert!(answer.header("vary").is_some_and(|vary| vary.to_ascii_lowercase().contains("accept")));
    }
    for accept in ["text/html", "application/json;q=0", "application/json; charset=iso-8859-1"] {
        let answer = post(&app.client().with("accept", accept), body.clone()).await;
        refused(&answer, 406, "BAD_REQUEST");
    }
}

#[tokio::test]
async fn a_body_that_is_not_declared_as_json_is_refused() {
    let app = TestApp::start().await;
    let body = json!({ "query": TYPENAME }).to_string();
    for kind in [
        "text/plain",
        "text/plain; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
    ] {
        let answer = app.client().with("content-type", kind).send("POST", "/graphql", body.as_bytes()).await;
        refused(&answer, 415, "BAD_REQUEST");
    }
    refused(&app.client().send("POST", "/graphql", body.as_bytes()).await, 415, "BAD_REQUEST");
    let declared = app.client().with("content-type", "Application/JSON; charset=\"UTF-8\"");
    assert_eq!(declared.send("POST", "/graphql", body.as_bytes()).await.status, 200);
}

#[tokio::test]
async fn other_methods_are_told_which_ones_there_are() {
    let app = TestApp::start().await;
    for method in ["PUT", "DELETE", "PATCH"] {
        let client = app.client().with("content-type", "application/json");
        let answer =
            client.send(method, "/graphql", json!({ "query": TYPENAME }).to_string().as_bytes()).await;
        refused(&answer, 405, "BAD_REQUEST");
        assert_eq!(answer.header("allow"), Some("GET, POST"));
    }
}

#[tokio::test]
async fn what_is_not_a_query_needs_post() {
    let app = TestApp::start().await;
    let two = "query A { __typename } mutation B { nothing }";
    for (query, name) in [("mutation { nothing }", ""), (two, "B"), ("subscription { nothing }", "")] {
        let parameters = [("query", query), ("operationName", name)];
        let parameters = if name.is_empty() { &parameters[..1] } else { &parameters };
        let answer = app.client().get(&target(parameters)).await;
        refused(&answer, 405, "BAD_REQUEST");
        assert_eq!(answer.header("allow"), Some("POST"), "{query}");
        assert_eq!(app.client().send("HEAD", &target(parameters), b"").await.status, 405);
    }
    let named = target(&[("query", two), ("operationName", "A")]);
    assert!(app.client().get(&named).await.status < 405, "a query is not refused for its neighbour");
}

#[tokio::test]
async fn what_is_no_request_is_400_and_unknown_keys_are_ignored() {
    let app = TestApp::start().await;
    let client = app.client();
    let json = client.clone().with("content-type", "application/json");
    for body in ["", "{", "\"{ __typename }\"", "{\"query\":\"\\ud800\"}", "\u{feff}{}"] {
        refused(&json.send("POST", "/graphql", body.as_bytes()).await, 400, "BAD_REQUEST");
    }
    refused(&json.send("POST", "/graphql", b"{\"query\":\"\xff\"}").await, 400, "BAD_REQUEST");
    let batch = post(&client, json!([{ "query": TYPENAME }, { "query": TYPENAME }])).await;
    refused(&batch, 400, "BAD_REQUEST");
    assert!(batch.text().contains("`batch-limit`"), "{}", batch.text());
    for body in [
        json!({}),
        json!({ "query": 7 }),
        json!({ "query": TYPENAME, "variables": [] }),
        json!({ "query": TYPENAME, "operationName": {} }),
        json!({ "query": TYPENAME, "extensions": 1 }),
    ] {
        refused(&post(&client, body).await, 400, "BAD_REQUEST");
    }
    for path in ["/graphql", "/graphql?query=%7Ba%7D&query=%7Bb%7D", "/graphql?query=%7Ba%7D&variables=x"] {
        refused(&client.get(path).await, 400, "BAD_REQUEST");
    }
    let unknown = json!({ "query": TYPENAME, "id": 7, "documentId": "x" });
    assert_eq!(post(&client, unknown).await.json(), answered());
}

#[tokio::test]
async fn a_document_that_does_not_run_is_400_whatever_is_accepted() {
    let app = TestApp::start().await;
    for accept in ["application/graphql-response+json", "application/json"] {
        let client = app.client().with("accept", accept);
        for (query, code) in [
            ("{", "GRAPHQL_PARSE_FAILED"),
            ("", "GRAPHQL_PARSE_FAILED"),
            ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
            ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
            ("query ($slug: String!) { cluster(slug: $slug) { slug } }", "BAD_REQUEST"),
        ] {
            let answer = client.graphql(query, json!({ "slug": 7 })).await;
            refused(&answer, 400, code);
            assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with(accept)));
        }
    }
}

#[tokio::test]
async fn an_answer_with_data_is_200_even_beside_field_errors() {
    let app = TestApp::with_demo().await;
    for accept in ["application/graphql-response+json", "application/json"] {
        let client = app.client().with("accept", accept);
        let query = "{ good: cluster(slug: \"transport\") { slug } bad: node(id: \"x\") { id } }";
        let answer = client.graphql(query, json!({})).await;
        assert_eq!(answer.status, 200);
        let body = answer.json();
        assert_eq!(body["data"], json!({ "good": { "slug": "transport" }, "bad": null }));
        assert_eq!(body["errors"][0]["path"], json!(["bad"]));
        let keys: Vec<_> = body["errors"][0].as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys.len(), 4, "message, locations, path and extensions: {keys:?}");

        let nothing = client.graphql("{ news(first: 101) { nodes { slug } } }", json!({})).await;
        assert_eq!((nothing.status, &nothing.json()["data"]), (200, &Value::Null));
    }
}

#[tokio::test]
async fn what_is_refused_before_the_door_is_a_graphql_error_that_says_which_bound() {
    let app = TestApp::with(&["--max-body-size", "64KiB", "--body-timeout", "300ms"]).await;
    for (accept, kind) in
        [("application/graphql-response+json", RESPONSE), ("*/*", JSON), ("text/html", JSON)]
    {
        let client = app.client().with("accept", accept);
        let large = post(&client, json!({ "query": "x".repeat(100_000) })).await;
        refused(&large, 413, "LIMIT_EXCEEDED");
        let sent = json!({ "query": "x".repeat(100_000) }).to_string().len();
        let said = json!({ "code": "LIMIT_EXCEEDED", "limit": "bodySize", "allowed": 65_536, "found": sent });
        assert_eq!(large.json()["errors"][0]["extensions"], said);
        let half =
            format!("POST /graphql HTTP/1.1\r\nhost: a\r\naccept: {accept}\r\ncontent-length: 30\r\n\r\n{{");
        let slow = Answer::parse(&client.exchange(half.as_bytes()).await);
        refused(&slow, 408, "LIMIT_EXCEEDED");
        let said = &slow.json()["errors"][0]["extensions"];
        assert_eq!((&said["limit"], &said["allowed"]), (&json!("bodyTime"), &json!(300)));
        assert!(said["found"].as_u64().is_some_and(|found| found >= 300), "{said}");
        for answer in [large, slow] {
            assert_eq!(answer.header("content-type"), Some(kind), "{accept}");
            assert_eq!(answer.header("connection"), Some("close"));
            assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
        }
    }
}
