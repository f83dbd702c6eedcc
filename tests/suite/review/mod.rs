//! The review of what was sent in: who sees what of it when, and what comes of it.

mod assignment;
mod bench;
mod deciding;
mod export;
mod files;
mod judging;
mod sight;

use harness::{Client, TestApp, Value, json};

/// A call with two criteria and no form, open for long: its id.
async fn call(editor: &Client) -> String {
    let input = json!({
        "locale": "en",
        "closesAt": "2026-06-30T23:59:59Z",
        "criteria": [{ "key": "impact", "weight": 3 }, { "key": "reach", "weight": 1 }],
        "text": [{ "locale": "en", "title": "Clean air in your city" }],
    });
    let query = "mutation ($input: CreateCallInput!) { createCall(input: $input) { call { id }
        userErrors { message } } }";
    let made = ask(editor, query, json!({ "input": input })).await;
    let id = text(&made["createCall"]["call"]["id"]);
    let query = "mutation ($id: ID!) { publishCall(input: { id: $id }) { userErrors { message } } }";
    assert_eq!(ask(editor, query, json!({ "id": id })).await["publishCall"]["userErrors"], json!([]));
    id
}

/// Sends one in, with these fields over the usual ones: its id and its token.
async fn sent(sender: &Client, call: &str, title: &str, fields: Value) -> (String, String) {
    let mut input = json!({
        "call": call, "locale": "en", "title": title, "summary": "How it was done.",
        "body": { "markdown": "In **three** years." },
        "contact": { "name": "Ana Lind", "email": "ana@gothenburg.example" },
    });
    for (name, value) in fields.as_object().unwrap() {
        input[name] = value.clone();
    }
    let query = "mutation ($input: CreateSubmissionInput!) { createSubmission(input: $input) { token
        userErrors { field message } } }";
    let made = ask(sender, query, json!({ "input": input })).await;
    let token = text(&made["createSubmission"]["token"]);
    let query =
        "mutation ($token: String!) { submitSubmission(input: { token: $token, expectedVersion: 1 }) {
        submission { id } userErrors { field message } } }";
    let done = ask(sender, query, json!({ "token": token })).await;
    (text(&done["submitSubmission"]["submission"]["id"]), token)
}

/// From a city that is none of the network.
fn elsewhere() -> Value {
    json!({ "cityName": "Gothenburg", "country": "SE" })
}

/// The data of an answer without errors.
async fn ask(who: &Client, query: &str, variables: Value) -> Value {
    let answer = who.graphql(query, variables).await.json();
    assert_eq!(answer.get("errors"), None, "{query}: {answer}");
    answer["data"].clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// Runs one of the mutations of reviews and answers its payload.
async fn act(who: &Client, mutation: &str, input: Value) -> Value {
    let (kind, told) = match mutation {
        "setReviewPhases" => (
            "SetReviewPhasesInput",
            "reviewPlan { version phases { name isBlind } } conflict { currentVersion }",
        ),
        "assignReviewers" => {
            ("AssignReviewersInput", "added shares { reviewer { id } submissions } short shortCount")
        }
        "unassignReviewer" | "removeConflict" => {
            ("SubmissionReviewerInput", "submission { id reviewers { id name } conflicts { reason } }")
        }
        "declareConflict" => ("DeclareConflictInput", "declared { reviewer { id } reason }"),
        "redactSubmission" => (
            "RedactSubmissionInput",
            "submission { redaction { title summary body { html } answers submissionVersion version } }
                conflict { currentVersion }",
        ),
        "saveReview" => (
            "SaveReviewInput",
            "submission { reviews { mean version submissionVersion scores { criterion score } } }
                conflict { currentVersion fields { path } }",
        ),
        _ => ("FreezeDecisionRecordInput", "decisionRecord { number hash document frozenBy { name } }"),
    };
    let query = format!(
        "mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ {told} userErrors {{ field code message }} }} }}"
    );
    ask(who, &query, json!({ "input": input })).await[mutation].clone()
}

/// The same, which must do.
async fn done(who: &Client, mutation: &str, input: Value) -> Value {
    let payload = act(who, mutation, input).await;
    assert_eq!(payload["userErrors"], json!([]), "{mutation}: {payload}");
    payload
}

/// What a payload blames: fields with dots, and the code of each.
fn blamed(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().unwrap().iter();
    let told = |error: &Value| {
        let parts = error["field"].as_array().unwrap().iter().map(|part| part.as_str().unwrap());
        format!("{} {}", parts.collect::<Vec<_>>().join("."), error["code"].as_str().unwrap())
    };
    errors.map(told).collect()
}

/// Scores the two criteria.
async fn score(who: &Client, submission: &str, impact: i32, reach: i32) -> Value {
    let scores =
        json!([{ "criterion": "impact", "score": impact }, { "criterion": "reach", "score": reach }]);
    let input = json!({ "submission": submission, "expectedVersion": 0, "scores": scores,
                        "committeeComment": "Solid.", "submitterComment": "Well done." });
    done(who, "saveReview", input).await
}

async fn own_id(who: &Client) -> String {
    text(&ask(who, "{ viewer { id } }", json!({})).await["viewer"]["id"])
}

async fn reviewer(app: &TestApp, name: &str, more: &[&str]) -> Client {
    app.somebody(name, &[&["--role", "reviewer"], more].concat()).await
}
