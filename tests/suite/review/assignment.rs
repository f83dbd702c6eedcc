use harness::{Client, TestApp, Value, json};

use super::{act, ask, blamed, call, done, elsewhere, own_id, reviewer, score, sent};

async fn queue(who: &Client) -> usize {
    let found =
        ask(who, "{ reviewQueue { totalCount nodes { id } } }", json!({})).await["reviewQueue"].clone();
    assert_eq!(found["totalCount"], json!(found["nodes"].as_array().unwrap().len()));
    found["nodes"].as_array().unwrap().len()
}

#[tokio::test]
async fn submissions_are_spread_evenly_and_nobody_gets_what_they_must_not_judge() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let mut people = Vec::new();
    for name in ["ana", "ben", "cem"] {
        people.push(reviewer(&app, name, &[]).await);
    }
    let mut ids = Vec::new();
    for who in &people {
        ids.push(own_id(who).await);
    }
    let call = call(&editor).await;
    let mut sent_in = Vec::new();
    for n in 0..5 {
        sent_in.push(sent(&app.client(), &call, &format!("Number {n}"), elsewhere()).await.0);
    }
    for id in &sent_in[..2] {
        let conflict = json!({ "submission": id, "reason": "I advised them." });
        done(&people[0], "declareConflict", conflict).await;
    }
    let one = "submission_01h455vb4pex5vsknk084sn02q";
    for (input, expected) in [
        (json!({ "reviewers": ids }), vec!["call REQUIRED"]),
        (json!({ "reviewers": ids, "call": call, "submissions": [] }), vec!["call INVALID_STATE"]),
        (json!({ "reviewers": [], "call": call }), vec!["reviewers REQUIRED"]),
        (
            json!({ "reviewers": [ids[0], ids[0]], "call": call, "each": 3 }),
            vec!["reviewers.1 INVALID", "each INVALID"],
        ),
        (
            json!({ "reviewers": ["user_01h455vb4pex5vsknk084sn02q"], "call": call }),
            vec!["reviewers.0 NOT_FOUND"],
        ),
        (json!({ "reviewers": ids, "submissions": [sent_in[0], one] }), vec!["submissions.1 NOT_FOUND"]),
    ] {
        assert_eq!(blamed(&act(&editor, "assignReviewers", input).await), expected);
    }
    let input = json!({ "reviewers": ids, "call": call, "each": 2 });
    let given = done(&editor, "assignReviewers", input.clone()).await;
    let mut shares: Vec<i64> = given["shares"]
        .as_array()
        .unwrap()
        .iter()
        .map(|share| share["submissions"].as_i64().unwrap())
        .collect();
    shares.sort_unstable();
    assert_eq!((&given["added"], shares.as_slice()), (&json!(10), [3, 3, 4].as_slice()), "{given}");
    assert_eq!(done(&editor, "assignReviewers", input).await["added"], 0, "it is the same way each time");

    // By hand; whoever has a conflict stays out, and that is told.
    let by_hand = json!({ "reviewers": ids, "submissions": [sent_in[0], sent_in[2]] });
    let given = done(&editor, "assignReviewers", by_hand).await;
    assert_eq!((&given["short"], &given["shortCount"]), (&json!([sent_in[0]]), &json!(1)), "{given}");
    let before = queue(&people[1]).await;
    score(&people[1], &sent_in[2], 50, 50).await;
    assert_eq!(queue(&people[1]).await, before - 1, "what is done is on no queue");
    let pair = json!({ "submission": sent_in[2], "reviewer": ids[2] });
    let left = done(&editor, "unassignReviewer", pair.clone()).await["submission"]["reviewers"].clone();
    assert!(left.as_array().unwrap().iter().all(|one| one["name"] != "cem"), "{left}");
    assert_eq!(blamed(&act(&editor, "unassignReviewer", pair).await), ["reviewer NOT_FOUND"]);
    // Declaring a conflict takes it off the queue, too.
    let before = queue(&people[0]).await;
    done(&people[0], "declareConflict", json!({ "submission": sent_in[2], "reason": "Now I know them." }))
        .await;
    assert_eq!(queue(&people[0]).await, before - 1);

    // What asks to join a cluster is judged by words alone.
    let cluster = cluster(&editor).await;
    let fields = json!({ "call": null, "cluster": cluster, "cityName": "Lund", "country": "SE" });
    let (wish, _) = sent(&app.client(), &call, "We want to join", fields).await;
    let given = done(&editor, "assignReviewers", json!({ "reviewers": [ids[2]], "cluster": cluster })).await;
    assert_eq!(given["added"], 1, "{given}");
    let before = queue(&people[2]).await;
    done(
        &people[2],
        "saveReview",
        json!({ "submission": wish, "expectedVersion": 0, "committeeComment": "Yes." }),
    )
    .await;
    assert_eq!(queue(&people[2]).await, before - 1);
}

async fn cluster(editor: &Client) -> String {
    let input = json!({ "locale": "en", "text": [{ "locale": "en", "title": "Transport" }] });
    let query = "mutation ($input: CreateClusterInput!) { createCluster(input: $input) { cluster { id }
        userErrors { message } } }";
    let made: Value = ask(editor, query, json!({ "input": input })).await;
    let id = super::text(&made["createCluster"]["cluster"]["id"]);
    let query = "mutation ($id: ID!) { publishCluster(input: { id: $id }) { userErrors { message } } }";
    ask(editor, query, json!({ "id": id })).await;
    id
}
