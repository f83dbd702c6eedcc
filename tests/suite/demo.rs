//! `cities demo`: nothing to set up, and an admin to play.

use harness::{Client, Demo, Outcome, Value, cities, command, json};

use crate::auth::{bearer, sign_in, viewer};

const ADMIN: &str = "admin@demo.test";

/// The demo with a password of our choice.
async fn told(password: &str) -> Demo {
    let mut demo = command();
    demo.args(["demo", "--listen", "127.0.0.1:0"]).env("CITIES_DEMO_PASSWORD", password);
    Demo::start(demo).await
}

#[tokio::test]
async fn the_demo_prints_the_password_of_an_admin_who_may_mistype_it() {
    let mut demo = command();
    demo.args(["demo", "--listen", "127.0.0.1:0"]);
    let demo = Demo::start(demo).await;
    let password = demo.tells("admin@demo.test, password ").await;
    for _ in 0..7 {
        let refused = sign_in(&demo.client(), ADMIN, "wrong horse battery").await;
        assert_eq!(refused["userErrors"].as_array().map(Vec::len), Some(1), "{refused}");
    }
    let session = sign_in(&demo.client(), ADMIN, &password).await["session"].clone();
    let admin = bearer(demo.client(), &session);
    assert_eq!(viewer(&admin).await["role"], "ADMIN");
    let audit = admin.graphql("{ auditEvents { nodes { action } } inbox { nodes { id } } }", json!({})).await;
    assert_eq!(audit.json()["errors"], Value::Null);
}

#[tokio::test]
async fn the_demo_takes_the_password_it_is_told() {
    let demo = told("correct horse battery").await;
    assert_eq!(demo.tells("admin@demo.test, password ").await, "correct horse battery");
    let session = sign_in(&demo.client(), ADMIN, "correct horse battery").await["session"].clone();
    assert_eq!(session["viewer"]["role"], "ADMIN");
    for page in ["/demo", "/demo/partner"] {
        known_again(&demo.client(), page).await;
    }
}

#[test]
fn a_password_that_nobody_could_sign_in_with_is_a_wrong_setting() {
    for wrong in ["short", ""] {
        let said: Outcome =
            command().arg("demo").env("CITIES_DEMO_PASSWORD", wrong).output().expect("it runs").into();
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{wrong:?}");
        assert!(
            said.stderr.contains("CITIES_DEMO_PASSWORD is no good: password: must have 12 to 200"),
            "{}",
            said.stderr
        );
    }
    assert!(cities(["demo", "--help"]).succeeded().contains("CITIES_DEMO_PASSWORD"));
}

#[tokio::test]
async fn by_a_clock_that_goes_on_what_is_published_now_is_answered_as_published() {
    let demo = told("correct horse battery").await;
    let session = sign_in(&demo.client(), ADMIN, "correct horse battery").await["session"].clone();
    let admin = bearer(demo.client(), &session);
    let draft =
        "mutation { createNewsItem(input: { locale: \"en\", text: [{ locale: \"en\", title: \"Tram\" }] }) {
        newsItem { id } } }";
    let drafted = admin.graphql(draft, json!({})).await.json();
    let id = &drafted["data"]["createNewsItem"]["newsItem"]["id"];
    let publish = "mutation ($id: ID!) { publishNewsItem(input: { id: $id }) { newsItem { status } } }";
    let answer = admin.graphql(publish, json!({ "id": id })).await.json();
    assert_eq!(answer["data"]["publishNewsItem"]["newsItem"]["status"], "PUBLISHED", "{answer}");
}

/// What is the same until the program is another is not sent twice.
pub async fn known_again(client: &Client, path: &str) {
    let packing = client.clone().with("accept-encoding", "gzip");
    for asking in [client, &packing] {
        let first = asking.get(path).await;
        let tag = first.header("etag").expect("a tag").to_owned();
        assert!(tag.starts_with('"') && first.status == 200, "strong: {tag} of {path}");
        assert_eq!(tag.ends_with("-gzip\""), first.header("content-encoding").is_some(), "{path}");
        let again = asking.clone().with("if-none-match", &tag).get(path).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(&*tag)), "{path}");
        for name in ["cache-control", "vary"] {
            assert!(again.header(name).is_some(), "{name} of {path}");
            assert_eq!(again.header(name), first.header(name), "{name} of {path}");
        }
    }
    let other = client.clone().with("if-none-match", "\"another\"").get(path).await;
    assert!(other.status == 200 && !other.body.is_empty(), "{path}");
}
