//! When the identity provider is down, or says strange things.

use std::sync::Arc;
use std::time::Duration;

use harness::{Issuer, TestApp, demo, json};
use jsonwebtoken::{Algorithm, Header};

use super::audit::log;
use super::oidc::{carrying, claims, start};
use super::viewer;
use crate::workflow::preview::previewer;
use crate::workflow::{drafted, read};

#[tokio::test]
async fn while_the_provider_is_down_who_names_an_unknown_key_is_asked_to_come_back() {
    let issuer = Issuer::start().await;
    let (app, old) = (start(&issuer).await, issuer.publish("old"));
    let good = claims(&app, &issuer, "ana", &["boss"]);
    assert!(!viewer(&carrying(&app, &old.sign(&good))).await.is_null());
    let new = issuer.publish("new");
    issuer.set_broken(true);
    app.pass(Duration::from_secs(30));
    let waiting = carrying(&app, &new.sign(&good));
    for after in ["30", "20"] {
        let answer = waiting.get("/livez").await;
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some(after)));
        assert_eq!(answer.json()["code"], "UNAVAILABLE");
        let answer = waiting.graphql("{ viewer { id } }", json!({})).await;
        assert_eq!(answer.status, 503);
        let extensions = &answer.json()["errors"][0]["extensions"];
        assert_eq!(
            (&extensions["code"], &extensions["retryAfter"].to_string()),
            (&json!("UNAVAILABLE"), &after.to_owned())
        );
        assert!(!viewer(&carrying(&app, &old.sign(&good))).await.is_null(), "a known key needs nobody");
        app.pass(Duration::from_secs(10));
    }
    issuer.set_broken(false);
    app.pass(Duration::from_secs(10));
    assert!(!viewer(&waiting).await.is_null());
}

#[tokio::test]
async fn who_names_a_key_that_may_have_come_since_is_asked_to_come_back() {
    let issuer = Issuer::start().await;
    let (app, old) = (start(&issuer).await, issuer.publish("old"));
    let good = claims(&app, &issuer, "ana", &["boss"]);
    assert!(!viewer(&carrying(&app, &old.sign(&good))).await.is_null());
    let rotated = carrying(&app, &issuer.publish("new").sign(&good));
    app.pass(Duration::from_secs(10));
    let answer = rotated.get("/livez").await;
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (503, Some("20")),
        "nobody has looked for it yet"
    );
    // One that is older than what was fetched is of no key that came since: who has it signs in again.
    let mut before = good.clone();
    before["iat"] = json!(app.now() / 1000 - 120);
    let other = Issuer::start().await.publish("retired");
    assert_eq!(carrying(&app, &other.sign(&before)).get("/livez").await.status, 401);
    before.as_object_mut().unwrap().remove("iat");
    assert_eq!(carrying(&app, &other.sign(&before)).get("/livez").await.status, 401, "nor does it say so");
    app.pass(Duration::from_secs(20));
    assert!(!viewer(&rotated).await.is_null());
    let forged = carrying(&app, &Issuer::start().await.publish("other").sign(&good));
    app.pass(Duration::from_secs(30));
    assert_eq!(forged.get("/livez").await.status, 401, "it was looked for, and is none");
    assert_eq!(issuer.fetched(), 3);
}

#[tokio::test]
async fn who_waits_for_a_fetch_that_began_before_their_key_came_is_asked_to_come_back() {
    let issuer = Issuer::start().await;
    let (app, old) = (Arc::new(start(&issuer).await), issuer.publish("old"));
    let said = claims(&app, &issuer, "ana", &["boss"]);
    assert!(!viewer(&carrying(&app, &old.sign(&said))).await.is_null());
    app.pass(Duration::from_millis(30_500));
    let held = issuer.hold().await;
    let first = carrying(&app, &Issuer::start().await.publish("forged").sign(&said));
    let first = tokio::spawn(async move { first.get("/livez").await });
    issuer.asked(2).await;
    app.pass(Duration::from_millis(500));
    let new = carrying(&app, &issuer.publish("new").sign(&claims(&app, &issuer, "ana", &["boss"])));
    let asking = tokio::spawn({
        let new = new.clone();
        async move { new.get("/livez").await }
    });
    // Who asks after it is answered, so it is waiting by now.
    for _ in 0..3 {
        assert_eq!(app.client().get("/livez").await.status, 200);
    }
    drop(held);
    let answer = asking.await.unwrap();
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("30")), "29.5 are too few");
    assert_eq!(first.await.unwrap().status, 401, "it was looked for, and is none");
    app.pass(Duration::from_secs(30));
    assert!(!viewer(&new).await.is_null());
    assert_eq!(issuer.fetched(), 3);
}

#[tokio::test]
async fn of_many_requests_at_once_one_writes_that_the_provider_takes_a_role_away() {
    let issuer = Issuer::start().await;
    let (app, key) = (Arc::new(start(&issuer).await), issuer.publish("one"));
    for subject in ["ana", "bo", "cy", "di"] {
        let token = |role: &str| key.sign(&claims(&app, &issuer, subject, &[role]));
        assert_eq!(viewer(&carrying(&app, &token("writer"))).await["role"], "EDITOR");
        let less = token("cook");
        let asking = (0..24).map(|_| {
            let client = carrying(&app, &less);
            tokio::spawn(async move { viewer(&client).await })
        });
        for asked in asking.collect::<Vec<_>>() {
            assert!(asked.await.unwrap()["role"].is_null());
        }
    }
    let changed = |line: &String| line.contains("role_changed");
    assert_eq!(log(&app).await.iter().filter(|line| changed(line)).count(), 4, "once each");
}

#[tokio::test]
async fn whom_the_provider_lets_do_less_leaves_no_preview_token_behind() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    let ana = |app: &TestApp, role: &str| carrying(app, &key.sign(&claims(app, &issuer, "ana", &[role])));
    let editor = ana(&app, "writer");
    let id = drafted(&editor, "Tram").await;
    let guest = previewer(&app, &editor, &id).await;
    assert_eq!(read(&guest, &id, "DRAFT").await["data"]["node"]["title"], "Tram");
    assert!(viewer(&ana(&app, "cook")).await["role"].is_null(), "a moment later");
    let query = "query ($id: ID!) { node(id: $id, view: DRAFT) { id } }";
    assert_eq!(guest.graphql(query, json!({ "id": id })).await.status, 401);
    // Nor one that is dead before it begins, where they have just been let do more.
    let guest = previewer(&app, &ana(&app, "writer"), &id).await;
    assert_eq!(read(&guest, &id, "DRAFT").await["data"]["node"]["title"], "Tram");
}

#[tokio::test]
async fn a_key_that_nobody_can_read_does_not_spoil_the_others() {
    let issuer = Issuer::start().await;
    let app = start(&issuer).await;
    issuer.publish_also(json!({ "kid": "strange", "kty": "QUANTUM", "qubits": 7 }));
    issuer.publish_also(json!("no key at all"));
    let key = issuer.publish("one");
    assert!(!viewer(&carrying(&app, &key.sign(&claims(&app, &issuer, "ana", &["boss"])))).await.is_null());
}

#[tokio::test]
async fn a_token_of_another_kind_is_no_access_token() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    let mut good = claims(&app, &issuer, "ana", &["boss"]);
    let plain = || Header::new(Algorithm::RS256);
    let of = |typ: &str| Header { typ: Some(typ.to_owned()), ..plain() };
    for header in [of("logout+jwt"), of("secevent+jwt"), Header { crit: Some(vec!["b64".into()]), ..plain() }]
    {
        assert_eq!(carrying(&app, &key.sign_as(header, &good)).get("/livez").await.status, 401);
    }
    good["exp"] = json!(f64::from(u32::try_from(app.now() / 1000).unwrap()) + 0.5);
    for header in [of("JWT"), of("at+jwt"), Header { typ: None, ..plain() }] {
        assert_eq!(carrying(&app, &key.sign_as(header, &good)).get("/livez").await.status, 200);
    }
}

#[tokio::test]
async fn first_requests_beside_a_running_import_do_not_fail() {
    let issuer = Issuer::start().await;
    let (app, key) = (Arc::new(start(&issuer).await), issuer.publish("one"));
    let importer = Arc::clone(&app);
    let import = tokio::task::spawn_blocking(move || importer.import(&demo()));
    let mut asked = 0;
    while asked == 0 || !import.is_finished() {
        let token = key.sign(&claims(&app, &issuer, &format!("user-{asked}"), &["boss"]));
        assert_eq!(viewer(&carrying(&app, &token)).await["role"], "ADMIN", "user {asked}");
        asked += 1;
    }
    import.await.unwrap();
}

#[tokio::test]
async fn a_key_signs_by_the_algorithm_it_names_alone() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    let good = claims(&app, &issuer, "ana", &["boss"]);
    for (algorithm, status) in [(Algorithm::RS256, 200), (Algorithm::RS512, 401), (Algorithm::PS256, 401)] {
        let token = key.sign_as(Header::new(algorithm), &good);
        assert_eq!(carrying(&app, &token).get("/livez").await.status, status, "{algorithm:?}");
    }
}

#[tokio::test]
async fn whoever_is_called_what_cannot_be_shown_goes_by_the_subject() {
    let issuer = Issuer::start().await;
    let (app, key) = (start(&issuer).await, issuer.publish("one"));
    for (subject, name) in
        [("ana", json!(7)), ("bo", json!("\u{202e}nimda")), ("cy", json!("a\u{1b}[2J")), ("di", json!(" "))]
    {
        let mut said = claims(&app, &issuer, subject, &["boss"]);
        said["name"] = name;
        let answer = carrying(&app, &key.sign(&said)).graphql("{ viewer { name } }", json!({})).await.json();
        assert_eq!(answer["data"]["viewer"]["name"], subject, "{answer}");
    }
    for subject in ["a\u{1b}[2J", "\u{202e}ana"] {
        let said = claims(&app, &issuer, subject, &["boss"]);
        assert_eq!(carrying(&app, &key.sign(&said)).get("/livez").await.status, 401);
    }
}
