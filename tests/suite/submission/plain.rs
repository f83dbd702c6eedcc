//! The door beside GraphQL: `POST /v1/calls/{slug}/submissions`.

use std::time::Duration;

use harness::{Client, TestApp, Value, json};

use super::{call_until, full, own};

const PATH: &str = "/v1/calls/clean-air-in-your-city/submissions";

async fn call(app: &TestApp) {
    call_until(&app.user("editor").await, "2026-06-01T12:01:00Z").await;
}

/// As the door takes it: without the call, which the path names.
fn sent() -> Value {
    let mut input = full("");
    input.as_object_mut().unwrap().remove("call");
    input
}

fn form(app: &TestApp) -> Client {
    app.client().with("content-type", "application/x-www-form-urlencoded")
}

#[tokio::test]
async fn a_script_sends_in_without_graphql_and_goes_on_with_its_token() {
    let app = TestApp::start().await;
    call(&app).await;
    let answer = app.client().post(PATH, &sent()).await;
    assert_eq!((answer.status, answer.header("cache-control")), (201, Some("no-store")), "{}", answer.text());
    let told = answer.json();
    assert_eq!((&told["state"], &told["reference"]), (&json!("SUBMITTED"), &json!("CLN-2026-0001")));
    let seen = own(&app.client(), told["token"].as_str().unwrap()).await;
    assert_eq!(
        (&seen["answers"], &seen["contact"]["name"]),
        (&json!({ "budget": 1_200_000 }), &json!("Ana Lind"))
    );
    assert_eq!(seen["versions"].as_array().unwrap().len(), 1);
    let mut draft = sent();
    draft["submit"] = json!(false);
    draft["title"] = json!(null);
    assert_eq!(app.client().post(PATH, &draft).await.json()["state"], "DRAFT");
}

#[tokio::test]
async fn a_plain_form_in_a_browser_is_taken_and_answered_with_a_page() {
    let app = TestApp::start().await;
    call(&app).await;
    let body = b"title=Trams&cityName=Gothenburg&country=SE&answers.budget=12&answers.lessons=\
        &contact.name=Ana+Lind&contact.email=ana%40gothenburg.example&consents=TEXT&consents=NAME";
    let browser = form(&app).with("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    let page = browser.send("POST", PATH, body).await;
    assert_eq!(page.status, 201, "{}", page.text());
    assert!(page.text().contains("CLN-2026-0001") && page.text().contains("cities_sb_"), "{}", page.text());
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    let wrong =
        browser.send("POST", PATH, b"title=%3Cscript%3E&answers.budget=%3Cb%3E&country=%3Ci%3E").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("<strong>contact \u{203a} email</strong> is required"), "{}", wrong.text());
    for markup in ["<b>", "<i>", "<script>"] {
        assert!(!wrong.text().contains(markup), "{}", wrong.text());
    }
}

#[tokio::test]
async fn every_mistake_is_told_with_the_way_to_its_field_and_nothing_is_kept() {
    let app = TestApp::start().await;
    call(&app).await;
    let answer =
        app.client().post(PATH, &json!({ "answers": { "budget": -1 }, "contact": { "email": "ana" } })).await;
    assert_eq!((answer.status, answer.header("content-type")), (422, Some("application/problem+json")));
    let told = answer.json();
    let pointers: Vec<_> =
        told["errors"].as_array().unwrap().iter().map(|error| error["pointer"].clone()).collect();
    assert_eq!(
        pointers,
        ["#/answers/budget", "#/title", "#/city", "#/contact/name", "#/contact/email"],
        "{told}"
    );
    let many: serde_json::Map<_, _> = (0..150).map(|n| (format!("q{n}"), json!(1))).collect();
    let told = app.client().post(PATH, &json!({ "answers": many })).await.json();
    assert_eq!(told["errors"].as_array().unwrap().len(), 100, "{told}");
    assert!(told["detail"].as_str().unwrap().contains("the first of them"), "{told}");
    assert_eq!(app.database().count("submission").await, 0);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_a_word_on_what_can() {
    let app = TestApp::start().await;
    call(&app).await;
    let json = app.client().with("content-type", "application/json");
    for (client, path, body, expected) in [
        (&json, PATH, &b"{"[..], 400),
        (&json, PATH, br#"{ "state": "ACCEPTED" }"#, 400),
        (&json, PATH, br#"{ "title": 7 }"#, 400),
        (&json, PATH, br#"{ "answers": { "$serde_json::private::RawValue": "[1]" } }"#, 400),
        (&json, PATH, br#"{ "answers": { "a": 1, "$serde_json::private::RawValue": "[1]" } }"#, 422),
        (&json, "/v1/calls/%FF/submissions", b"{}", 404),
        (&form(&app), PATH, b"title=a&title=b", 400),
        (&form(&app), PATH, b"state=ACCEPTED", 400),
        (&app.client().with("content-type", "text/plain"), PATH, b"title=a", 415),
        (&json, "/v1/calls/nothing/submissions", b"{}", 404),
    ] {
        let answer = client.send("POST", path, body).await;
        let told = answer.json();
        assert_eq!(answer.status, expected, "{told}");
        assert!(!told["detail"].as_str().unwrap().is_empty(), "{told}");
    }
    assert_eq!(app.client().send("PUT", PATH, b"{}").await.status, 405);
    assert_eq!(app.client().get(PATH).await.status, 401, "what was sent in is for those who judge");
}

#[tokio::test]
async fn one_second_late_is_late_here_too() {
    let app = TestApp::start().await;
    call(&app).await;
    app.pass(Duration::from_mins(1));
    let answer = app.client().post(PATH, &sent()).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(answer.json()["detail"].as_str().unwrap().contains("closed at 2026-06-01T12:01:00.000Z"));
}

#[tokio::test]
async fn the_same_form_sent_twice_with_its_key_is_one_submission() {
    let app = TestApp::start().await;
    call(&app).await;
    let client = app.client().with("idempotency-key", "0197-2c1e-4f60-8d10-5ab4");
    let sent = sent();
    let (first, again) = tokio::join!(client.post(PATH, &sent), client.post(PATH, &sent));
    assert_eq!(first.json(), again.json());
    let mut other = sent.clone();
    other["title"] = json!("Another");
    assert_eq!(client.post(PATH, &other).await.json()["errors"][0]["code"], "TAKEN");
    assert_eq!(app.database().count("submission").await, 1);
}

#[tokio::test]
async fn the_demo_has_a_call_that_takes_what_its_page_sends() {
    let app = TestApp::with_demo().await;
    let sent = json!({
        "title": "Trams", "cityName": "Gothenburg", "country": "SE", "answers": { "budget": 12 },
        "contact": { "name": "Ana", "email": "ana@example.org" },
    });
    let told = app.client().post("/v1/calls/cleaner-streets/submissions", &sent).await.json();
    assert_eq!(told["reference"], "WST-2026-0001", "{told}");
}
