use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{TestApp, Value, json};

use super::{act, ask, blamed, call, done, elsewhere, reviewer, score, sent};

const FEEDBACK: &str = "query ($token: String!) { submission(token: $token) { feedback reviews { mean }
    redaction { title } reviewers { id } } }";

#[tokio::test]
async fn a_sender_reads_what_was_written_to_them_once_it_was_decided_and_the_record_stays_as_it_was_frozen() {
    let app = TestApp::start().await;
    let (editor, ana) = (app.user("editor").await, reviewer(&app, "ana", &[]).await);
    let call = call(&editor).await;
    let empty = act(&editor, "freezeDecisionRecord", json!({ "call": call })).await;
    assert_eq!(blamed(&empty), ["call INVALID_STATE"]);
    let (id, token) = sent(&app.client(), &call, "Trams", elsewhere()).await;
    score(&ana, &id, 80, 40).await;

    // Redacted field by field, and shown again by null.
    let redact = |version: i32, fields: Value| {
        let mut input = json!({ "submission": id, "expectedVersion": version });
        input.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        input
    };
    let wrong = redact(0, json!({ "title": "a".repeat(301), "answers": [] }));
    assert_eq!(blamed(&act(&editor, "redactSubmission", wrong).await), ["answers INVALID", "title TOO_LONG"]);
    done(
        &editor,
        "redactSubmission",
        redact(0, json!({ "title": "A city's trams", "summary": "", "answers": {} })),
    )
    .await;
    let stale = act(&editor, "redactSubmission", redact(0, json!({ "title": "Another" }))).await;
    assert_eq!(stale["conflict"]["currentVersion"], 1, "{stale}");
    let told = done(&editor, "redactSubmission", redact(1, json!({ "title": null }))).await["submission"]["redaction"].clone();
    assert_eq!(
        told,
        json!({ "title": null, "summary": "", "body": null, "answers": {}, "submissionVersion": 1, "version": 2 })
    );

    let own = async || ask(&app.client(), FEEDBACK, json!({ "token": token })).await["submission"].clone();
    let nothing = json!({ "feedback": [], "reviews": [], "redaction": null, "reviewers": [] });
    assert_eq!(own().await, nothing);
    for state in ["under_review", "shortlisted", "withdrawn"] {
        app.database().execute(&format!("update submission set state = '{state}'")).await;
        assert_eq!(own().await, nothing, "{state}");
    }
    for state in ["accepted", "rejected"] {
        app.database().execute(&format!("update submission set state = '{state}'")).await;
        assert_eq!(
            own().await,
            json!({ "feedback": ["Well done."], "reviews": [], "redaction": null, "reviewers": [] }),
            "{state}"
        );
    }

    let record =
        done(&editor, "freezeDecisionRecord", json!({ "call": call })).await["decisionRecord"].clone();
    let document = record["document"].as_str().unwrap();
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, document.as_bytes());
    assert_eq!((&record["number"], &record["hash"]), (&json!(1), &json!(URL_SAFE_NO_PAD.encode(digest))));
    let frozen: Value = serde_json_of(document);
    assert_eq!(
        frozen["criteria"],
        json!([{ "key": "impact", "weight": 3 }, { "key": "reach", "weight": 1 }])
    );
    assert_eq!(
        (&frozen["ranking"][0]["mean"], &frozen["reviews"][0]["scores"]),
        (&json!(70), &json!({ "impact": 80, "reach": 40 }))
    );
    for word in ["Solid", "Well done", "Ana", "ana@", "Trams"] {
        assert!(!document.contains(word), "{word} can be erased: {document}");
    }
    app.database().execute("update review set scores = '{\"impact\":0,\"reach\":0}'").await;
    let next = done(&editor, "freezeDecisionRecord", json!({ "call": call })).await["decisionRecord"].clone();
    assert_eq!((&next["number"], next["hash"] == record["hash"]), (&json!(2), false));
    let query = "query ($call: ID!, $number: Int) { decisionRecord(call: $call, number: $number) {
        number hash document frozenBy { name } } }";
    let first = ask(&editor, query, json!({ "call": call, "number": 1 })).await["decisionRecord"].clone();
    assert_eq!(first, record);
    assert_eq!(ask(&editor, query, json!({ "call": call })).await["decisionRecord"], next);
    let names = "call_id, number, document, hash, at, actor, user_id, origin";
    let forged = names.replace("number", "number + 1000").replace("hash", "'forged'");
    let replaced = [
        "insert or replace into decision_record select * from decision_record".to_owned(),
        format!(
            "insert or replace into decision_record (rowid, {names}) select rowid, {forged} from decision_record"
        ),
    ];
    let replaced = replaced.iter().map(String::as_str).filter(|_| !app.database().is_postgres());
    let changes = ["update decision_record set hash = ''", "delete from decision_record"].into_iter();
    for change in changes.chain(replaced) {
        let refused = app.database().try_execute(change).await.unwrap_err();
        assert!(refused.contains("only added to"), "{refused}");
    }
}

fn serde_json_of(text: &str) -> Value {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}
