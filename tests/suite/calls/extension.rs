//! A deadline that is moved after the public saw it: at once, with a reason, and for good in the history.

use std::fs;

use harness::{TestApp, Value, json};

use super::{CALL, drafted, published, read, told};
use crate::workflow::act;

const HISTORY: &str = "closesAt isOpen extensions { closesAt closesAtLocal timeZone previousClosesAt previousClosesAtLocal reason at }";

fn extend(id: &Value, version: i64, closes_at: &str) -> Value {
    json!({ "id": id, "expectedVersion": version, "closesAt": closes_at, "reason": "A storm cut the lines." })
}

#[tokio::test]
async fn a_deadline_is_not_moved_to_the_past_without_a_reason_or_before_the_public_knows_it() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let draft = drafted(&editor, json!({ "slug": "draft" })).await["call"]["id"].clone();
    let refused = told(&act(&editor, "extendCall", CALL, extend(&draft, 1, "2026-10-01T00:00:00Z")).await);
    assert_eq!(refused, ["id: INVALID_STATE is not PUBLISHED: change it like anything else of it"]);

    let id = published(&editor, json!({ "opensAt": "2026-05-01T00:00:00Z" })).await;
    let before = read(&app, HISTORY).await;
    for (closes_at, expected) in [
        ("2026-06-01T12:00:00Z", "closesAt: INVALID_STATE has passed: give a later time"),
        ("2026-04-01T00:00:00Z", "closesAt: INVALID_STATE has passed: give a later time"),
        ("2026-09-01T00:00:00Z", "closesAt: INVALID_STATE is the deadline already: give another time"),
        ("2026-09-01T00:00:00.5Z", "closesAt: INVALID must be a whole second"),
    ] {
        let refused = told(&act(&editor, "extendCall", CALL, extend(&id, 2, closes_at)).await);
        assert!(refused[0].starts_with(expected), "{closes_at}: {refused:?}");
    }
    for (reason, code) in
        [(" ", "REQUIRED says nothing"), (&*"x".repeat(2_001), "TOO_LONG is 2001 characters")]
    {
        let mut input = extend(&id, 2, "2026-10-01T00:00:00Z");
        input["reason"] = json!(reason);
        let refused = told(&act(&editor, "extendCall", CALL, input).await);
        assert!(refused[0].starts_with(&format!("reason: {code}")), "{refused:?}");
    }
    let mut all = extend(&json!("x"), 2, "2026-10-01T00:00:00.5Z");
    all["reason"] = json!("");
    let refused = told(&act(&editor, "extendCall", CALL, all).await);
    let fields: Vec<_> = refused.iter().map(|error| error.split(':').next().unwrap()).collect();
    assert_eq!(fields, ["reason", "closesAt", "id"], "{refused:?}");
    let nothing = json!({ "id": id, "expectedVersion": 2, "timeZone": "Asia/Shanghai", "reason": "So." });
    assert_eq!(
        told(&act(&editor, "extendCall", CALL, nothing).await),
        ["closesAt: REQUIRED is required: give it, or closesAtLocal"]
    );
    let stale = act(&editor, "extendCall", CALL, extend(&id, 1, "2026-10-01T00:00:00Z")).await;
    assert_eq!(
        (&stale["userErrors"][0]["code"], &stale["conflict"]["currentVersion"]),
        (&json!("STALE_VERSION"), &json!(2))
    );
    let stale = act(&editor, "extendCall", CALL, extend(&id, 1, "2026-04-01T00:00:00Z")).await;
    let errors = stale["userErrors"].as_array().unwrap().iter().map(|error| error["field"][0].clone());
    assert_eq!(errors.collect::<Value>(), json!(["expectedVersion", "closesAt", "closesAt"]), "{stale}");
    let fields = stale["conflict"]["fields"].as_array().unwrap();
    assert!(fields.iter().any(|field| field["path"] == json!(["closesAt"])), "{stale}");
    assert_eq!(read(&app, HISTORY).await, before, "nothing was moved");
}

#[tokio::test]
async fn a_deadline_is_moved_at_once_and_its_working_draft_follows() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let id = published(&editor, json!({})).await;
    let text =
        json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "title": "Send in, please" }] });
    act(&editor, "updateCall", CALL, text).await;
    let input = json!({ "id": id, "expectedVersion": 3, "closesAtLocal": "2026-09-30T23:59:59", "timeZone": "AoE",
                        "reason": " A storm cut the lines. " });
    let moved = act(&editor, "extendCall", CALL, input).await;
    assert_eq!(told(&moved), [""; 0]);
    assert_eq!(
        moved["call"]["closesAtLocal"], "2026-09-30T23:59:59",
        "its editors see the draft, which followed"
    );
    app.statements();
    let seen = read(&app, HISTORY).await;
    assert_eq!(app.statements().len(), 1, "with its history");
    assert_eq!(
        seen,
        json!({ "closesAt": "2026-10-01T11:59:59.000Z", "isOpen": true, "extensions": [{
            "closesAt": "2026-10-01T11:59:59.000Z", "closesAtLocal": "2026-09-30T23:59:59", "timeZone": "Etc/GMT+12",
            "previousClosesAt": "2026-09-01T00:00:00.000Z", "previousClosesAtLocal": "2026-09-01T00:00:00",
            "reason": "A storm cut the lines.", "at": "2026-06-01T12:00:00.000Z" }] })
    );
    assert_eq!(read(&app, "title").await["title"], "Send in", "nothing else of the draft is seen");
    let version = moved["call"]["version"].as_i64().unwrap();
    let live = act(
        &editor,
        "publishCall",
        "call { title closesAt extensions { at } }",
        json!({ "id": id, "expectedVersion": version }),
    )
    .await;
    assert_eq!(
        live["call"],
        json!({ "title": "Send in, please", "closesAt": "2026-10-01T11:59:59.000Z", "extensions": [{ "at": "2026-06-01T12:00:00.000Z" }] })
    );
    let audit = admin.graphql("{ auditEvents { nodes { action user { name } } } }", json!({})).await.json();
    let extended = audit["data"]["auditEvents"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|event| event["action"] == "call.extended");
    assert_eq!(extended.unwrap()["user"]["name"], "editor", "who it was is in the audit log");
    let revisions = format!("{{ revisions(id: {id}) {{ nodes {{ action }} }} }}");
    let revisions = editor.graphql(&revisions, json!({})).await.json();
    assert!(
        revisions["data"]["revisions"]["nodes"]
            .as_array()
            .unwrap()
            .contains(&json!({ "action": "EXTENDED" }))
    );
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn a_deadline_does_not_move_before_what_its_working_draft_says_of_its_beginning() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, json!({})).await;
    let draft = async |version: i64, opens: &str, closes: &str| {
        let change = json!({ "id": id, "expectedVersion": version, "opensAt": opens, "closesAt": closes });
        assert_eq!(told(&act(&editor, "updateCall", CALL, change).await), [""; 0]);
    };
    let moved = async |input: Value| told(&act(&editor, "extendCall", CALL, input).await);
    // It is not blamed where no deadline moves.
    draft(2, "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z").await;
    let none = json!({ "id": id, "expectedVersion": 3, "reason": "A storm cut the lines." });
    assert_eq!(moved(none).await, ["closesAt: REQUIRED is required: give it, or closesAtLocal"]);
    let same = moved(extend(&id, 3, "2026-09-01T00:00:00Z")).await;
    assert_eq!(same, ["closesAt: INVALID_STATE is the deadline already: give another time"]);

    draft(3, "2026-08-01T00:00:00Z", "2026-09-01T00:00:00Z").await;
    let early = "closesAt: INVALID_STATE must be later than opensAt in its working draft, too: change that, or discard it, first";
    assert_eq!(moved(extend(&id, 4, "2026-07-01T00:00:00Z")).await, [early]);
    assert_eq!(read(&app, "closesAt").await["closesAt"], "2026-09-01T00:00:00.000Z");
    assert_eq!(moved(extend(&id, 4, "2026-08-02T00:00:00Z")).await, [""; 0]);
    act(&editor, "discardCallDraft", CALL, json!({ "id": id })).await;
    let version = editor.graphql("{ call(slug: \"send-in\", view: DRAFT) { version } }", json!({})).await;
    let version = version.json()["data"]["call"]["version"].as_i64().unwrap();
    assert_eq!(moved(extend(&id, version, "2026-07-01T00:00:00Z")).await, [""; 0]);
}

#[tokio::test]
async fn a_call_that_has_closed_opens_again_and_may_close_earlier_with_a_reason() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, json!({ "closesAt": "2026-06-01T12:05:00Z" })).await;
    app.set_clock(app.now() + 300_000);
    assert_eq!(read(&app, "isOpen").await["isOpen"], false);
    act(&editor, "extendCall", CALL, extend(&id, 2, "2026-07-01T00:00:00Z")).await;
    let open = app.graphql("{ calls(filter: { open: true }) { nodes { slug isOpen } } }", json!({})).await;
    assert_eq!(open["data"]["calls"]["nodes"], json!([{ "slug": "send-in", "isOpen": true }]));
    app.set_clock(app.now() + 1_000);
    let earlier = act(&editor, "extendCall", CALL, extend(&id, 3, "2026-06-15T00:00:00Z")).await;
    assert_eq!(told(&earlier), [""; 0]);
    let history = read(&app, "extensions { closesAt }").await;
    assert_eq!(
        history["extensions"],
        json!([{ "closesAt": "2026-06-15T00:00:00.000Z" }, { "closesAt": "2026-07-01T00:00:00.000Z" }]),
        "the latest first"
    );
}

#[tokio::test]
async fn a_working_draft_may_give_more_time_but_not_take_any() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, json!({})).await;
    let earlier = json!({ "id": id, "expectedVersion": 2, "closesAt": "2026-08-01T00:00:00Z" });
    let refused = told(&act(&editor, "updateCall", CALL, earlier).await);
    assert!(
        refused[0].starts_with("closesAt: INVALID_STATE is earlier than 2026-09-01T00:00:00.000Z"),
        "{refused:?}"
    );
    let later = json!({ "id": id, "expectedVersion": 2, "closesAt": "2026-10-01T00:00:00Z" });
    let kept = act(&editor, "updateCall", CALL, later).await;
    assert_eq!(read(&app, "extensions { at }").await["extensions"], json!([]), "a draft moves nothing yet");
    act(&editor, "publishCall", CALL, json!({ "id": id, "expectedVersion": kept["call"]["version"] })).await;
    let moved = read(&app, "extensions { closesAt reason }").await;
    assert_eq!(moved["extensions"], json!([{ "closesAt": "2026-10-01T00:00:00.000Z", "reason": null }]));

    let revisions = format!(
        "{{ revisions(id: {id}) {{ nodes {{ id number }} }} call(slug: \"send-in\") {{ version }} }}"
    );
    let revisions = editor.graphql(&revisions, json!({})).await.json()["data"].clone();
    let first = revisions["revisions"]["nodes"].as_array().unwrap().last().unwrap()["id"].clone();
    let restore = json!({ "id": id, "expectedVersion": revisions["call"]["version"], "revision": first });
    let restored = act(&editor, "restoreCallRevision", CALL, restore).await;
    assert_eq!(told(&restored), [""; 0]);
    assert_eq!(
        read(&app, "closesAt").await["closesAt"],
        "2026-10-01T00:00:00.000Z",
        "what was promised stays"
    );
}

#[tokio::test]
async fn the_history_goes_along_in_a_bundle_and_an_import_that_moves_a_deadline_is_in_it() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, json!({ "gracePeriod": 60 })).await;
    for (version, closes_at) in [(2, "2026-10-01T00:00:00Z"), (3, "2026-11-01T00:00:00Z")] {
        act(&editor, "extendCall", CALL, extend(&id, version, closes_at)).await;
    }
    let first = app.folder().join("first");
    app.cities(&["export", first.to_str().unwrap()]).succeeded();
    let file = first.join("calls/send-in.json");
    let written = fs::read_to_string(&file).unwrap();

    let other = TestApp::start().await;
    other.import(&first);
    assert_eq!(read(&other, HISTORY).await, read(&app, HISTORY).await);
    let second = other.folder().join("second");
    other.cities(&["export", second.to_str().unwrap()]).succeeded();
    assert_eq!(fs::read_to_string(second.join("calls/send-in.json")).unwrap(), written, "to the byte");
    app.import(&first);
    assert_eq!(read(&app, HISTORY).await, read(&other, HISTORY).await, "again it changes nothing");

    let mut changed: Value = serde_json(&written);
    changed["closesAt"] = json!("2026-12-01T00:00:00Z");
    changed.as_object_mut().unwrap().remove("closesAtLocal");
    fs::write(&file, changed.to_string()).unwrap();
    app.pass(std::time::Duration::from_secs(1));
    app.import(&first);
    let history = read(&app, "extensions { closesAt reason }").await;
    assert_eq!(
        history["extensions"],
        json!([{ "closesAt": "2026-12-01T00:00:00.000Z", "reason": null },
               { "closesAt": "2026-11-01T00:00:00.000Z", "reason": "A storm cut the lines." },
               { "closesAt": "2026-10-01T00:00:00.000Z", "reason": "A storm cut the lines." }])
    );
}

fn serde_json(text: &str) -> Value {
    text.parse().expect("a file of a bundle is JSON")
}
