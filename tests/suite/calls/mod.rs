//! Calls for submissions: what they ask, until when, and what became of the deadline.

mod deadline;
mod extension;
mod form;

use harness::{Client, TestApp, Value, json};

use crate::workflow::act;

const CALL: &str = "call { id version status closesAt closesAtLocal timeZone }";

/// A call in draft with these fields beside a title and a deadline: its payload.
async fn drafted(who: &Client, fields: Value) -> Value {
    let mut input = json!({ "locale": "en", "slug": "send-in", "closesAt": "2026-09-01T00:00:00Z",
                            "text": [{ "locale": "en", "title": "Send in" }] });
    for (name, value) in fields.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    act(who, "createCall", CALL, input).await
}

/// The same, published: its id.
async fn published(who: &Client, fields: Value) -> Value {
    let made = drafted(who, fields).await;
    assert_eq!(told(&made), [""; 0]);
    let id = made["call"]["id"].clone();
    let live = act(who, "publishCall", CALL, json!({ "id": id })).await;
    assert_eq!(live["call"]["status"], "PUBLISHED", "{live}");
    id
}

/// What anybody reads of the call.
async fn read(app: &TestApp, selection: &str) -> Value {
    let answer = app.graphql(&format!("{{ call(slug: \"send-in\") {{ {selection} }} }}"), json!({})).await;
    answer["data"]["call"].clone()
}

/// The user errors of a payload, each as `path: CODE message`.
fn told(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().expect("a payload has user errors").iter();
    let told = errors.map(|error| {
        let path: Vec<_> = error["field"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        format!(
            "{}: {} {}",
            path.join("."),
            error["code"].as_str().unwrap(),
            error["message"].as_str().unwrap()
        )
    });
    told.collect()
}
