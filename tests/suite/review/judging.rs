use std::time::Duration;

use harness::{TestApp, Value, json};

use super::{act, ask, blamed, call, done, elsewhere, own_id, reviewer, score, sent};

fn scores(impact: i32, reach: i32) -> Value {
    json!([{ "criterion": "impact", "score": impact }, { "criterion": "reach", "score": reach }])
}

#[tokio::test]
async fn a_review_is_taken_whole_in_its_phase_and_only_from_who_may_give_it() {
    let app = TestApp::with_demo().await;
    let (editor, admin) = (
        app.user("editor").await,
        app.somebody("santiaguina", &["--role", "editor", "--organisation", "Metro"]).await,
    );
    let (ana, ben) =
        (reviewer(&app, "ana", &[]).await, reviewer(&app, "ben", &["--organisation", "metro"]).await);
    let call = call(&editor).await;
    let contact = json!({ "name": "Lu", "email": "lu@city.example", "organisation": "METRO" });
    let fields = json!({ "cityName": "Lund", "country": "SE", "contact": contact });
    let (id, token) = sent(&app.client(), &call, "Trams", fields).await;
    let given = |version: i32, more: Value| {
        let mut input = json!({ "submission": id, "expectedVersion": version });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    for (who, input, expected) in [
        (&ana, given(0, json!({})), vec!["scores REQUIRED"]),
        (
            &ana,
            given(
                0,
                json!({ "scores": [{ "criterion": "beauty", "score": 101 }], "submitterComment": "\u{1}" }),
            ),
            vec![
                "scores.0.criterion NOT_FOUND",
                "scores.0.score INVALID",
                "scores REQUIRED",
                "submitterComment INVALID",
            ],
        ),
        (&ana, given(7, json!({ "scores": scores(1, 2) })), vec!["expectedVersion STALE_VERSION"]),
        (&ben, given(0, json!({ "scores": scores(1, 2) })), vec!["submission NOT_FOUND"]),
        (&admin, given(0, json!({ "scores": scores(1, 2) })), vec!["submission INVALID_STATE"]),
        (
            &ana,
            json!({ "submission": "submission_01h455vb4pex5vsknk084sn02q", "expectedVersion": 0 }),
            vec!["submission NOT_FOUND"],
        ),
    ] {
        assert_eq!(blamed(&act(who, "saveReview", input).await), expected);
    }
    let saved = score(&ana, &id, 80, 40).await["submission"]["reviews"][0].clone();
    assert_eq!(
        (&saved["mean"], &saved["version"], &saved["submissionVersion"]),
        (&json!(70.0), &json!(1), &json!(1))
    );
    let stale = act(&ana, "saveReview", given(0, json!({ "scores": scores(1, 40) }))).await;
    assert_eq!(
        stale["conflict"],
        json!({ "currentVersion": 1, "fields": [{ "path": ["scores", "impact"] }] }),
        "{stale}"
    );
    // What is left out stays.
    let again =
        done(&ana, "saveReview", given(1, json!({ "committeeComment": "Better than I thought." }))).await;
    assert_eq!(again["submission"]["reviews"][0]["mean"], 70.0);

    let phase = |allows: &str, from: &str, to: &str| {
        json!({ "name": "Phase", "opensAt": from, "closesAt": to,
        "allows": [allows], "othersReviews": "ALWAYS" })
    };
    let plan =
        |version: i32, phases: Value| json!({ "call": call, "expectedVersion": version, "phases": phases });
    let wrong = json!([phase("SCORE", "2026-06-01T13:00:00Z", "2026-06-01T12:00:00Z")]);
    assert_eq!(
        blamed(&act(&editor, "setReviewPhases", plan(0, wrong)).await),
        ["phases.0.closesAt INVALID_STATE"]
    );
    let talk = json!([
        phase("COMMENT", "2026-06-01T12:00:00Z", "2026-06-01T12:01:00Z"),
        phase("SCORE", "2026-06-01T12:02:00Z", "2026-06-01T12:03:00Z")
    ]);
    done(&editor, "setReviewPhases", plan(0, talk.clone())).await;
    assert_eq!(act(&editor, "setReviewPhases", plan(0, talk)).await["conflict"]["currentVersion"], 1);
    let late = act(&ana, "saveReview", given(2, json!({ "scores": scores(0, 0) }))).await;
    assert_eq!(blamed(&late), ["scores INVALID_STATE"], "in a phase for comments");
    app.pass(Duration::from_mins(1));
    let closed = act(&ana, "saveReview", given(2, json!({ "committeeComment": "No." }))).await;
    assert_eq!(blamed(&closed), ["submission INVALID_STATE"], "between phases");
    app.pass(Duration::from_mins(1));
    let silent = act(&ana, "saveReview", given(2, json!({ "committeeComment": "No." }))).await;
    assert_eq!(blamed(&silent), ["committeeComment INVALID_STATE"], "in a phase for scores");

    let withdraw = "mutation ($token: String!) { withdrawSubmission(input: { token: $token,
        expectedVersion: 2 }) { userErrors { message } } }";
    ask(&app.client(), withdraw, json!({ "token": token })).await;
    let gone = act(&ana, "saveReview", given(2, json!({ "scores": scores(0, 0) }))).await;
    assert_eq!(blamed(&gone), ["submission INVALID_STATE"], "what was withdrawn is not judged");
}

#[tokio::test]
async fn a_ranking_takes_few_statements_and_tells_whose_scores_decide() {
    let app = TestApp::start().await;
    let (editor, ana, ben) =
        (app.user("editor").await, reviewer(&app, "ana", &[]).await, reviewer(&app, "ben", &[]).await);
    let call = call(&editor).await;
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(sent(&app.client(), &call, &format!("Number {n}"), elsewhere()).await.0);
    }
    // Ana is stern and likes the first; Ben is kind and likes the second, and has a conflict with the third by now.
    for (who, of, impact) in
        [(&ana, 0, 60), (&ana, 1, 20), (&ben, 1, 100), (&ben, 0, 90), (&ben, 2, 100), (&ana, 2, 40)]
    {
        score(who, &ids[of], impact, impact).await;
    }
    let conflict =
        json!({ "submission": ids[2], "reviewer": own_id(&ben).await, "reason": "His own project." });
    assert_eq!(
        blamed(&act(&editor, "declareConflict", json!({ "submission": ids[2], "reason": " " })).await),
        ["reason REQUIRED"]
    );
    let refused = ana
        .graphql(
            "mutation ($input: DeclareConflictInput!) { declareConflict(input: $input)
        { userErrors { message } } }",
            json!({ "input": conflict }),
        )
        .await
        .json();
    assert_eq!(
        refused["errors"][0]["extensions"]["code"], "FORBIDDEN",
        "of others editors say so: {refused}"
    );
    done(&editor, "declareConflict", conflict.clone()).await;

    let query = "query ($call: ID!, $first: Int, $after: String) { ranking(call: $call, first: $first, after: $after) {
        pageInfo { hasNextPage endCursor } totalCount
        nodes { rank normalisedRank mean median spread normalisedMean reviewCount submission { id title reviews { mean } } } } }";
    let mut rows = Vec::new();
    let mut counts = Vec::new();
    let mut after = Value::Null;
    for first in [1, 3] {
        app.statements();
        let page =
            ask(&editor, query, json!({ "call": call, "first": first, "after": after })).await["ranking"]
                .clone();
        counts.push(app.statements().len());
        assert_eq!((&page["totalCount"], &page["pageInfo"]["hasNextPage"]), (&json!(4), &json!(first == 1)));
        after = page["pageInfo"]["endCursor"].clone();
        rows.extend(page["nodes"].as_array().unwrap().clone());
    }
    // Who asks; plan, submissions, reviews, conflicts and criteria; the page; its reviews and their criteria.
    assert_eq!(counts, [9, 9]);
    let told: Vec<Value> = rows
        .iter()
        .map(|row| json!([row["submission"]["title"], row["rank"], row["mean"], row["reviewCount"]]))
        .collect();
    assert_eq!(
        json!(told),
        json!([
            ["Number 0", 1, 75.0, 2],
            ["Number 1", 2, 60.0, 2],
            ["Number 2", 3, 40.0, 1],
            ["Number 3", null, null, 0]
        ])
    );
    assert_eq!((&rows[1]["median"], &rows[1]["spread"]), (&json!(60.0), &json!(40.0)));
    let without = "query ($call: ID!) { rankingWithoutReviewers(call: $call, top: 1) { reviewer { name }
        changesTop moveCount moves { submissionId rank rankWithout } } }";
    let without = ask(&editor, without, json!({ "call": call })).await["rankingWithoutReviewers"].clone();
    let ana =
        without.as_array().unwrap().iter().find(|one| one["reviewer"]["name"] == "ana").unwrap().clone();
    assert_eq!((&ana["changesTop"], &ana["moveCount"]), (&json!(true), &json!(3)), "{without}");
    assert_eq!(
        ana["moves"][2],
        json!({ "submissionId": ids[2], "rank": 3, "rankWithout": null }),
        "{without}"
    );
    let by = "query ($call: ID!, $after: String) { ranking(call: $call, orderBy: NORMALISED_MEAN, first: 2, after: $after) {
        pageInfo { endCursor } nodes { normalisedRank rank } } }";
    let first = ask(&editor, by, json!({ "call": call })).await["ranking"].clone();
    let next = json!({ "call": call, "after": first["pageInfo"]["endCursor"] });
    let rest = ask(&editor, by, next.clone()).await["ranking"].clone();
    let ranks = [first["nodes"].as_array().unwrap().as_slice(), rest["nodes"].as_array().unwrap()].concat();
    let ranks: Vec<_> = ranks.iter().map(|row| row["normalisedRank"].as_i64().unwrap_or(9)).collect();
    assert!(ranks.len() == 4 && ranks.is_sorted(), "{first} {rest}");
    let refused = editor.graphql(query, next).await.json();
    assert_eq!(
        refused["errors"][0]["extensions"]["code"], "BAD_REQUEST",
        "a cursor of another order: {refused}"
    );
    // Taken back, it counts again.
    let pair = json!({ "submission": ids[2], "reviewer": conflict["reviewer"] });
    done(&editor, "removeConflict", pair.clone()).await;
    assert_eq!(blamed(&act(&editor, "removeConflict", pair).await), ["reviewer NOT_FOUND"]);
    let page = ask(&editor, query, json!({ "call": call })).await["ranking"].clone();
    assert_eq!(page["nodes"][1]["submission"]["title"], "Number 2", "{page}");
}
