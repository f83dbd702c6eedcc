//! What cities send in, from the first word to the decision.

mod attachment;
mod deadline;
mod decision;
mod export;
mod flood;
mod hostile;
mod judging;
mod outcome;
mod plain;
mod privacy;
mod receipt;
mod sending;
mod twice;

use harness::{Client, Value, json};

/// What is asked of a submission.
const SUBMISSION: &str = "id kind state reference version title answers cityName consents formChanged
    contact { name email phone organisation } submittedAt versions { number at hash } history { state actor reason }";

/// An open call with two questions, and its id.
async fn call(editor: &Client) -> String {
    call_until(editor, "2026-06-30T23:59:59Z").await
}

/// The same with its deadline.
async fn call_until(editor: &Client, closes_at: &str) -> String {
    let input = json!({
        "locale": "en",
        "closesAt": closes_at,
        "form": form(),
        "text": [{ "locale": "en", "title": "Clean air in your city" }],
    });
    let query = "mutation ($input: CreateCallInput!) { createCall(input: $input) {
        call { id } userErrors { field message } } }";
    let made = editor.graphql(query, json!({ "input": input })).await.json();
    let id = made["data"]["createCall"]["call"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    let query = "mutation ($id: ID!) { publishCall(input: { id: $id }) { userErrors { message } } }";
    let published = editor.graphql(query, json!({ "id": id })).await.json();
    assert_eq!(published["data"]["publishCall"]["userErrors"], json!([]), "{published}");
    id
}

fn form() -> Value {
    json!({
        "type": "object",
        "properties": {
            "budget": { "type": "integer", "minimum": 0 },
            "lessons": { "type": "string", "maxLength": 4000 },
        },
        "required": ["budget"],
        "additionalProperties": false,
    })
}

/// All that is needed of what is submitted.
fn full(call: &str) -> Value {
    json!({
        "call": call,
        "locale": "en",
        "title": "Trams for everybody",
        "summary": "How a line was built in three years.",
        "body": { "markdown": "We began with **one** street." },
        "cityName": "Gothenburg",
        "country": "SE",
        "sdgs": [11, 13],
        "answers": { "budget": 1_200_000 },
        "contact": { "name": "Ana Lind", "email": "ana@gothenburg.example", "phone": "+46 31 123 45 67" },
        "consents": ["TEXT", "ORGANISATION"],
    })
}

/// Runs one of the mutations and answers its payload.
async fn act(who: &Client, mutation: &str, input: Value) -> Value {
    let kind = match mutation {
        "submitSubmission" => "SubmissionInput".to_owned(),
        _ => format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]),
    };
    let rest =
        if mutation == "createSubmission" { "token" } else { "conflict { currentVersion fields { path } }" };
    let query = format!(
        "mutation ($input: {kind}!) {{ {mutation}(input: $input) {{
             submission {{ {SUBMISSION} }} userErrors {{ field code message }} {rest} }} }}"
    );
    let answer = who.graphql(&query, json!({ "input": input })).await.json();
    assert_eq!(answer.get("errors"), None, "{mutation}: {answer}");
    answer["data"][mutation].clone()
}

/// Begins one, which must do: its token.
async fn begun(who: &Client, input: Value) -> String {
    let payload = act(who, "createSubmission", input).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    payload["token"].as_str().unwrap().to_owned()
}

async fn submit(who: &Client, token: &str, version: u32) -> Value {
    act(who, "submitSubmission", json!({ "token": token, "expectedVersion": version })).await
}

/// One that was submitted: its token and itself.
async fn submitted(who: &Client, input: Value) -> (String, Value) {
    let token = begun(who, input).await;
    let payload = submit(who, &token, 1).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    (token, payload["submission"].clone())
}

/// As its sender sees it.
async fn own(who: &Client, token: &str) -> Value {
    let query = format!(
        "query ($token: String!) {{ submission(token: $token) {{ {SUBMISSION} body {{ html text }} }} }}"
    );
    let answer = who.graphql(&query, json!({ "token": token })).await.json();
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"]["submission"].clone()
}

/// The fields that a payload blames, as paths with dots.
fn blamed(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().unwrap().iter();
    let path = |error: &Value| {
        let parts = error["field"].as_array().unwrap().iter();
        parts.map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join(".")
    };
    errors.map(path).collect()
}
