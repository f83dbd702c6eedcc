use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use harness::{Client, TestApp, Value, eventually, json, mails};
use tempfile::TempDir;

use super::audit::log;
use super::{PASSWORD, add, bearer, session, sign_in, viewer};

const REQUEST: &str = "mutation ($email: String!) {
    done: requestPasswordReset(input: { email: $email }) { userErrors { field code message } } }";
const RESET: &str = "mutation ($token: String!, $password: String!) {
    done: resetPassword(input: { token: $token, password: $password }) { userErrors { field code } } }";
pub const ANA: &str = "ana@example.org";
const OTHER: &str = "another horse battery";

/// A server that sends mail into a folder, behind a proxy that tells whom requests come from.
pub struct Post {
    pub app: TestApp,
    folder: TempDir,
}

impl Post {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = sending(&format!("file:{}", folder.path().join("mails").display())).await;
        Self { app, folder }
    }

    fn mails(&self) -> PathBuf {
        self.folder.path().join("mails")
    }

    /// The token in the mail of that number, from one.
    pub async fn token(&self, number: usize) -> String {
        let mail = mails(&self.mails(), number).await.remove(number - 1);
        let link =
            mail.lines().find(|line| line.starts_with("https://app.example.org/reset#token=")).unwrap();
        link.split_once("#token=").unwrap().1.trim().to_owned()
    }
}

pub async fn sending(route: &str) -> TestApp {
    let settings = [
        ["--mail-url", route],
        ["--mail-from", "Cities <cities@example.org>"],
        ["--mail-reset-url", "https://app.example.org/reset"],
        ["--trusted-proxies", "127.0.0.0/8"],
    ];
    TestApp::with(&settings.concat()).await
}

pub async fn ask(client: &Client, email: &str) -> Value {
    client.graphql(REQUEST, json!({ "email": email })).await.json()
}

async fn reset(client: &Client, token: &str, password: &str) -> Value {
    let answer = client.graphql(RESET, json!({ "token": token, "password": password })).await.json();
    answer["data"]["done"]["userErrors"].clone()
}

#[tokio::test]
async fn who_forgot_the_password_chooses_another_and_sessions_of_the_old_one_end() {
    let post = Post::start().await;
    let app = &post.app;
    let old = bearer(app.client(), &session(app, ANA, "editor").await);
    app.pass(Duration::from_secs(1));
    let done = json!({ "data": { "done": { "userErrors": [] } } });
    for nobody in ["nobody@example.org", "", "a\u{0}b"] {
        assert_eq!(ask(&app.client(), nobody).await, done, "the same for nobody");
    }
    assert_eq!(ask(&app.client(), " ANA@example.org").await, done);
    let token = post.token(1).await;
    let mail = mails(&post.mails(), 1).await;
    assert_eq!(mail.len(), 1, "and none to anybody else");
    assert!(mail[0].contains("To: ana@example.org") && mail[0].contains("From: Cities <cities@example.org>"));

    let short = json!([{ "field": ["password"], "code": "INVALID" }]);
    assert_eq!(reset(&app.client(), &token, "short").await, short);
    assert!(!viewer(&old).await.is_null(), "nothing happened yet");
    app.pass(Duration::from_secs(1));
    assert_eq!(reset(&app.client(), &token, OTHER).await, json!([]));
    assert!(viewer(&old).await.is_null());
    assert!(sign_in(&app.client(), ANA, PASSWORD).await["session"].is_null());
    assert!(!sign_in(&app.client(), ANA, OTHER).await["session"].is_null());
    let used = json!([{ "field": ["token"], "code": "INVALID" }]);
    assert_eq!(reset(&app.client(), &token, PASSWORD).await, used);

    let stored = app.database().texts("select hash from password_reset").await;
    let log = log(app).await;
    assert!(log.contains(&"anonymous user.password_reset_requested user 127.0.0.1 -".to_owned()), "{log:?}");
    assert!(log.contains(&"user user.password_reset user 127.0.0.1 -".to_owned()), "{log:?}");
    assert!(stored.is_empty() && !app.log().contains(&token) && !log.concat().contains(&token));
}

#[tokio::test]
async fn who_chose_another_password_is_let_in_there_whoever_guesses_elsewhere() {
    let post = Post::start().await;
    let app = &post.app;
    let from = |address: &str| app.client().with("x-forwarded-for", address);
    session(app, ANA, "editor").await;
    let is_let_in = async |address: &str, password: &str| {
        !sign_in(&from(address), ANA, password).await["session"].is_null()
    };
    let guess = async || {
        for n in 1..=40 {
            sign_in(&from(&format!("198.51.100.{n}")), ANA, "wrong horse").await;
        }
    };
    assert!(is_let_in("192.0.2.1", PASSWORD).await);
    guess().await;
    assert!(is_let_in("192.0.2.1", PASSWORD).await && !is_let_in("192.0.2.9", PASSWORD).await);
    ask(&from("192.0.2.9"), ANA).await;
    let token = post.token(1).await;
    assert_eq!(reset(&from("192.0.2.9"), &token, OTHER).await, json!([]));
    guess().await;
    assert!(is_let_in("192.0.2.9", OTHER).await && !is_let_in("192.0.2.1", OTHER).await);
}

#[tokio::test]
async fn a_link_is_good_for_an_hour_and_gone_with_the_first_that_is_used() {
    let post = Post::start().await;
    let app = &post.app;
    add(app, ANA, "editor");
    let used = json!([{ "field": ["token"], "code": "INVALID" }]);
    ask(&app.client(), ANA).await;
    let first = post.token(1).await;
    app.pass(Duration::from_hours(1));
    assert_eq!(reset(&app.client(), &first, OTHER).await, used);
    ask(&app.client(), ANA).await;
    ask(&app.client(), ANA).await;
    let (second, third) = (post.token(2).await, post.token(3).await);
    let both = (0..4).map(|_| {
        let (client, token) = (app.client(), second.clone());
        tokio::spawn(async move { reset(&client, &token, OTHER).await == json!([]) })
    });
    let mut done = 0;
    for one in both.collect::<Vec<_>>() {
        done += usize::from(one.await.unwrap());
    }
    assert_eq!(done, 1, "however many come at once");
    assert_eq!(reset(&app.client(), &third, PASSWORD).await, used);
    assert_eq!(reset(&app.client(), "cities_pr_guess", PASSWORD).await, used);

    ask(&app.client(), ANA).await;
    let fourth = post.token(4).await;
    app.cities_told(&["user", "set-password", ANA], PASSWORD).succeeded();
    assert_eq!(reset(&app.client(), &fourth, OTHER).await, used, "the operator was faster");

    add(app, "bo@example.org", "admin");
    ask(&app.client(), "bo@example.org").await;
    let fifth = post.token(5).await;
    app.cities(&["user", "disable", "bo@example.org"]).succeeded();
    app.cities(&["user", "enable", "bo@example.org"]).succeeded();
    assert_eq!(reset(&app.client(), &fifth, OTHER).await, used, "nothing of before works again");
}

#[tokio::test]
async fn nobody_floods_a_mailbox_and_who_is_disabled_gets_no_mail() {
    let post = Post::start().await;
    let app = &post.app;
    add(app, ANA, "editor");
    add(app, "bo@example.org", "admin");
    app.cities(&["user", "disable", "bo@example.org"]).succeeded();
    let from = |address: &str| app.client().with("x-forwarded-for", address);
    for email in ["bo@example.org", "nobody@example.org", ANA] {
        for number in 1..=3 {
            assert!(ask(&from(&format!("198.51.100.{number}")), email).await["data"]["done"].is_object());
        }
        let refused = ask(&from("198.51.100.4"), email).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{email}");
    }
    assert_eq!(mails(&post.mails(), 3).await.len(), 3);
    let many = from("203.0.113.1");
    for number in 0..10 {
        assert!(ask(&many, &format!("user-{number}@example.org")).await["data"]["done"].is_object());
    }
    let refused = ask(&many, "user-10@example.org").await;
    assert_eq!(refused["errors"][0]["extensions"]["retryAfter"], 1);
}

#[tokio::test]
async fn a_server_that_sends_no_mail_says_so_to_everybody_and_to_its_operator_how_to() {
    let app = TestApp::start().await;
    add(&app, ANA, "editor");
    let known = ask(&app.client(), ANA).await;
    assert_eq!(known["data"]["done"]["userErrors"][0]["code"], "UNAVAILABLE");
    assert_eq!(ask(&app.client(), "nobody@example.org").await, known);
    assert!(app.log().contains("set mail-url, mail-from and mail-reset-url"), "{}", app.log());
    let half = app.cities(&["serve", "--mail-url", "smtps://ana:s3cret@mail.example.org"]);
    assert_eq!(half.code, 2);
    assert!(
        half.stderr.contains("setting mail-from: is missing") && !half.stderr.contains("s3cret"),
        "{}",
        half.stderr
    );
}

#[tokio::test]
async fn a_link_that_is_good_no_more_is_not_sent_any_more() {
    let post = Post::start().await;
    let app = &post.app;
    add(app, ANA, "editor");
    add(app, "bo@example.org", "editor");
    // In place of the folder.
    fs::write(post.mails(), "").unwrap();
    ask(&app.client(), ANA).await;
    eventually(async || app.database().count("mail where trouble is not null").await == 1).await;
    fs::remove_file(post.mails()).unwrap();
    app.pass(Duration::from_hours(1));
    // Somebody else's rings the bell.
    ask(&app.client(), "bo@example.org").await;
    assert!(mails(&post.mails(), 1).await[0].contains("To: bo@example.org"));
    eventually(async || app.database().count("mail").await == 0).await;
    assert_eq!(mails(&post.mails(), 1).await.len(), 1);
    assert!(app.log().contains("could not be sent while it was of use"), "{}", app.log());
}

#[tokio::test]
async fn mails_that_wait_are_sent_before_the_server_stops() {
    let mut post = Post::start().await;
    add(&post.app, ANA, "editor");
    ask(&post.app.client(), ANA).await;
    post.app.tell_to_stop();
    assert!(post.app.ended().await.success());
    assert_eq!(mails(&post.mails(), 1).await.len(), 1);
}
