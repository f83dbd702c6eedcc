use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{Answer, TestApp, Value, json};

use super::{PASSWORD, VIEWER, bearer, session, sign_in};

const PUBLIC: &str = "{ clusters { totalCount } }";

/// Refused before anything was done, and told how to be let in.
#[track_caller]
fn refused(answer: &Answer, status: u16, challenge: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("www-authenticate"), Some(challenge));
}

const INVALID: &str = "Bearer error=\"invalid_token\"";
const MALFORMED: &str = "Bearer error=\"invalid_request\"";

#[tokio::test]
async fn a_token_says_whose_it_is_and_what_they_were_when_it_was_made() {
    let app = TestApp::with_demo().await;
    app.focal_point("xiamen").await;
    app.pass(Duration::from_secs(1));
    let said = async || {
        let session = sign_in(&app.client(), "xiamen@example.org", PASSWORD).await["session"].clone();
        let token = session["accessToken"].as_str().unwrap_or_else(|| panic!("{session}"));
        let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        serde_json::from_slice::<Value>(&claims).unwrap()
    };
    let (claims, next) = (said().await, said().await);
    let mut names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["aud", "city", "exp", "iat", "iss", "jti", "nbf", "role", "sid", "sub"]);
    let city =
        app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    assert_eq!((&claims["role"], &claims["city"]), (&json!("CITY"), &city), "{claims}");
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 15 * 60);
    assert_eq!((&claims["sub"], &claims["iss"]), (&next["sub"], &next["iss"]));
    assert!(claims["jti"] != next["jti"] && claims["sid"] != next["sid"], "each is another");
}

#[tokio::test]
async fn a_token_that_is_not_good_is_refused_on_every_door() {
    let app = TestApp::start().await;
    let session = session(&app, "ana@example.org", "editor").await;
    let access = session["accessToken"].as_str().unwrap();
    let refresh = session["refreshToken"].as_str().unwrap();
    let (head, tail) = access.split_at(access.len() - 9);
    let other = if tail.starts_with('A') { 'B' } else { 'A' };
    let touched = format!("{head}{other}{}", &tail[1..]);
    for (given, status, challenge) in [
        ("Bearer x", 401, INVALID),
        (&*format!("Bearer {refresh}"), 401, INVALID),
        (&*format!("Bearer {touched}"), 401, INVALID),
        (&*format!("Bearer {access}.{access}"), 401, INVALID),
        (&*format!("Bearer {}", "a".repeat(60_000)), 401, INVALID),
        ("Basic YTpi", 401, "Bearer"),
        ("x", 401, "Bearer"),
        ("Bearer", 400, MALFORMED),
        ("Bearer ", 400, MALFORMED),
        ("Bearer \u{e9}", 400, MALFORMED),
        (&*format!("Bearer {access}, Bearer {access}"), 400, MALFORMED),
    ] {
        let client = app.client().with("authorization", given);
        let answer = client.graphql(PUBLIC, json!({})).await;
        refused(&answer, status, challenge);
        let code = if status == 401 { "UNAUTHENTICATED" } else { "BAD_REQUEST" };
        assert_eq!(answer.json()["errors"][0]["extensions"]["code"], code, "{given}");
        refused(&client.get("/assets/x/y").await, status, challenge);
    }
    let twice = bearer(bearer(app.client(), &session), &session);
    refused(&twice.graphql(PUBLIC, json!({})).await, 400, MALFORMED);
    // With it the head of the request is longer than any may be.
    let endless = app.client().with("authorization", &format!("Bearer {}", "a".repeat(64 * 1024)));
    assert_eq!(endless.get("/livez").await.status, 431);
    let good = app.client().with("authorization", &format!("bearer {access}"));
    assert_eq!(good.graphql(PUBLIC, json!({})).await.status, 200);
    assert!(!app.log().contains(access) && !app.log().contains(refresh));
}

#[tokio::test]
async fn the_token_of_a_session_that_has_ended_is_refused_where_it_matters_who_asks() {
    let app = TestApp::start().await;
    let session = session(&app, "ana@example.org", "editor").await;
    let ana = bearer(app.client(), &session);
    let out = "mutation { signOut { userErrors { code } } }";
    assert_eq!(ana.graphql(out, json!({})).await.status, 200);
    for document in ["{ clusters { totalCount } viewer { id } }", out] {
        let answer = ana.graphql(document, json!({})).await;
        refused(&answer, 401, INVALID);
        let answer = answer.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
        assert_eq!(answer.get("data"), None, "never taken for anonymous");
    }
    assert_eq!(ana.graphql(PUBLIC, json!({})).await.status, 200, "what anybody reads needs no look-up");
}

#[tokio::test]
async fn a_public_read_with_a_token_costs_no_further_statement_and_anything_else_one() {
    let app = TestApp::start().await;
    let session = session(&app, "ana@example.org", "editor").await;
    let ana = bearer(app.client(), &session);
    app.statements();
    ana.graphql(PUBLIC, json!({})).await;
    assert_eq!(app.statements().len(), 1);
    ana.graphql(VIEWER, json!({})).await;
    assert_eq!(app.statements().len(), 1);
    ana.graphql("{ a: viewer { id } b: viewer { role } }", json!({})).await;
    assert_eq!(app.statements().len(), 1, "however often it is asked");
}
