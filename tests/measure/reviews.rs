//! What the ranking of a large call costs.

use std::error::Error;

use harness::load::{Load, SIGN_IN, Server, add_user, request_as};
use harness::{Client, PASSWORD, TestDatabase, Value, json, multiply_submissions};

use crate::{Done, ask};

const SUBMISSIONS: u32 = 2_000;
const REVIEWERS: [&str; 3] = ["ana", "ben", "cem"];

const RANKING: &str = "query ($call: ID!) { ranking(call: $call, first: 20) { totalCount nodes {
    rank mean median spread normalisedMean normalisedRank reviewCount submission { reference title } } } }";
const WITHOUT: &str = "query ($call: ID!) { rankingWithoutReviewers(call: $call) { changesTop moveCount } }";
const CALL: &str = "mutation { createCall(input: { locale: \"en\", closesAt: \"2100-01-01T00:00:00Z\",
    criteria: [{ key: \"impact\", weight: 3 }, { key: \"reach\", weight: 1 }],
    text: [{ locale: \"en\", title: \"Clean air\" }] }) { call { id } } }";
const PUBLISH: &str = "mutation ($id: ID!) { publishCall(input: { id: $id }) { call { id } } }";
const CREATE: &str = "mutation ($call: ID!) { createSubmission(input: { call: $call, locale: \"en\", title: \"Trams\",
    cityName: \"Lund\", country: \"SE\", contact: { name: \"Ana\", email: \"ana@lund.example\" } }) { token } }";
const SUBMIT: &str = "mutation ($token: String!) {
    submitSubmission(input: { token: $token, expectedVersion: 1 }) { submission { id } } }";
const SCORE: &str = "mutation ($id: ID!) { saveReview(input: { submission: $id, expectedVersion: 0,
    scores: [{ criterion: \"impact\", score: 1 }, { criterion: \"reach\", score: 1 }] }) { userErrors { message } } }";

/// Of 2,000 submissions with three reviews each; the reviewer is bound by the phases, the editor by none.
pub async fn measure() -> Done {
    let folder = tempfile::tempdir()?;
    let database = TestDatabase::migrated(folder.path()).await;
    let server = Server::start(&database.url, folder.path()).await?;
    let anonymous = Client::new(server.address);
    let editor = signed_in(&database, &anonymous, "editor", "editor").await?;
    let call = found(&bearer(&anonymous, &editor), CALL, json!({}), "/createCall/call/id").await?;
    found(&bearer(&anonymous, &editor), PUBLISH, json!({ "id": call }), "/publishCall/call/id").await?;
    let token = found(&anonymous, CREATE, json!({ "call": call }), "/createSubmission/token").await?;
    let id = found(&anonymous, SUBMIT, json!({ "token": token }), "/submitSubmission/submission/id").await?;
    let mut reviewer = String::new();
    for name in REVIEWERS {
        reviewer = signed_in(&database, &anonymous, name, "reviewer").await?;
        found(&bearer(&anonymous, &reviewer), SCORE, json!({ "id": id }), "/saveReview").await?;
    }
    multiply_submissions(&database.url, SUBMISSIONS - 1).await;
    println!("\n{SUBMISSIONS} submissions with {} reviews each", REVIEWERS.len());
    for (name, token, query) in [
        ("Ranking, for an editor", &editor, RANKING),
        ("Ranking, for a reviewer", &reviewer, RANKING),
        ("Ranking without each reviewer", &editor, WITHOUT),
    ] {
        let body = json!({ "query": query, "variables": { "call": call } }).to_string();
        let mut load = Load::connect(server.address).await?;
        ask(&server, name, &mut load, &request_as(token, "/graphql", &body)).await?;
    }
    Ok(())
}

fn bearer(client: &Client, token: &str) -> Client {
    client.clone().with("authorization", &format!("Bearer {token}"))
}

async fn signed_in(
    database: &TestDatabase,
    client: &Client,
    name: &str,
    role: &str,
) -> Result<String, Box<dyn Error>> {
    let email = format!("{name}@example.org");
    add_user(&database.url, &email, role);
    let asked = json!({ "email": email, "password": PASSWORD });
    let token = found(client, SIGN_IN, asked, "/signIn/session/accessToken").await?;
    Ok(token.as_str().ok_or("a token is a text")?.to_owned())
}

/// What stands at a place of the data.
async fn found(client: &Client, query: &str, variables: Value, place: &str) -> Result<Value, Box<dyn Error>> {
    let answer = client.graphql(query, variables).await.json();
    let value = answer["data"].pointer(place).filter(|value| !value.is_null());
    Ok(value.ok_or_else(|| format!("{query}: {answer}"))?.clone())
}
