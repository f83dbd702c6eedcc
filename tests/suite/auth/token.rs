use harness::{Answer, TestApp, json};

use super::{VIEWER, bearer, session};

const PUBLIC: &str = "{ clusters { totalCount } }";

/// Refused before anything was done, and told how to be let in.
#[track_caller]
fn refused(answer: &Answer) {
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert!(answer.header("www-authenticate").is_some_and(|value| value.starts_with("Bearer error=")));
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
    for given in [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic YTpi",
        &*format!("Bearer {refresh}"),
        &*format!("Bearer {touched}"),
        &*format!("Bearer {access}.{access}"),
        &*format!("Bearer {}", "a".repeat(60_000)),
        &*format!("Bearer {access}, Bearer {access}"),
    ] {
        let client = app.client().with("authorization", given);
        let answer = client.graphql(PUBLIC, json!({})).await;
        refused(&answer);
        assert_eq!(answer.json()["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{given}");
        refused(&client.get("/assets/x/y").await);
    }
    let twice = bearer(bearer(app.client(), &session), &session);
    refused(&twice.graphql(PUBLIC, json!({})).await);
    let good = app.client().with("authorization", &format!("bearer {access}"));
    assert_eq!(good.graphql(PUBLIC, json!({})).await.status, 200);
    assert!(!app.log().contains(access) && !app.log().contains(refresh));
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
