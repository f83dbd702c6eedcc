use harness::{Client, TestApp, Value, json};

use super::decision::{DEADLINE, LATE, accepted, done};
use super::{call_until, full, submitted};

const OUTCOME: &str = "outcome { practiceId cityId clusterId at }";

async fn ask(who: &Client, query: &str, variables: Value) -> Value {
    who.graphql(query, variables).await.json()
}

/// What came of a submission, as somebody sees it.
async fn outcome(who: &Client, id: &Value) -> Value {
    let query = format!("query ($id: ID!) {{ submission(id: $id) {{ {OUTCOME} }} }}");
    let answer = ask(who, &query, json!({ "id": id })).await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"]["submission"]["outcome"].clone()
}

/// The ids of what became this practice, or why that is not told.
async fn became(who: &Client, practice: &Value, call: &Value) -> Value {
    let query =
        "query ($filter: SubmissionFilter) { submissions(filter: $filter) { totalCount nodes { id } } }";
    let answer = ask(who, query, json!({ "filter": { "practice": practice, "call": call } })).await;
    if answer.get("errors").is_some() {
        return answer["errors"][0]["extensions"]["code"].clone();
    }
    let nodes = answer["data"]["submissions"]["nodes"].as_array().unwrap();
    assert_eq!(answer["data"]["submissions"]["totalCount"], nodes.len(), "{answer}");
    nodes.iter().map(|node| node["id"].clone()).collect()
}

#[tokio::test]
async fn what_came_of_a_submission_is_told_both_ways_to_those_who_may_see_both() {
    let app = TestApp::with_demo().await;
    let (editor, sender, reviewer) = (app.user("editor").await, app.client(), app.user("reviewer").await);
    let ben = app.somebody("ben", &["--role", "reviewer", "--city", "xiamen"]).await;
    let query = "{ city(slug: \"xiamen\") { id } cluster(slug: \"waste\") { id } }";
    let known = ask(&editor, query, json!({})).await["data"].clone();
    let (city, cluster) = (known["city"]["id"].clone(), known["cluster"]["id"].clone());
    let call = call_until(&editor, DEADLINE).await;
    let mut whole = full(&call);
    (whole["city"], whole["cityName"], whole["country"]) = (city.clone(), json!(null), json!(null));
    let (token, one) = submitted(&sender, whole.clone()).await;
    let mut wish = whole.clone();
    (wish["call"], wish["cluster"], wish["answers"]) = (json!(null), cluster.clone(), json!({}));
    let (_, member) = submitted(&sender, wish).await;
    whole["consents"] = json!([]);
    let (_, silent) = submitted(&sender, whole).await;
    app.pass(LATE);
    let decisions = [&one, &silent, &member].map(accepted);
    done(&editor, "prepareDecisions", json!({ "decisions": decisions })).await;
    let as_of = "2026-06-01T12:06:00Z";
    done(&editor, "releaseDecisions", json!({ "call": call, "asOf": as_of })).await;
    done(&editor, "releaseDecisions", json!({ "cluster": cluster, "asOf": as_of })).await;

    let query = "query ($call: String!) { practices(view: DRAFT, filter: { call: $call }) { nodes { id } } }";
    let made = ask(&editor, query, json!({ "call": "clean-air-in-your-city" })).await;
    let practice = made["data"]["practices"]["nodes"][0]["id"].clone();
    let whole = json!({ "practiceId": practice, "cityId": null, "clusterId": null, "at": "2026-06-01T12:06:00.000Z" });
    let joined = json!({ "practiceId": null, "cityId": city, "clusterId": cluster, "at": whole["at"] });
    let call = json!(call);
    for (who, of, expected) in [
        (&editor, &one, &whole),
        (&editor, &silent, &json!(null)),
        (&editor, &member, &joined),
        (&reviewer, &one, &json!(null)),
        (&reviewer, &member, &joined),
        (&ben, &member, &json!(null)),
    ] {
        assert_eq!(outcome(who, &of["id"]).await, *expected);
    }
    let query = format!("query ($token: String!) {{ submission(token: $token) {{ {OUTCOME} }} }}");
    let own = ask(&sender, &query, json!({ "token": token })).await;
    assert_eq!(own["data"]["submission"]["outcome"], whole, "{own}");
    let found = json!([one["id"]]);
    assert_eq!(became(&editor, &practice, &json!(null)).await, found);
    assert_eq!(became(&reviewer, &practice, &call).await, "BAD_REQUEST", "it is a draft");

    let publish = "mutation ($id: ID!) { publishPractice(input: { id: $id }) { userErrors { message } } }";
    ask(&editor, publish, json!({ "id": practice })).await;
    assert_eq!(outcome(&reviewer, &one["id"]).await, whole);
    assert_eq!(became(&reviewer, &practice, &call).await, found);
    assert_eq!(became(&reviewer, &practice, &json!(null)).await, "BAD_REQUEST", "one call may be blind");
    assert_eq!(became(&ben, &practice, &call).await, json!([]), "it is of his city");
    assert_eq!(became(&sender, &practice, &call).await, "UNAUTHENTICATED");
    check_statements(&app, &reviewer).await;

    let phase = json!({ "name": "All", "opensAt": "2026-06-01T12:00:00Z", "closesAt": "2026-06-02T12:00:00Z",
        "othersReviews": "NEVER", "isBlind": true, "allows": ["COMMENT"] });
    let query = "mutation ($input: SetReviewPhasesInput!) { setReviewPhases(input: $input) { userErrors { message } } }";
    let input = json!({ "input": { "call": call, "expectedVersion": 0, "phases": [phase] } });
    ask(&editor, query, input).await;
    assert_eq!(outcome(&reviewer, &one["id"]).await, json!(null), "a practice names its city");
    assert_eq!(became(&reviewer, &practice, &call).await, "BAD_REQUEST");
    assert_eq!(outcome(&editor, &one["id"]).await, whole);
}

/// However many there are on a page.
async fn check_statements(app: &TestApp, reviewer: &Client) {
    let query = format!("query ($n: Int) {{ submissions(first: $n) {{ nodes {{ {OUTCOME} }} }} }}");
    let mut counts = Vec::new();
    for n in [2, 3] {
        app.statements();
        let answer = ask(reviewer, &query, json!({ "n": n })).await;
        assert_eq!(answer["data"]["submissions"]["nodes"].as_array().unwrap().len(), n, "{answer}");
        counts.push(app.statements().len());
    }
    // Who asks, the page, the phases, what came of them, and one for each kind of thing that is live.
    assert!(counts[0] <= 7 && counts[1] <= 7, "{counts:?}");
}
