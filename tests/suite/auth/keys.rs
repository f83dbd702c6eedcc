use std::fs;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{TestApp, Value, command, json, tell};

use super::{PASSWORD, add, bearer, refreshed, session, sign_in, viewer};

/// Private keys of operators, as OpenSSL writes them.
const GIVEN: [&str; 2] = [
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC",
    "MC4CAQAwBQYDK2VwBCIEIExE1pebK0Wo+UyI89PpcD4B9F5DIXJ4Z3Ra8rFV3vYT",
];

/// Its file.
fn pem(app: &TestApp, name: &str, key: &str) -> String {
    let file = app.folder().join(format!("{name}.pem"));
    fs::write(&file, format!("-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----\n")).unwrap();
    file.to_str().unwrap().to_owned()
}

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
    let file = pem(&app, "key", GIVEN[0]);
    let refused = app.cities(&["keys", "rotate", "--signing-key", &file]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
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

#[tokio::test]
async fn while_servers_take_the_next_key_from_a_file_one_after_the_other_all_believe_both() {
    let app = TestApp::start().await;
    add(&app, "ana@example.org", "editor");
    let [one, other] = [("one", GIVEN[0]), ("other", GIVEN[1])].map(|(name, key)| pem(&app, name, key));
    let old = app.node_with("old", &["--signing-key", &one]).await;
    let begun = sign_in(&old.client(), "ana@example.org", PASSWORD).await["session"].clone();
    app.pass(Duration::from_secs(3));
    let new = app.node_with("new", &["--signing-key", &other]).await;
    let next = sign_in(&new.client(), "ana@example.org", PASSWORD).await["session"].clone();
    assert_ne!(kid(&begun), kid(&next));
    for (client, session) in
        [(new.client(), &begun), (old.client(), &next), (app.client(), &begun), (app.client(), &next)]
    {
        assert!(!viewer(&bearer(client, session)).await.is_null(), "{}", kid(session));
    }
    app.pass(Duration::from_mins(10));
    let late = sign_in(&old.client(), "ana@example.org", PASSWORD).await["session"].clone();
    let status = async |session: &Value| bearer(new.client(), session).get("/livez").await.status;
    assert_eq!((status(&late).await, status(&begun).await), (200, 200));
    app.pass(Duration::from_mins(7));
    assert_eq!(status(&late).await, 401, "the one before it is out of use");
    let again = sign_in(&new.client(), "ana@example.org", PASSWORD).await["session"].clone();
    assert_eq!(status(&again).await, 200);
}

#[tokio::test]
async fn a_key_from_a_file_that_leaked_is_believed_no_more_once_the_next_one_is_given() {
    let app = TestApp::start().await;
    add(&app, "ana@example.org", "editor");
    let [one, other] = [("one", GIVEN[0]), ("other", GIVEN[1])].map(|(name, key)| pem(&app, name, key));
    let old = app.node_with("old", &["--signing-key", &one]).await;
    let begun = sign_in(&old.client(), "ana@example.org", PASSWORD).await["session"].clone();
    drop(old);
    let new = app.node_with("new", &["--signing-key", &other]).await;
    app.pass(Duration::from_secs(61));
    assert_eq!(bearer(new.client(), &begun).get("/livez").await.status, 200);
    let kept =
        app.cities(&["keys", "rotate", "--now", "--signing-key", &other]).succeeded().trim().to_owned();
    app.pass(Duration::from_secs(61));
    assert_eq!(bearer(new.client(), &begun).get("/livez").await.status, 401);
    let next = refreshed(&new.client(), &begun).await;
    assert_eq!(kid(&next), kept);
    assert_eq!(bearer(new.client(), &next).get("/livez").await.status, 200);
    let log = app
        .database()
        .texts("select action from audit_event where action like 'key.%' order by action")
        .await;
    assert_eq!(log, ["key.given", "key.given", "key.rotated"]);
    for (arguments, code, why) in [
        (&["keys", "rotate"][..], 2, "is how servers get the key they sign with"),
        (&["keys", "rotate", "--now"], 2, "is how servers get the key they sign with"),
        (&["keys", "rotate", "--now", "--signing-key", &one], 2, "no server has begun with"),
        (&["keys", "rotate", "--now", "--signing-key", &other], 1, "no other key is believed"),
    ] {
        let refused = app.cities(arguments);
        assert!(refused.code == code && refused.stderr.contains(why), "{arguments:?}: {}", refused.stderr);
    }
}

#[tokio::test]
async fn a_mistyped_database_is_told_and_nothing_is_left_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("mistyped.db").display());
    let mut rotate = command();
    rotate.env_remove("CITIES_SECRET").args(["keys", "rotate", "--database", &database]);
    let told = tell(rotate, "");
    assert_eq!(told.code, 1, "{}", told.stderr);
    assert!(told.stderr.contains("there is no database"), "{}", told.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
