use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{TestApp, Value, json};

use super::{PASSWORD, bearer, refreshed, session, sign_in, viewer};

fn kid(session: &Value) -> String {
    let token = session["accessToken"].as_str().unwrap();
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    assert_eq!((&header["alg"], &header["typ"]), (&json!("EdDSA"), &json!("at+jwt")));
    header["kid"].as_str().unwrap().to_owned()
}

async fn published(app: &TestApp) -> Vec<String> {
    let answer = app.client().get("/.well-known/jwks.json").await;
    assert_eq!(answer.header("content-type"), Some("application/jwk-set+json"));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=240"), "gone before a new key signs");
    let keys = answer.json()["keys"].as_array().unwrap().clone();
    for key in &keys {
        assert_eq!((&key["kty"], &key["crv"], key.get("d")), (&json!("OKP"), &json!("Ed25519"), None));
    }
    keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_new_key_signs_once_all_know_it_and_the_old_one_verifies_until_its_tokens_are_gone() {
    let app = TestApp::start().await;
    let first = session(&app, "ana@example.org", "editor").await;
    assert_eq!(published(&app).await, [kid(&first)]);
    app.pass(Duration::from_mins(6));
    let rotated = app.cities(&["keys", "rotate"]).succeeded().trim().to_owned();
    app.pass(Duration::from_mins(5) - Duration::from_millis(1));
    let old = sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"].clone();
    assert_eq!(kid(&old), kid(&first), "who verifies may not have asked for the new one yet");
    let mut both = [kid(&old), rotated.clone()];
    both.sort();
    assert_eq!(published(&app).await, both);
    app.pass(Duration::from_mins(1));
    let new = sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"].clone();
    assert_eq!(kid(&new), rotated);
    assert_eq!(published(&app).await, both);
    for session in [&old, &new] {
        assert!(!viewer(&bearer(app.client(), session)).await.is_null());
    }
    app.pass(Duration::from_mins(14));
    assert_eq!(bearer(app.client(), &old).get("/livez").await.status, 401);
    app.pass(Duration::from_secs(66));
    assert_eq!(published(&app).await, both, "what it signed for good, it proves for good");
}

#[tokio::test]
async fn a_key_that_leaked_is_believed_no_more_and_who_has_signed_in_goes_on() {
    let app = TestApp::start().await;
    let old = session(&app, "ana@example.org", "editor").await;
    app.pass(Duration::from_mins(6));
    let rotated = app.cities(&["keys", "rotate", "--now"]).succeeded().trim().to_owned();
    let node = app.node().await;
    assert_eq!(bearer(node.client(), &old).get("/livez").await.status, 401);
    let new = refreshed(&node.client(), &old).await;
    assert_eq!(kid(&new), rotated);
    app.pass(Duration::from_mins(1));
    assert_eq!(published(&app).await, [rotated], "the others hear of it within a minute");
    assert!(!viewer(&bearer(app.client(), &new)).await.is_null());
}

#[tokio::test]
async fn a_damaged_old_key_stops_nobody() {
    let app = TestApp::start().await;
    let first = session(&app, "ana@example.org", "editor").await;
    app.cities(&["keys", "rotate"]).succeeded();
    app.database().execute("update signing_key set public = 'x' where retired_at is not null").await;
    let node = app.node().await;
    assert_eq!(bearer(node.client(), &first).get("/livez").await.status, 401, "whose token it was");
    let again = sign_in(&node.client(), "ana@example.org", PASSWORD).await["session"].clone();
    assert!(!viewer(&bearer(node.client(), &again)).await.is_null());
}

#[tokio::test]
async fn a_key_that_would_never_sign_is_not_made() {
    let app = TestApp::start().await;
    let file = app.folder().join("key.pem");
    let pem = "-----BEGIN PRIVATE KEY-----\n\
               MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
               -----END PRIVATE KEY-----\n";
    std::fs::write(&file, pem).unwrap();
    let refused = app.cities(&["keys", "rotate", "--signing-key", file.to_str().unwrap()]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("signs instead of any key made here"), "{}", refused.stderr);
    assert_eq!(published(&app).await.len(), 1);
}

#[tokio::test]
async fn a_node_learns_of_a_key_from_the_first_token_that_names_it() {
    let app = TestApp::start().await;
    session(&app, "ana@example.org", "editor").await;
    app.pass(Duration::from_secs(3));
    app.cities(&["keys", "rotate"]).succeeded();
    let node = app.node().await;
    let new = sign_in(&node.client(), "ana@example.org", PASSWORD).await["session"].clone();
    assert!(!viewer(&bearer(app.client(), &new)).await.is_null());
}

#[tokio::test]
async fn who_lost_the_secret_is_told_how_to_go_on_and_does() {
    let app = TestApp::start().await;
    let old = session(&app, "ana@example.org", "editor").await;
    let another = "another secret, since nobody knows the first";
    let refused = app.cities_with("CITIES_SECRET", another, &["keys", "rotate"]);
    assert!(refused.code == 1 && refused.stderr.contains("`cities keys rotate --now`"), "{}", refused.stderr);
    assert_eq!(published(&app).await, [kid(&old)], "nothing was changed");
    app.cities_with("CITIES_SECRET", another, &["keys", "rotate", "--now"]).succeeded();
}
