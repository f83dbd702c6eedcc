use std::time::Duration;

use harness::{Client, TestApp, Value, json, mails};

use super::receipt::Post;
use super::{act, begun, blamed, call_until, full, own, submit, submitted};

pub const DEADLINE: &str = "2026-06-01T12:05:00Z";
/// After the deadline of these calls, and while who signed in still is.
pub const LATE: Duration = Duration::from_mins(6);

/// Runs one of the mutations of those who decide and answers its payload.
async fn decide(who: &Client, mutation: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let rest = match mutation {
        "startReview" => "started",
        "releaseDecisions" => "shortlisted accepted rejected practices mails",
        "reopenSubmission" => "submission { state }",
        _ => "submissions { reference decision { state reason mail { subject text isWritten } preparedAt } }",
    };
    let query = format!(
        "mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ {rest} userErrors {{ field code message }} }} }}"
    );
    let answer = who.graphql(&query, json!({ "input": input })).await.json();
    assert_eq!(answer.get("errors"), None, "{mutation}: {answer}");
    answer["data"][mutation].clone()
}

pub async fn done(who: &Client, mutation: &str, input: Value) -> Value {
    let payload = decide(who, mutation, input).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    payload
}

pub fn accepted(sent: &Value) -> Value {
    json!({ "submission": sent["id"], "state": "ACCEPTED" })
}

#[tokio::test]
async fn decisions_are_prepared_unseen_and_released_together_with_their_mails() {
    let post = Post::start().await;
    let (app, sender) = (&post.app, post.app.client());
    let (editor, reviewer) = (app.user("editor").await, app.user("reviewer").await);
    let call = call_until(&editor, DEADLINE).await;
    let (token, one) = submitted(&sender, full(&call)).await;
    let (other, two) = submitted(&sender, full(&call)).await;
    let early = decide(&editor, "startReview", json!({ "call": call })).await;
    assert!(
        early["userErrors"][0]["message"].as_str().unwrap().contains("until 2026-06-01T12:05:00.000Z"),
        "{early}"
    );
    let early = decide(&editor, "prepareDecisions", json!({ "decisions": [accepted(&one)] })).await;
    assert_eq!(blamed(&early), ["decisions.0.submission"], "their senders may still change them");
    app.pass(LATE);

    assert_eq!(
        done(&editor, "startReview", json!({ "call": call, "reason": "It is closed." })).await["started"],
        2
    );
    assert_eq!(done(&editor, "startReview", json!({ "call": call })).await["started"], 0);
    let seen = own(&sender, &token).await["state"].clone();
    assert_eq!(seen, "UNDER_REVIEW", "its sender sees that");
    let written = json!({ "subject": "Sorry", "text": "Next year, perhaps." });
    let rejected =
        json!({ "submission": two["id"], "state": "REJECTED", "reason": "Too short.", "mail": written });
    let prepared =
        done(&editor, "prepareDecisions", json!({ "decisions": [accepted(&one), rejected] })).await;
    let decision = |n: usize| prepared["submissions"][n]["decision"].clone();
    assert_eq!(decision(0)["mail"]["subject"], "CLN-2026-0001: accepted");
    assert_eq!(decision(0)["mail"]["isWritten"], false);
    assert_eq!((&decision(1)["state"], &decision(1)["mail"]["text"]), (&json!("REJECTED"), &written["text"]));

    // Nobody else knows.
    let query = "query ($id: ID!) { submission(id: $id) { state decision { state } } }";
    let seen = reviewer.graphql(query, json!({ "id": one["id"] })).await.json()["data"]["submission"].clone();
    assert_eq!(seen, json!({ "state": "UNDER_REVIEW", "decision": null }));
    let by_token = "query ($token: String!) { submission(token: $token) { state decision { state } } }";
    let seen = editor.graphql(by_token, json!({ "token": token })).await.json()["data"]["submission"].clone();
    assert_eq!(seen["decision"], json!(null), "by the token one is the sender");
    let waiting =
        "{ submissions(filter: { hasDecision: true }) { totalCount nodes { decision { state } } } }";
    let listed = editor.graphql(waiting, json!({})).await.json();
    assert_eq!(listed["data"]["submissions"]["totalCount"], 2, "{listed}");
    let refused = reviewer.graphql(waiting, json!({})).await.json();
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{refused}");

    // One that was changed since it was read is not released.
    let read = json!({ "call": call, "asOf": "2026-06-01T12:06:00Z" });
    app.pass(Duration::from_secs(1));
    done(&editor, "prepareDecisions", json!({ "decisions": [accepted(&one)] })).await;
    let stale = decide(&editor, "releaseDecisions", read).await;
    assert_eq!(stale["userErrors"][0]["code"], "STALE_VERSION", "{stale}");
    assert_eq!(mails(&post.mails(), 2).await.len(), 2, "those that confirmed");
    let read = json!({ "call": call, "asOf": "2026-06-01T12:06:01Z" });
    let released = done(&editor, "releaseDecisions", read).await;
    assert_eq!((&released["accepted"], &released["rejected"]), (&json!(1), &json!(1)), "{released}");
    assert_eq!((&released["practices"], &released["mails"]), (&json!(1), &json!(2)), "{released}");
    let history = own(&sender, &other).await["history"].clone();
    let last = json!({ "state": "REJECTED", "actor": "USER", "reason": "Too short." });
    assert_eq!((&history[1]["reason"], &history[2]), (&json!("It is closed."), &last));
    let sent = mails(&post.mails(), 4).await[2..].concat();
    for line in ["Subject: CLN-2026-0001: accepted", "Subject: Sorry", "Next year, perhaps."] {
        assert!(sent.contains(line), "{line}: {sent}");
    }
    assert_eq!(app.database().count("submission_decision").await, 0);
    // The one is decided, the other can be judged again.
    let late = act(&sender, "withdrawSubmission", json!({ "token": token, "expectedVersion": 4 })).await;
    assert_eq!(blamed(&late), ["token"]);
    let again = json!({ "id": two["id"], "expectedVersion": 4, "reason": "An appeal." });
    assert_eq!(done(&editor, "reopenSubmission", again).await["submission"]["state"], "UNDER_REVIEW");
    let no = json!({ "id": one["id"], "expectedVersion": 4 });
    assert_eq!(blamed(&decide(&editor, "reopenSubmission", no).await), ["id"]);
}

#[tokio::test]
async fn what_is_accepted_becomes_a_practice_of_what_may_be_published_until_consent_is_withdrawn() {
    let app = TestApp::with_demo().await;
    let (editor, sender) = (app.user("editor").await, app.client());
    let call = call_until(&editor, DEADLINE).await;
    let city = "{ city(slug: \"xiamen\") { id } }";
    let city = editor.graphql(city, json!({})).await.json()["data"]["city"]["id"].clone();
    let mut whole = full(&call);
    whole["city"] = city;
    whole["cityName"] = json!(null);
    whole["country"] = json!(null);
    whole["consents"] = json!(["TEXT", "NAME"]);
    let (token, one) = submitted(&sender, whole.clone()).await;
    whole["consents"] = json!(["NAME"]);
    let (_, silent) = submitted(&sender, whole).await;
    app.pass(LATE);
    let decisions = json!({ "decisions": [accepted(&one), accepted(&silent)] });
    done(&editor, "prepareDecisions", decisions).await;
    done(&editor, "releaseDecisions", json!({ "call": call, "asOf": "2026-06-04T00:00:00Z" })).await;

    let query = "query ($view: View) { practices(view: $view, filter: { call: \"clean-air-in-your-city\" }) { totalCount nodes {
        id title status body { text } sdgs city { slug } call { id } } } }";
    let drafts = editor.graphql(query, json!({ "view": "DRAFT" })).await.json()["data"]["practices"].clone();
    assert_eq!(drafts["totalCount"], 1, "without consent to the text there is none: {drafts}");
    let made = &drafts["nodes"][0];
    assert_eq!(made["body"]["text"], "We began with one street.\n\nAna Lind", "{made}");
    assert_eq!((&made["status"], &made["title"]), (&json!("DRAFT"), &json!("Trams for everybody")));
    assert_eq!((&made["sdgs"], &made["city"]["slug"]), (&json!([11, 13]), &json!("xiamen")));
    let public =
        async || sender.graphql(query, json!({})).await.json()["data"]["practices"]["totalCount"].clone();
    assert_eq!(public().await, 0);
    let publish = "mutation ($id: ID!) { publishPractice(input: { id: $id }) { userErrors { message } } }";
    editor.graphql(publish, json!({ "id": made["id"] })).await;
    assert_eq!(public().await, 1);

    let withdrawn = json!({ "token": token, "expectedVersion": 3, "consents": ["TEXT"] });
    let payload = act(&sender, "withdrawConsent", withdrawn).await;
    assert_eq!((&payload["userErrors"], &payload["submission"]["consents"]), (&json!([]), &json!(["NAME"])));
    assert_eq!(public().await, 0, "it is unpublished");
    let comments = "query ($id: ID!) { reviewComments(id: $id) { nodes { text } } }";
    let told = editor.graphql(comments, json!({ "id": made["id"] })).await.json();
    let told =
        told["data"]["reviewComments"]["nodes"][0]["text"].as_str().unwrap_or_else(|| panic!("{told}"));
    assert!(told.contains("CLN-2026-0001 withdrew consent"), "{told}");
}

#[tokio::test]
async fn a_city_that_is_accepted_joins_the_cluster_and_is_made_only_if_it_is_not_there() {
    let app = TestApp::with_demo().await;
    let (editor, sender) = (app.user("editor").await, app.client());
    let cluster = editor.graphql("{ cluster(slug: \"waste\") { id } }", json!({})).await.json();
    let cluster = cluster["data"]["cluster"]["id"].clone();
    let asking = |name: &str, country: &str| {
        let mut wanted = full("");
        wanted["call"] = json!(null);
        wanted["answers"] = json!({});
        (wanted["cluster"], wanted["cityName"], wanted["country"]) =
            (cluster.clone(), json!(name), json!(country));
        wanted
    };
    let mut sent = Vec::new();
    for (name, country) in [("Gothenburg", "SE"), ("Gothenburg", "SE"), ("厦门", "CN"), ("東京", "JP")] {
        let token = begun(&sender, asking(name, country)).await;
        sent.push(submit(&sender, &token, 1).await["submission"].clone());
    }
    let decisions: Vec<Value> = sent.iter().map(accepted).collect();
    done(&editor, "prepareDecisions", json!({ "decisions": decisions })).await;
    let read = json!({ "cluster": cluster, "asOf": "2026-06-01T12:00:00Z" });
    assert_eq!(done(&editor, "releaseDecisions", read).await["accepted"], 4);
    let query = "{ cluster(slug: \"waste\", view: DRAFT) { cities { nodes { slug } } }
        cities(view: DRAFT, filter: { countries: [\"SE\"] }) { nodes { slug name status } } }";
    let found = editor.graphql(query, json!({})).await.json();
    let made = json!([{ "slug": "gothenburg", "name": "Gothenburg", "status": "DRAFT" }]);
    assert_eq!(found["data"]["cities"]["nodes"], made, "{found}");
    let japanese = "{ cities(view: DRAFT, filter: { countries: [\"JP\"] }) { nodes { slug name } } }";
    let found = editor.graphql(japanese, json!({})).await.json();
    let made = json!([{ "slug": "wst-2026-0004", "name": "東京" }]);
    assert_eq!(found["data"]["cities"]["nodes"], made, "a name in any script: {found}");
    let members = "membership m join city c on c.id = m.city_id join cluster k on k.id = m.cluster_id
        where k.slug = 'waste' and c.slug in ('gothenburg', 'xiamen')";
    assert_eq!(app.database().count(members).await, 2, "the one by its Chinese name");
}

#[tokio::test]
async fn what_cannot_be_decided_is_told_and_nothing_is_prepared() {
    let app = TestApp::start().await;
    let (editor, sender) = (app.user("editor").await, app.client());
    let call = call_until(&editor, DEADLINE).await;
    let (token, one) = submitted(&sender, full(&call)).await;
    let (_, two) = submitted(&sender, full(&call)).await;
    let draft = begun(&sender, full(&call)).await;
    let draft = own(&sender, &draft).await;
    act(&sender, "withdrawSubmission", json!({ "token": token, "expectedVersion": 2 })).await;
    app.pass(LATE);
    let (long, line) = ("x".repeat(2_001), "a\nb");
    let decisions = json!([
        accepted(&one),
        accepted(&draft),
        { "submission": two["id"], "state": "REJECTED", "reason": long, "mail": { "subject": line, "text": "" } },
        accepted(&two),
    ]);
    let refused = decide(&editor, "prepareDecisions", json!({ "decisions": decisions })).await;
    assert_eq!(
        blamed(&refused),
        [
            "decisions.0.submission",
            "decisions.1.submission",
            "decisions.2.reason",
            "decisions.2.mail.subject",
            "decisions.2.mail.text",
            "decisions.3.submission",
        ],
        "{refused}"
    );
    assert_eq!(app.database().count("submission_decision").await, 0);
    for (mutation, input, field) in [
        ("prepareDecisions", json!({ "decisions": [] }), "decisions"),
        ("prepareDecisions", json!({ "decisions": vec![accepted(&two); 501] }), "decisions"),
        ("discardDecisions", json!({ "submissions": [draft["id"]] }), "submissions.0"),
        ("startReview", json!({}), "call"),
        ("startReview", json!({ "call": "x" }), "call"),
        ("startReview", json!({ "call": call, "reason": "" }), "reason"),
        ("releaseDecisions", json!({ "call": call, "cluster": "x", "asOf": DEADLINE }), "cluster"),
        ("reopenSubmission", json!({ "id": draft["id"], "expectedVersion": 1 }), "id"),
    ] {
        let refused = decide(&editor, mutation, input).await;
        assert_eq!(blamed(&refused), [field], "{mutation}: {refused}");
    }

    // What was prepared can be taken back, and ends with a withdrawal.
    done(&editor, "prepareDecisions", json!({ "decisions": [accepted(&two)] })).await;
    done(&editor, "discardDecisions", json!({ "submissions": [two["id"]] })).await;
    let none = json!({ "call": call, "asOf": "2026-06-30T00:00:00Z" });
    let released = done(&editor, "releaseDecisions", none).await;
    assert_eq!(released["accepted"], 0, "{released}");
}
