use std::time::Duration;

use harness::{Client, Issuer, TestApp, Value, json};

use super::audit::log;
use super::{PASSWORD, VIEWER, add, viewer};

pub async fn start(issuer: &Issuer) -> TestApp {
    let settings = ["--oidc-issuer", &issuer.url, "--oidc-audience", "cities-here"];
    let roles = ["--oidc-role-claim", "realm_access.roles", "--oidc-roles", "boss=admin,writer=editor"];
    TestApp::with(&[settings.as_slice(), roles.as_slice()].concat()).await
}

/// What the provider says of somebody, for a quarter of an hour.
pub fn claims(app: &TestApp, issuer: &Issuer, subject: &str, roles: &[&str]) -> Value {
    let now = app.now() / 1000;
    json!({ "iss": issuer.url, "aud": ["cities-here", "others"], "sub": subject, "iat": now, "exp": now + 900,
            "name": "Ana", "email": "ana@example.org", "realm_access": { "roles": roles } })
}

pub fn carrying(app: &TestApp, token: &str) -> Client {
    app.client().with("authorization", &format!("Bearer {token}"))
}

#[tokio::test]
async fn whom_the_provider_names_is_a_user_by_issuer_and_subject() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    add(&app, "ana@example.org", "admin");
    let token = key.sign(&claims(&app, &issuer, "ana", &["cook", "writer"]));
    let ana = viewer(&carrying(&app, &token)).await;
    assert_eq!(ana["role"], "EDITOR", "not the admin of the same address");
    assert_eq!(viewer(&carrying(&app, &token)).await, ana, "the same again");
    let bo = key.sign(&claims(&app, &issuer, "bo", &["cook"]));
    let bo = viewer(&carrying(&app, &bo)).await;
    assert!(bo["role"].is_null() && bo["id"] != ana["id"], "signed in, allowed nothing");
    app.pass(Duration::from_mins(1));
    let raised = key.sign(&claims(&app, &issuer, "ana", &["boss", "writer"]));
    assert_eq!(viewer(&carrying(&app, &raised)).await, json!({ "id": ana["id"], "role": "ADMIN" }));
    let mut log = log(&app).await;
    log.retain(|line| line.contains("issuer"));
    log.sort();
    let told =
        |action, role| format!("user user.{action} user - {{\"role\":{role},\"issuer\":\"{}\"}}", issuer.url);
    let wanted = [told("added", "\"editor\""), told("added", "null"), told("role_changed", "\"admin\"")];
    assert_eq!(log, wanted);

    let listed = app.cities(&["user", "list"]).succeeded();
    let id = ana["id"].as_str().unwrap();
    assert!(listed.contains(&format!("{id} admin active ana of {}", issuer.url)), "{listed}");
    for refused in [
        app.cities(&["user", "set-role", id, "editor"]),
        app.cities_told(&["user", "set-password", id], PASSWORD),
    ] {
        let told = refused.stderr;
        assert_eq!(refused.code, 1, "{told}");
        assert!(told.contains(&format!("is a user of {}: change that there", issuer.url)), "{told}");
    }
    let everywhere = "mutation { out: signOutEverywhere { userErrors { code } } }";
    let answer = carrying(&app, &token).graphql(everywhere, json!({})).await.json();
    assert_eq!(answer["data"]["out"]["userErrors"][0]["code"], "INVALID", "there is no session of ours");
    app.cities(&["user", "disable", id]).succeeded();
    let answer = carrying(&app, &token).graphql(VIEWER, json!({})).await.json();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(issuer.fetched(), 1, "keys are kept");
}

#[tokio::test]
async fn first_requests_of_somebody_at_once_are_one_user() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    let token = key.sign(&claims(&app, &issuer, "ana", &["boss"]));
    let asked = (0..8).map(|_| {
        let ana = carrying(&app, &token);
        tokio::spawn(async move { viewer(&ana).await })
    });
    let asked: Vec<_> = asked.collect();
    let mut all = Vec::new();
    for one in asked {
        all.push(one.await.unwrap());
    }
    assert!(all.iter().all(|ana| ana["role"] == "ADMIN" && *ana == all[0]), "{all:?}");
}

#[tokio::test]
async fn a_token_of_the_provider_must_be_for_us_and_good() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    let good = claims(&app, &issuer, "ana", &["boss"]);
    assert_eq!(carrying(&app, &key.sign(&good)).graphql(VIEWER, json!({})).await.status, 200);
    let now = app.now() / 1000;
    for (name, value) in [
        ("aud", json!("others")),
        ("aud", Value::Null),
        ("iss", json!("https://elsewhere.example")),
        ("exp", json!(now - 61)),
        ("exp", Value::Null),
        ("nbf", json!(now + 61)),
        ("exp", json!(f64::from(u32::try_from(now).unwrap()) - 60.5)),
        ("exp", json!("soon")),
        ("events", json!({ "http://schemas.openid.net/event/backchannel-logout": {} })),
        ("sub", json!("")),
        ("sub", json!("a\u{0}b")),
        ("sub", json!("x".repeat(256))),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        let answer = carrying(&app, &key.sign(&bad)).graphql(VIEWER, json!({})).await;
        assert_eq!(answer.status, 401, "{name} {}", bad[name]);
    }
    let stranger = Issuer::start().await.publish("one").sign(&good);
    assert_eq!(
        carrying(&app, &stranger).graphql(VIEWER, json!({})).await.status,
        401,
        "another key of that name"
    );
}

#[tokio::test]
async fn new_keys_are_fetched_when_a_token_names_one_and_not_more_often_than_that() {
    let issuer = Issuer::start().await;
    let (app, old) = (start(&issuer).await, issuer.publish("old"));
    let good = claims(&app, &issuer, "ana", &["boss"]);
    assert!(!viewer(&carrying(&app, &old.sign(&good))).await.is_null());
    let new = issuer.publish("new");
    for _ in 0..20 {
        assert_eq!(carrying(&app, &new.sign(&good)).get("/livez").await.status, 503, "come back");
    }
    assert_eq!(issuer.fetched(), 1, "nobody makes us ask the provider again and again");
    app.pass(Duration::from_secs(30));
    assert!(!viewer(&carrying(&app, &new.sign(&good))).await.is_null());
    assert_eq!(issuer.fetched(), 2);
}

#[tokio::test]
async fn a_key_that_the_provider_withdraws_is_forgotten() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    let token = |app: &TestApp| key.sign(&claims(app, &issuer, "ana", &["boss"]));
    assert!(!viewer(&carrying(&app, &token(&app))).await.is_null());
    issuer.withdraw();
    app.pass(Duration::from_mins(59));
    assert!(!viewer(&carrying(&app, &token(&app))).await.is_null(), "not asked for every time");
    app.pass(Duration::from_mins(61));
    assert_eq!(carrying(&app, &token(&app)).get("/livez").await.status, 401);
}

#[tokio::test]
async fn keys_that_come_by_plain_http_from_elsewhere_are_not_asked_for() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    issuer.move_keys("127.0.0.2");
    let token = key.sign(&claims(&app, &issuer, "ana", &["boss"]));
    assert_eq!(carrying(&app, &token).get("/livez").await.status, 503);
    assert_eq!(issuer.fetched(), 0);
    assert!(app.log().contains("must begin with https://"), "{}", app.log());
    issuer.move_keys("127.0.0.1");
    app.pass(Duration::from_secs(30));
    assert_eq!(carrying(&app, &token).get("/livez").await.status, 200);
}

#[tokio::test]
async fn nobody_who_hangs_up_or_names_an_unknown_key_keeps_others_out() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    let good = claims(&app, &issuer, "ana", &["boss"]);
    let ana = carrying(&app, &key.sign(&good));
    let forged = carrying(&app, &Issuer::start().await.publish("other").sign(&good));
    let ask = |client: &Client| {
        let client = client.clone();
        tokio::spawn(async move { client.get("/livez").await.status })
    };
    let held = issuer.hold().await;
    let given_up = ask(&forged);
    issuer.asked(1).await;
    given_up.abort();
    let waiting = ask(&ana);
    drop(held);
    assert_eq!(waiting.await.unwrap(), 200, "the fetch went on");

    app.pass(Duration::from_secs(31));
    let held = issuer.hold().await;
    let slow = ask(&forged);
    issuer.asked(2).await;
    assert_eq!(ana.get("/livez").await.status, 200, "a known key waits for nobody");
    drop(held);
    assert_eq!(slow.await.unwrap(), 401);
    assert_eq!(issuer.fetched(), 2);
}
