//! What was submitted to a call, as files.

mod whole;

use std::time::Duration;

use harness::{Answer, Client, Sheet, TestApp, Value, json};

use super::{begun, call_until, full, submitted};

const CSV: &str = "/v1/calls/clean-air-in-your-city/submissions.csv";
const ANY: &str = "/v1/calls/clean-air-in-your-city/submissions";

/// What a spreadsheet would run, were it let.
const FORMULAS: [&str; 5] =
    ["=HYPERLINK(\"https://evil.example\")", " @SUM(A1)", "＝1+1", "-2+3+cmd|' /C calc'!A0", "+1\"\r\n=1"];

/// A form that says little, then another one.
async fn with_form(editor: &Client, call: &str, form: Value) {
    let query = "query ($id: ID!) { node(id: $id) { ... on Call { version } } }";
    let version =
        editor.graphql(query, json!({ "id": call })).await.json()["data"]["node"]["version"].clone();
    let query =
        "mutation ($input: UpdateCallInput!) { updateCall(input: $input) { userErrors { message } } }";
    let input = json!({ "input": { "id": call, "expectedVersion": version, "form": form } });
    let updated = editor.graphql(query, input).await.json();
    assert_eq!(updated["data"]["updateCall"]["userErrors"], json!([]), "{updated}");
    let query = "mutation ($id: ID!) { publishCall(input: { id: $id }) { userErrors { message } } }";
    editor.graphql(query, json!({ "id": call })).await;
}

async fn file(client: &Client, format: &str) -> Answer {
    let answer = client.get(&format!("{ANY}.{format}")).await;
    assert_eq!(answer.status, 200, "{format}");
    answer
}

fn columns(rows: &Sheet, name: &str) -> Vec<String> {
    rows.rows
        .iter()
        .map(|row| row.get(name).unwrap_or_else(|| panic!("{name}: {:?}", rows.head)).clone())
        .collect()
}

#[tokio::test]
async fn what_was_submitted_leaves_as_sheets_in_which_nothing_runs_and_all_is_told() {
    let app = TestApp::start().await;
    let (sender, editor, reviewer, admin) =
        (app.client(), app.user("editor").await, app.user("reviewer").await, app.user("admin").await);
    let call = call_until(&editor, "2026-06-01T12:05:00Z").await;
    for client in [&editor, &reviewer] {
        let none = Sheet::of_csv(&file(client, "csv").await.body);
        assert!(none.rows.is_empty() && none.head[..3] == ["id", "reference", "state"], "{none:?}");
        assert_eq!(Sheet::of_xlsx(&file(client, "xlsx").await.body), none, "no submission, and yet a file");
        assert_eq!(file(client, "ndjson").await.text(), "");
    }
    begun(&sender, full(&call)).await;
    for (n, formula) in FORMULAS.iter().enumerate() {
        app.pass(Duration::from_secs(1));
        if n == 2 {
            let form =
                json!({ "type": "object", "properties": { "years": { "type": "array" }, "is_new": {} } });
            with_form(&editor, &call, form).await;
        }
        let answers = match n {
            0 | 1 => json!({ "budget": n, "lessons": formula }),
            _ => json!({ "years": [2020, 2021], "is_new": true, "=more": { "a": formula } }),
        };
        let text = formula.replace("\r\n", "\n");
        let mut input = full(&call);
        (input["summary"], input["answers"]) = (json!(text), answers);
        (input["contact"]["name"], input["cityName"]) = (json!(formula.replace("\r\n", " ")), json!("=Lund"));
        submitted(&sender, input).await;
    }
    let csv = file(&reviewer, "csv").await;
    let name = "attachment; filename=\"clean-air-in-your-city-submissions-20260601T120005Z.csv\"";
    assert_eq!(csv.saved_as(), (name, "text/csv; charset=utf-8; header=present"));
    assert_eq!(
        (csv.header("cache-control"), csv.header("x-content-type-options")),
        (Some("no-store"), Some("nosniff"))
    );
    assert!(csv.text().ends_with("\r\n") && csv.text().contains("\"\r\n\"submission_"), "{}", csv.text());
    let (csv, xlsx) = (Sheet::of_csv(&csv.body), Sheet::of_xlsx(&file(&reviewer, "xlsx").await.body));
    let lines: Vec<Value> = file(&reviewer, "ndjson")
        .await
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((csv.rows.len(), xlsx.rows.len(), lines.len(), &csv.head), (5, 5, 5, &xlsx.head));
    for (n, formula) in FORMULAS.iter().rev().enumerate() {
        let text = formula.replace("\r\n", "\n");
        let shown = columns(&csv, "summary")[n].replace("\n'=", "\n=");
        assert_eq!(shown.trim_start_matches('\''), text);
        assert!(!columns(&csv, "summary")[n].contains("\n="), "a line begins no formula, either");
        assert_eq!(lines[n]["summary"].as_str().unwrap(), columns(&xlsx, "summary")[n], "as it is stored");
    }
    for sheet in [&csv, &xlsx] {
        assert_eq!(columns(sheet, "answers.budget")[2..], ["", "1", "0"]);
        assert_eq!(columns(sheet, "answers.years"), ["2020; 2021", "2020; 2021", "2020; 2021", "", ""]);
        assert_eq!(columns(sheet, "answers.is_new")[2..], ["true", "", ""]);
        assert!(columns(sheet, "answers")[0].starts_with("{\"=more\":{"));
        assert_eq!(columns(sheet, "body")[0], "We began with **one** street.");
        assert_eq!(
            (&columns(sheet, "sdgs")[0], &columns(sheet, "consents")[0]),
            (&"11; 13".into(), &"TEXT; ORGANISATION".into())
        );
        assert!(!sheet.head.contains(&"decision.state".to_owned()));
    }
    let guarded = ["summary", "contact.name", "cityName", "answers.lessons", "contact.phone"];
    let cells = guarded.iter().flat_map(|name| columns(&csv, name)).filter(|cell| !cell.is_empty());
    for cell in cells {
        assert!(cell.starts_with('\''), "a spreadsheet would run {cell}");
    }
    assert_eq!(columns(&xlsx, "contact.phone")[0], "+46 31 123 45 67");
    check_audit(&app, &admin, &call).await;
    check_after(&app, (&editor, &reviewer, &admin), &lines[0]["id"]).await;
}

/// A decision that is prepared is for those who decide; who was erased is gone from there, too.
async fn check_after(app: &TestApp, (editor, reviewer, admin): (&Client, &Client, &Client), last: &Value) {
    app.pass(Duration::from_mins(6));
    let query = "mutation ($input: PrepareDecisionsInput!) { prepareDecisions(input: $input) {
        userErrors { message } } }";
    let decision = json!({ "submission": last, "state": "REJECTED", "reason": "=late" });
    let prepared = editor.graphql(query, json!({ "input": { "decisions": [decision] } })).await.json();
    assert_eq!(prepared["data"]["prepareDecisions"]["userErrors"], json!([]), "{prepared}");
    let query =
        "mutation { erasePerson(input: { email: \"ana@gothenburg.example\" }) { userErrors { message } } }";
    assert_eq!(admin.graphql(query, json!({})).await.json()["data"]["erasePerson"]["userErrors"], json!([]));
    let csv = Sheet::of_csv(&file(editor, "csv").await.body);
    assert_eq!(columns(&csv, "decision.state"), ["REJECTED", "", "", "", ""]);
    assert_eq!(columns(&csv, "decision.reason")[0], "'=late");
    assert_eq!(columns(&csv, "contact.email"), [""; 5]);
    let lines = file(reviewer, "ndjson").await.text().to_owned();
    assert!(!lines.contains("late") && !lines.contains("@gothenburg") && lines.contains("\"contact\":null"));
}

/// Who took what, the command included, which leaves no half file.
async fn check_audit(app: &TestApp, admin: &Client, call: &str) {
    let file = app.folder().join("all.ndjson");
    let (path, there) = (file.to_str().unwrap(), "clean-air-in-your-city");
    let done = app.cities_told(&["submissions", "export", there, "--output", path], "");
    assert!(done.code == 0 && done.stdout.is_empty() && done.stderr.contains("5 submissions"), "{done:?}");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.lines().count() == 5 && written.contains("ana@gothenburg.example"), "{written}");
    let told = app.cities_told(&["submissions", "export", call, "--format", "csv"], "").succeeded();
    assert_eq!(Sheet::of_csv(told.as_bytes()).rows.len(), 5);
    for (arguments, code, why) in [
        (&["nowhere", "--output", path][..], 1, "not found"),
        (&[there, "--format", "pdf"], 2, "csv, xlsx, ndjson"),
        (&[there, "--output", "/"], 2, "is a folder"),
        (&[there, "--output", "/dev/null"], 2, "is no plain file"),
        (&[there, "--output", "all.json"], 2, "none of csv, xlsx, ndjson"),
        (&[there, "--output", "/nowhere/at/all.csv"], 2, "cannot be written"),
    ] {
        let refused = app.cities_told(&[&["submissions", "export"], arguments].concat(), "");
        assert!(refused.code == code && refused.stderr.contains(why), "{arguments:?} {refused:?}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written, "what was there stays");
    let left = std::fs::read_dir(app.folder())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".cities-export"));
    assert_eq!(left.count(), 0, "nothing is left behind");
    let query = "{ auditEvents(first: 100, filter: { actions: [\"submission.exported\"] }) {
        nodes { actor user { name } subject detail } } }";
    let events = admin.graphql(query, json!({})).await.json()["data"]["auditEvents"]["nodes"].clone();
    let events = events.as_array().unwrap();
    assert!(events.iter().all(|event| event["subject"] == call), "{events:?}");
    let mut told: Vec<String> = events
        .iter()
        .map(|event| {
            let (actor, detail) = (event["actor"].as_str().unwrap(), &event["detail"]);
            format!("{actor} {} {}", detail["format"].as_str().unwrap(), detail["count"])
        })
        .collect();
    told.sort();
    let twice = ["USER csv 0", "USER csv 0", "USER csv 5", "USER ndjson 0", "USER ndjson 0", "USER ndjson 5"];
    let last = ["USER xlsx 0", "USER xlsx 0", "USER xlsx 5"];
    assert_eq!(told, [&["SYSTEM csv 5", "SYSTEM ndjson 5"][..], &twice, &last].concat());
}
