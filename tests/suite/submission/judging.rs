use std::time::Duration;

use harness::{TestApp, json};

use super::{begun, call, full, submitted};

const LIST: &str = "query ($filter: SubmissionFilter, $first: Int, $after: String) {
    submissions(filter: $filter, first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { id title state contact { email } versions { number } } } }";

#[tokio::test]
async fn those_who_judge_see_what_was_submitted_and_no_draft() {
    let app = TestApp::start().await;
    let (sender, reviewer) = (app.client(), app.user("reviewer").await);
    let call = call(&app.user("editor").await).await;
    begun(&sender, full(&call)).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        app.pass(Duration::from_secs(1));
        let (_, sent) = submitted(&sender, full(&call)).await;
        ids.insert(0, sent["id"].clone());
    }
    let variables = json!({ "filter": { "call": call, "states": ["SUBMITTED"] }, "first": 2 });
    let first = reviewer.graphql(LIST, variables.clone()).await.json()["data"]["submissions"].clone();
    assert_eq!(
        (&first["totalCount"], &first["pageInfo"]["hasNextPage"]),
        (&json!(3), &json!(true)),
        "{first}"
    );
    assert_eq!(first["nodes"][0]["contact"]["email"], "ana@gothenburg.example");
    let mut next = variables;
    next["after"] = first["pageInfo"]["endCursor"].clone();
    let last = reviewer.graphql(LIST, next).await.json()["data"]["submissions"].clone();
    let seen = [first["nodes"].as_array().unwrap().as_slice(), last["nodes"].as_array().unwrap()].concat();
    assert_eq!(seen.iter().map(|node| node["id"].clone()).collect::<Vec<_>>(), ids);
    let (token, sent) = submitted(&sender, full(&call)).await;
    let change = json!({ "token": token, "expectedVersion": 2, "title": "Trams for all" });
    super::act(&sender, "updateSubmission", change).await;
    let one = "query ($id: ID!) { submission(id: $id) { title state versions { number } } }";
    let seen = reviewer.graphql(one, json!({ "id": sent["id"] })).await.json()["data"]["submission"].clone();
    let whole = json!({ "title": "Trams for all", "state": "SUBMITTED", "versions": [{ "number": 1 }, { "number": 2 }] });
    assert_eq!(seen, whole, "what they see is what was submitted last");
    let none = json!({ "filter": { "states": ["WITHDRAWN"] } });
    assert_eq!(reviewer.graphql(LIST, none).await.json()["data"]["submissions"]["totalCount"], 0);
}

#[tokio::test]
async fn a_page_of_submissions_takes_as_many_statements_as_one_submission() {
    let app = TestApp::start().await;
    let (sender, reviewer) = (app.client(), app.user("reviewer").await);
    let call = call(&app.user("editor").await).await;
    for _ in 0..5 {
        submitted(&sender, full(&call)).await;
    }
    let mut counts = Vec::new();
    for first in [1, 5] {
        app.statements();
        let answer = reviewer.graphql(LIST, json!({ "first": first })).await.json();
        assert_eq!(answer["data"]["submissions"]["nodes"].as_array().unwrap().len(), first);
        counts.push(app.statements().len());
    }
    // Who asks; the page with its contacts; the phases of its calls; the count; the versions.
    assert_eq!(counts, [5, 5]);
}

#[tokio::test]
async fn whoever_does_not_judge_finds_no_submission_but_with_its_token() {
    let app = TestApp::with_demo().await;
    let (call, sender) = (call(&app.user("editor").await).await, app.client());
    let (token, sent) = submitted(&sender, full(&call)).await;
    let query = "query ($id: ID!) { submission(id: $id) { title } }";
    for (who, expected) in [(app.client(), "UNAUTHENTICATED"), (app.focal_point("xiamen").await, "FORBIDDEN")]
    {
        let answer = who.graphql(query, json!({ "id": sent["id"] })).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], expected, "{answer}");
        assert_eq!(answer["data"]["submission"], json!(null));
    }
    let reviewer = app.user("reviewer").await;
    let seen = reviewer.graphql(query, json!({ "id": sent["id"] })).await.json();
    assert_eq!(seen["data"]["submission"]["title"], "Trams for everybody");
    let draft = begun(&sender, full(&call)).await;
    let own = super::own(&sender, &draft).await;
    let hidden = reviewer.graphql(query, json!({ "id": own["id"] })).await.json();
    assert_eq!(hidden, json!({ "data": { "submission": null } }), "a draft does not exist for them");
    let wrong = "query ($token: String!) { submission(token: $token) { title } }";
    let nothing = sender.graphql(wrong, json!({ "token": format!("{token}x") })).await.json();
    assert_eq!(nothing, json!({ "data": { "submission": null } }));
}
