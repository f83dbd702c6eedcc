use std::time::Duration;

use harness::{Client, TestApp, Value, json};
use totp_rs::{Builder, Secret};

use super::audit::log;
use super::{PASSWORD, add, bearer, session, sign_in};

const ENROL: &str = "mutation ($password: String!) {
    done: enrolSecondFactor(input: { password: $password }) {
        enrolment { uri secret } userErrors { field code message } } }";
const CONFIRM: &str = "mutation ($code: String!) {
    done: confirmSecondFactor(input: { code: $code }) { recoveryCodes userErrors { field code } } }";
const DISABLE: &str = "mutation ($code: String!) {
    done: disableSecondFactor(input: { code: $code }) { userErrors { field code } } }";
const SIGN_IN: &str = "mutation ($email: String!, $password: String!, $code: String) {
    done: signIn(input: { email: $email, password: $password, code: $code }) {
        session { accessToken } userErrors { field code } } }";

const ANA: &str = "ana@example.org";

async fn ask(client: &Client, document: &str, variables: Value) -> Value {
    client.graphql(document, variables).await.json()["data"]["done"].clone()
}

async fn with_code(client: &Client, password: &str, code: Option<&str>) -> Value {
    client.graphql(SIGN_IN, json!({ "email": ANA, "password": password, "code": code })).await.json()
}

/// What the authenticator shows so many steps from now.
fn shown(app: &TestApp, secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let seconds = u64::try_from(app.now() / 1000 + steps * 30).unwrap();
    Builder::new().with_secret(secret).build().unwrap().generate(seconds).to_string()
}

/// Ana, her secret and her recovery codes.
pub async fn enrolled(app: &TestApp) -> (Client, String, Vec<String>) {
    let ana = bearer(app.client(), &session(app, ANA, "editor").await);
    let told = ask(&ana, ENROL, json!({ "password": PASSWORD })).await["enrolment"].clone();
    let secret = told["secret"].as_str().unwrap().to_owned();
    assert!(told["uri"].as_str().unwrap().contains(&format!("secret={secret}")), "{told}");
    assert!(
        !sign_in(&app.client(), ANA, PASSWORD).await["session"].is_null(),
        "not asked for before it is confirmed"
    );
    let code = shown(app, &secret, 0);
    let codes = ask(&ana, CONFIRM, json!({ "code": code })).await["recoveryCodes"].clone();
    let codes: Vec<String> =
        codes.as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    (ana, secret, codes)
}

#[tokio::test]
async fn who_has_enrolled_shows_a_code_and_each_code_is_taken_once() {
    let app = TestApp::start().await;
    let (_, secret, _) = enrolled(&app).await;
    let required = json!([{ "field": ["code"], "code": "SECOND_FACTOR_REQUIRED" }]);
    assert_eq!(with_code(&app.client(), PASSWORD, None).await["data"]["done"]["userErrors"], required);
    let unknown = with_code(&app.client(), "wrong horse battery", Some("000000")).await;
    let hidden = json!([{ "field": null, "code": "INVALID" }]);
    assert_eq!(unknown["data"]["done"]["userErrors"], hidden, "told only after the password was right");

    let wrong = json!([{ "field": ["code"], "code": "INVALID" }]);
    let used = shown(&app, &secret, 0);
    assert_eq!(
        with_code(&app.client(), PASSWORD, Some(&used)).await["data"]["done"]["userErrors"],
        wrong,
        "it enrolled"
    );
    let next = shown(&app, &secret, 1);
    let spaced = format!(" {} {}", &next[..3], &next[3..]);
    assert!(with_code(&app.client(), PASSWORD, Some(&spaced)).await["data"]["done"]["session"].is_object());
    let again = with_code(&app.client(), PASSWORD, Some(&next)).await;
    assert_eq!(again["data"]["done"]["userErrors"], wrong);
    app.pass(Duration::from_secs(90));
    let late = shown(&app, &secret, -2);
    assert_eq!(with_code(&app.client(), PASSWORD, Some(&late)).await["data"]["done"]["userErrors"], wrong);
    let now = shown(&app, &secret, 0);
    let both = (0..4).map(|_| {
        let (client, now) = (app.client(), now.clone());
        tokio::spawn(async move {
            with_code(&client, PASSWORD, Some(&now)).await["data"]["done"]["session"].is_object()
        })
    });
    let mut let_in = 0;
    for one in both.collect::<Vec<_>>() {
        let_in += usize::from(one.await.unwrap());
    }
    assert_eq!(let_in, 1, "however many come at once");
    let stored = app.database().texts("select sealed from second_factor").await;
    assert!(!stored[0].contains(&secret) && !app.log().contains(&secret) && !app.log().contains(&now));
}

#[tokio::test]
async fn guessing_at_codes_takes_longer_and_longer_wherever_it_comes_from() {
    let app = TestApp::with(&["--trusted-proxies", "127.0.0.0/8"]).await;
    let (_, secret, _) = enrolled(&app).await;
    app.pass(Duration::from_mins(1));
    for number in 0..5 {
        let elsewhere = app.client().with("x-forwarded-for", &format!("198.51.100.{number}"));
        let refused = with_code(&elsewhere, PASSWORD, Some("000000")).await;
        assert_eq!(refused["data"]["done"]["userErrors"][0]["code"], "INVALID", "{refused}");
    }
    let good = shown(&app, &secret, 0);
    let elsewhere = app.client().with("x-forwarded-for", "203.0.113.1");
    let refused = with_code(&elsewhere, PASSWORD, Some(&good)).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "RATE_LIMITED");
    app.pass(Duration::from_secs(1));
    assert!(with_code(&elsewhere, PASSWORD, Some(&good)).await["data"]["done"]["session"].is_object());
}

#[tokio::test]
async fn a_recovery_code_does_once_and_the_factor_can_be_given_up() {
    let app = TestApp::start().await;
    let (ana, secret, codes) = enrolled(&app).await;
    let shouted = codes[0].to_uppercase();
    assert!(with_code(&app.client(), PASSWORD, Some(&shouted)).await["data"]["done"]["session"].is_object());
    let again = with_code(&app.client(), PASSWORD, Some(&codes[0])).await;
    assert_eq!(again["data"]["done"]["userErrors"][0]["code"], "INVALID");
    let twice = ask(&ana, ENROL, json!({ "password": PASSWORD })).await;
    assert_eq!(twice["userErrors"][0]["code"], "INVALID_STATE");

    let wrong = ask(&ana, DISABLE, json!({ "code": "000000" })).await;
    assert_eq!(wrong["userErrors"], json!([{ "field": ["code"], "code": "INVALID" }]));
    assert_eq!(ask(&ana, DISABLE, json!({ "code": codes[1] })).await["userErrors"], json!([]));
    assert!(!sign_in(&app.client(), ANA, PASSWORD).await["session"].is_null(), "the password alone");
    let off = ask(&ana, DISABLE, json!({ "code": shown(&app, &secret, 1) })).await;
    assert_eq!(off["userErrors"][0]["code"], "INVALID_STATE");
}

#[tokio::test]
async fn the_operator_helps_who_has_lost_everything() {
    let app = TestApp::start().await;
    let (ana, secret, codes) = enrolled(&app).await;
    app.pass(Duration::from_secs(1));
    app.cities(&["user", "reset-totp", ANA]).succeeded();
    assert!(!sign_in(&app.client(), ANA, PASSWORD).await["session"].is_null());
    let refused = app.cities(&["user", "reset-totp", ANA]);
    assert!(refused.code == 1 && refused.stderr.contains("has no second factor"), "{}", refused.stderr);
    let log = log(&app).await;
    assert!(log.contains(&"user user.second_factor_enrolled user 127.0.0.1 -".to_owned()), "{log:?}");
    assert!(log.contains(&"system user.second_factor_reset user - -".to_owned()), "{log:?}");
    let told = ask(&ana, ENROL, json!({ "password": PASSWORD })).await;
    assert_ne!(told["enrolment"]["secret"], secret.as_str(), "another one");
    let old = ask(&ana, CONFIRM, json!({ "code": codes[2] })).await;
    assert_eq!(old["userErrors"][0]["code"], "INVALID", "a code of the one before");
}

#[tokio::test]
async fn only_editors_and_admins_who_know_their_password_enrol() {
    let app = TestApp::start().await;
    let ana = bearer(app.client(), &session(&app, ANA, "admin").await);
    let wrong = ask(&ana, ENROL, json!({ "password": "wrong horse battery" })).await;
    assert_eq!((&wrong["enrolment"], &wrong["userErrors"][0]["field"]), (&Value::Null, &json!(["password"])));
    let early = ask(&ana, CONFIRM, json!({ "code": "000000" })).await;
    assert_eq!(early["userErrors"][0]["code"], "INVALID_STATE");
    add(&app, "bo@example.org", "reviewer");
    let bo = sign_in(&app.client(), "bo@example.org", PASSWORD).await["session"].clone();
    for (client, code) in [(bearer(app.client(), &bo), "FORBIDDEN"), (app.client(), "UNAUTHENTICATED")] {
        let answer = client.graphql(ENROL, json!({ "password": PASSWORD })).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer}");
    }
}

#[tokio::test]
async fn who_has_signed_in_is_told_whether_a_code_is_asked_for_without_another_statement() {
    let app = TestApp::start().await;
    let asked = async |who: &Client| {
        app.statements();
        let answer = who.graphql("{ viewer { hasSecondFactor } }", json!({})).await.json();
        (answer["data"]["viewer"]["hasSecondFactor"].clone(), app.statements().len())
    };
    add(&app, "bo@example.org", "editor");
    let bo = bearer(app.client(), &sign_in(&app.client(), "bo@example.org", PASSWORD).await["session"]);
    assert_eq!(asked(&bo).await, (json!(false), 1));
    ask(&bo, ENROL, json!({ "password": PASSWORD })).await;
    assert_eq!(asked(&bo).await, (json!(false), 1), "it is not confirmed");

    let (ana, secret, _) = enrolled(&app).await;
    assert_eq!(asked(&ana).await, (json!(true), 1));
    app.pass(Duration::from_secs(30));
    let again = "mutation ($email: String!, $password: String!, $code: String) {
        signIn(input: { email: $email, password: $password, code: $code }) {
            session { refreshToken viewer { hasSecondFactor } } } }";
    let code = shown(&app, &secret, 0);
    let given = json!({ "email": ANA, "password": PASSWORD, "code": code });
    let session = app.graphql(again, given).await["data"]["signIn"]["session"].clone();
    assert_eq!(session["viewer"]["hasSecondFactor"], true);
    let refresh = "mutation ($token: String!) {
        refreshSession(input: { refreshToken: $token }) { session { viewer { hasSecondFactor } } } }";
    let next = app.graphql(refresh, json!({ "token": session["refreshToken"] })).await;
    assert_eq!(next["data"]["refreshSession"]["session"]["viewer"]["hasSecondFactor"], true, "{next}");
}

#[tokio::test]
async fn what_a_second_factor_stopped_is_written_down_with_where_it_came_from() {
    let app = TestApp::start().await;
    let (ana, secret, _) = enrolled(&app).await;
    app.pass(Duration::from_mins(1));
    with_code(&app.client(), PASSWORD, None).await;
    ask(&ana, ENROL, json!({ "password": "wrong horse battery" })).await;
    ask(&ana, DISABLE, json!({ "code": "000000" })).await;
    app.pass(Duration::from_mins(1));
    ask(&ana, DISABLE, json!({ "code": shown(&app, &secret, 0) })).await;
    ask(&ana, ENROL, json!({ "password": PASSWORD })).await;
    ask(&ana, CONFIRM, json!({ "code": "000000" })).await;
    let log = log(&app).await;
    let mut stopped: Vec<_> = log.iter().filter(|line| !line.contains("session.started")).collect();
    stopped.sort();
    let wanted = [
        "anonymous session.code_required user 127.0.0.1 -",
        r#"system user.added user - {"role":"editor"}"#,
        "user user.second_factor_disabled user 127.0.0.1 -",
        "user user.second_factor_enrolled user 127.0.0.1 -",
        r#"user user.second_factor_refused user 127.0.0.1 {"why":"code"}"#,
        r#"user user.second_factor_refused user 127.0.0.1 {"why":"code"}"#,
        r#"user user.second_factor_refused user 127.0.0.1 {"why":"password"}"#,
    ];
    assert_eq!(stopped, wanted);
}
