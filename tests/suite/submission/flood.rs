//! Those who send in too much, and the last moment before a deadline.

use std::collections::HashSet;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use harness::{Client, TestApp, Value, json};
use tokio::task::JoinSet;

use super::{act, begun, blamed, call, call_until, full};

const PATH: &str = "/v1/calls/clean-air-in-your-city/submissions";

fn sent() -> Value {
    let mut input = full("");
    input.as_object_mut().unwrap().remove("call");
    input
}

#[tokio::test]
async fn an_address_begins_so_many_and_then_waits_and_others_do_not() {
    let app = TestApp::with(&["--submissions-per-address", "2", "--trusted-proxies", "127.0.0.0/8"]).await;
    let call = call(&app.user("editor").await).await;
    let from = |address: &str| app.client().with("x-forwarded-for", address);
    let (one, other) = (from("192.0.2.1"), from("192.0.2.2"));
    for _ in 0..5 {
        let refused =
            act(&one, "createSubmission", json!({ "call": call, "locale": "en", "sdgs": [99] })).await;
        assert_eq!(blamed(&refused), ["sdgs.0"], "what is refused does not count");
    }
    let mut keyed = full(&call);
    keyed["idempotencyKey"] = json!("0197-2c1e-4f60-8d10-5ab4");
    begun(&one, keyed.clone()).await;
    begun(&one, full(&call)).await;
    begun(&one, keyed).await;
    let refused = one.post(PATH, &sent()).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("1")), "{}", refused.text());
    let query = "mutation ($input: CreateSubmissionInput!) { createSubmission(input: $input) { token } }";
    let refused = one.graphql(query, json!({ "input": full(&call) })).await.json();
    assert_eq!(refused["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{refused}");
    begun(&other, full(&call)).await;
    app.pass(Duration::from_mins(10));
    begun(&one, full(&call)).await;
}

#[tokio::test]
async fn a_call_takes_so_many_and_robots_are_told_from_people() {
    let app = TestApp::with(&["--submissions-per-call", "2"]).await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let mut filled = sent();
    filled["website"] = json!("https://spam.example");
    let refused = sender.post(PATH, &filled).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!("#/website")));
    filled["website"] = json!("");
    assert_eq!(sender.post(PATH, &filled).await.status, 201);
    begun(&sender, full(&call)).await;
    let refused = act(&sender, "createSubmission", full(&call)).await;
    assert_eq!(
        (blamed(&refused), &refused["userErrors"][0]["code"]),
        (vec!["call".to_owned()], &json!("TOO_MANY"))
    );
    assert_eq!(sender.get("/v1/challenge").await.status, 404, "none is asked for");
}

/// As the widget solves it.
async fn solved(sender: &Client) -> String {
    let challenge = sender.get("/v1/challenge").await.json();
    let text = |field: &str| challenge[field].as_str().unwrap_or_else(|| panic!("{challenge}")).to_owned();
    let hash = |number: &u64| {
        let hash = digest(&SHA256, format!("{}{number}", text("salt")).as_bytes());
        hash.as_ref().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
            == text("challenge")
    };
    let number = (0..=challenge["maxnumber"].as_u64().unwrap()).find(hash).unwrap();
    let solution = json!({ "algorithm": text("algorithm"), "challenge": text("challenge"), "number": number,
        "salt": text("salt"), "signature": text("signature"), "took": 3 });
    STANDARD.encode(solution.to_string())
}

#[tokio::test]
async fn where_work_is_asked_for_each_submission_takes_its_own() {
    let app = TestApp::with(&["--proof-of-work", "200"]).await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let with = |solution: &str| {
        let mut input = full(&call);
        input["altcha"] = json!(solution);
        input
    };
    let mut wrong = full(&call);
    wrong["sdgs"] = json!([99]);
    let refused = act(&sender, "createSubmission", wrong).await;
    assert_eq!(blamed(&refused), ["sdgs.0", "altcha"], "told with all the rest");
    let solution = solved(&sender).await;
    begun(&sender, with(&solution)).await;
    for (solution, code) in [(&*solution, "TAKEN"), ("bm90aGluZw==", "INVALID")] {
        let refused = act(&sender, "createSubmission", with(solution)).await;
        assert_eq!(
            (blamed(&refused), &refused["userErrors"][0]["code"]),
            (vec!["altcha".to_owned()], &json!(code))
        );
    }
    let late = solved(&sender).await;
    app.pass(Duration::from_mins(21));
    let refused = act(&sender, "createSubmission", with(&late)).await;
    assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains("expired"), "{refused}");
    let mut plain = sent();
    plain["altcha"] = json!(solved(&sender).await);
    assert_eq!(sender.post(PATH, &plain).await.status, 201);
    assert_eq!(app.database().count("spent_challenge").await, 2);
}

#[tokio::test]
async fn of_many_who_send_at_the_last_moment_none_is_lost_doubled_or_late() {
    const CLIENTS: usize = 24;
    let app = TestApp::with(&["--submissions-per-address", "1000"]).await;
    call_until(&app.user("editor").await, "2026-06-01T12:00:10Z").await;
    let mut senders = JoinSet::new();
    for client in 0..CLIENTS {
        let (sender, mut input) = (app.client(), sent());
        input["title"] = json!(format!("Trams {client}"));
        senders.spawn(async move {
            let mut told = Vec::new();
            for number in 0..5 {
                input["idempotencyKey"] = json!(format!("the-same-key-{client:03}-{number:03}"));
                for _ in 0..2 {
                    let answer = sender.post(PATH, &input).await;
                    told.push((answer.status, answer.json()["id"].clone()));
                }
            }
            told
        });
    }
    // The clock goes past the deadline while they send.
    let half = "submission where submitted_at is not null";
    harness::eventually(async || app.database().count(half).await >= 40).await;
    app.pass(Duration::from_secs(10));
    let told: Vec<_> = senders.join_all().await.concat();
    let taken: HashSet<&str> = told.iter().filter_map(|(_, id)| id.as_str()).collect();
    assert!(told.iter().all(|(status, _)| [201, 409].contains(status)), "{told:?}");
    assert_eq!(told.len(), CLIENTS * 10);
    assert_eq!(usize::try_from(app.database().count("submission").await).unwrap(), taken.len());
    let late = "submission s join call c on c.id = s.call_id where s.submitted_at >= c.closes_at";
    assert_eq!(app.database().count(late).await, 0);
    assert_eq!(app.database().texts("select distinct reference from submission").await.len(), taken.len());
}
