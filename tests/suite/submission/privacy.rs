//! What is kept of people goes: after its time, or when they ask.

use std::time::Duration;

use harness::{Client, TestApp, Value, eventually, json};

use super::{act, begun, blamed, call_until, full, own, submitted};

const DEADLINE: &str = "2026-06-01T12:05:00Z";

async fn editor_says(who: &Client, query: &str, input: Value) -> Value {
    let answer = who.graphql(query, json!({ "input": input })).await.json();
    let payload = answer["data"].as_object().and_then(|data| data.values().next()).cloned();
    let payload = payload.unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    payload
}

/// Decides on these, by an editor of its own.
async fn decided(app: &TestApp, call: &str, sent: &[(&Value, &str)]) -> Client {
    let decisions = sent.iter().map(|(sent, state)| json!({ "submission": sent["id"], "state": state }));
    let decisions = json!({ "decisions": decisions.collect::<Vec<_>>() });
    let admin = app.user("admin").await;
    let prepare = "mutation ($input: PrepareDecisionsInput!) { prepareDecisions(input: $input) { userErrors { message } } }";
    editor_says(&admin, prepare, decisions).await;
    let release = "mutation ($input: ReleaseDecisionsInput!) { releaseDecisions(input: $input) { userErrors { message } } }";
    editor_says(&admin, release, json!({ "call": call, "asOf": "2026-06-02T00:00:00Z" })).await;
    admin
}

#[tokio::test]
async fn contacts_go_so_many_months_after_the_decision_and_drafts_that_nobody_goes_on_with() {
    let app = TestApp::start().await;
    let (editor, sender) = (app.user("editor").await, app.client());
    let (short, usual) =
        (call_until(&editor, DEADLINE).await, call_until(&editor, "2026-06-01T12:04:00Z").await);
    let update = "mutation ($input: UpdateCallInput!) { updateCall(input: $input) { call { version } userErrors { message } } }";
    editor_says(&editor, update, json!({ "id": short, "expectedVersion": 2, "retentionMonths": 6 })).await;
    let publish = "mutation ($input: PublishInput!) { publishCall(input: $input) { call { retentionMonths } userErrors { message } } }";
    let published = editor_says(&editor, publish, json!({ "id": short })).await;
    assert_eq!(published["call"]["retentionMonths"], 6);
    let (first, one) = submitted(&sender, full(&short)).await;
    let (second, _) = submitted(&sender, full(&short)).await;
    let (third, _) = submitted(&sender, full(&usual)).await;
    let draft = begun(&sender, full(&short)).await;
    act(&sender, "withdrawSubmission", json!({ "token": third, "expectedVersion": 2 })).await;
    app.pass(Duration::from_mins(6));
    decided(&app, &short, &[(&one, "REJECTED")]).await;

    let day = Duration::from_hours(24);
    let goes = async |token: &str| eventually(async || own(&sender, token).await["contact"].is_null()).await;
    app.pass(day * 89);
    let _early = app.node().await;
    eventually(async || app.database().count("job where name = 'retention' and ran_at > 0").await == 1).await;
    assert_eq!(own(&sender, &draft).await["state"], "DRAFT");
    app.pass(day * 2);
    let _node = app.node().await;
    eventually(async || own(&sender, &draft).await.is_null()).await;
    assert!(!own(&sender, &first).await["contact"].is_null());
    app.pass(day * (183 - 91));
    // Whichever of them begins: it is done once.
    let (_one, _other) = (app.node().await, app.node().await);
    goes(&first).await;
    let erased = "audit_event where action = 'submission.contact_erased'";
    assert_eq!(app.database().count(erased).await, 1);
    let kept = own(&sender, &first).await;
    assert_eq!((&kept["title"], &kept["consents"]), (&json!("Trams for everybody"), &json!([])));
    assert!(!own(&sender, &second).await["contact"].is_null(), "nothing was decided on it");
    assert!(!own(&sender, &third).await["contact"].is_null(), "24 months, if its call does not say");
    app.pass(day * 550);
    let _later = app.node().await;
    goes(&third).await;
    assert_eq!(
        app.database().count("submission_event where origin is not null").await,
        1,
        "of the undecided"
    );
}

#[tokio::test]
async fn a_person_is_erased_wherever_they_are_named_and_what_stays_is_told() {
    let app = TestApp::start().await;
    let (editor, sender) = (app.user("editor").await, app.client());
    let call = call_until(&editor, DEADLINE).await;
    let mut named = full(&call);
    named["consents"] = json!(["TEXT", "NAME", "EMAIL"]);
    let (token, one) = submitted(&sender, named).await;
    let draft = begun(&sender, full(&call)).await;
    let mut other = full(&call);
    other["contact"]["email"] = json!("bo@gothenburg.example");
    let (others, _) = submitted(&sender, other).await;
    app.pass(Duration::from_mins(6));
    let admin = decided(&app, &call, &[(&one, "ACCEPTED")]).await;
    let practices = "{ practices(view: DRAFT) { nodes { id version title body { text } } } }";
    let made = admin.graphql(practices, json!({})).await.json()["data"]["practices"]["nodes"][0].clone();
    assert!(made["body"]["text"].as_str().unwrap().contains("Ana Lind, ana@gothenburg.example"), "{made}");
    let publish =
        "mutation ($input: PublishInput!) { publishPractice(input: $input) { userErrors { message } } }";
    editor_says(&admin, publish, json!({ "id": made["id"] })).await;
    app.cities_told(
        &["user", "add", "ana@gothenburg.example", "--name", "Ana Lind", "--role", "editor"],
        harness::PASSWORD,
    )
    .succeeded();

    let all = "query ($token: String!) { submissionData(token: $token) }";
    let data = sender.graphql(all, json!({ "token": token })).await.json()["data"]["submissionData"].clone();
    assert_eq!(
        (&data["current"]["contact"]["name"], &data["history"][0]["address"]),
        (&json!("Ana Lind"), &json!("127.0.0.1"))
    );
    assert_eq!(
        (&data["versions"][0]["document"]["title"], &data["practice"]),
        (&json!("Trams for everybody"), &made["id"])
    );
    assert!(sender.graphql(all, json!({ "token": "x" })).await.json()["data"]["submissionData"].is_null());

    let erase = "mutation ($input: ErasePersonInput!) { erasePerson(input: $input) {
        report { what erased kept why } userErrors { field code message } } }";
    let asked = async |email: &str| {
        admin.graphql(erase, json!({ "input": { "email": email } })).await.json()["data"]["erasePerson"]
            .clone()
    };
    assert_eq!(blamed(&asked("Ana").await), ["email"]);
    assert_eq!(blamed(&asked("admin@example.org").await), ["email"], "not oneself");
    let report = asked(" Ana@Gothenburg.example").await["report"].clone();
    let told: Vec<(&str, i64, i64)> = report
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            assert_eq!(line["why"].is_null(), line["kept"] == 0, "{line}");
            (line["what"].as_str().unwrap(), line["erased"].as_i64().unwrap(), line["kept"].as_i64().unwrap())
        })
        .collect();
    let expected = [
        ("CONTACTS", 2, 0),
        ("SUBMISSION_MAILS", 0, 0),
        ("NETWORK_ADDRESSES", 2, 0),
        ("ATTACHMENTS", 0, 0),
        ("DRAFTS", 1, 0),
        ("PRACTICES", 1, 0),
        ("SUBMISSIONS", 0, 1),
        ("MAILS", 0, 0),
        ("ANSWERS", 0, 0),
        ("ACCOUNTS", 1, 0),
        ("AUDIT_LOG", 0, 1),
    ];
    assert_eq!(told, expected, "{report}");

    assert!(own(&sender, &draft).await.is_null());
    assert!(own(&sender, &token).await["contact"].is_null());
    assert_eq!(own(&sender, &others).await["contact"]["name"], "Ana Lind", "somebody else's address");
    let public = "{ practices { nodes { body { text } } } }";
    let public = sender.graphql(public, json!({})).await.json();
    assert_eq!(
        public["data"]["practices"]["nodes"][0]["body"]["text"],
        "We began with one street.\n\n[erased], [erased]"
    );
    for table in [
        "revision where document",
        "practice_translation where body_html",
        "practice_translation where body_source",
    ] {
        for word in ["Lind", "ana@"] {
            assert_eq!(app.database().count(&format!("{table} like '%{word}%'")).await, 0, "{table} {word}");
        }
    }
    assert_eq!(
        app.database()
            .count("\"user\" where name = '[erased]' and email is null and disabled_at is not null")
            .await,
        1
    );
    // Consent can still be taken back.
    let version = own(&sender, &token).await["version"].clone();
    let withdrawn = json!({ "token": token, "expectedVersion": version, "consents": ["TEXT"] });
    assert_eq!(act(&sender, "withdrawConsent", withdrawn).await["userErrors"], json!([]));
    let public = sender.graphql("{ practices { totalCount } }", json!({})).await.json();
    assert_eq!(public["data"]["practices"]["totalCount"], 0);
    let again = asked("ana@gothenburg.example").await["report"].clone();
    assert!(again.as_array().unwrap().iter().all(|line| line["erased"] == 0), "{again}");
}
