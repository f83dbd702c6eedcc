use std::time::Duration;

use harness::{Answer, Client, TestApp, Value, json};

use crate::auth::{self, PASSWORD};

const CREATE: &str = "mutation ($name: String!) {
    createApiToken(input: { name: $name, scopes: [READ], neverExpires: true }) {
        secret apiToken { id } userErrors { code } } }";
const REVOKE: &str = "mutation ($id: ID!) {
    revokeApiToken(input: { id: $id }) { apiToken { id revokedAt } userErrors { code } } }";
const SIGN_OUT: &str = "mutation { signOut { userErrors { code } } }";

async fn admin(app: &TestApp) -> Client {
    auth::bearer(app.client(), &auth::session(app, "ana@example.org", "admin").await)
}

/// A token that can be revoked, by its id.
async fn token(admin: &Client) -> Value {
    admin.graphql(CREATE, json!({ "name": "x" })).await.json()["data"]["createApiToken"]["apiToken"]["id"]
        .clone()
}

async fn keyed(client: &Client, key: &str, query: &str, variables: Value) -> Answer {
    client.clone().with("idempotency-key", key).graphql(query, variables).await
}

#[track_caller]
fn assert_refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.json()["errors"][0]["extensions"]["code"], code, "{}", answer.text());
    assert!(answer.json().get("data").is_none() && answer.header("cache-control") == Some("no-store"));
}

#[tokio::test]
async fn a_mutation_that_is_sent_again_acts_once_and_answers_the_same_on_every_node() {
    let app = TestApp::start().await;
    let ana = admin(&app).await;
    let id = token(&ana).await;
    let first = keyed(&ana, "\"k-1\"", REVOKE, json!({ "id": id })).await;
    assert!(first.header("idempotency-replayed").is_none());
    assert_eq!(first.json()["data"]["revokeApiToken"]["apiToken"]["id"], id);

    // Were it to run again, it would revoke again.
    app.database().execute("UPDATE api_token SET revoked_at = NULL").await;
    app.pass(Duration::from_hours(23));
    let ana = auth::bearer(
        app.client(),
        &auth::sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"],
    );
    let node = app.node().await;
    let elsewhere = auth::bearer(
        node.client(),
        &auth::sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"],
    );
    for (client, key) in [(&ana, "\"k-1\""), (&ana, "k-1"), (&elsewhere, "k-1")] {
        let again = keyed(client, key, REVOKE, json!({ "id": id })).await;
        assert_eq!((again.status, again.header("idempotency-replayed")), (200, Some("true")));
        assert_eq!(again.body, first.body);
    }
    assert_eq!(app.database().count("api_token WHERE revoked_at IS NULL").await, 1);

    app.pass(Duration::from_hours(1));
    let ana = auth::bearer(
        app.client(),
        &auth::sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"],
    );
    let later = keyed(&ana, "k-1", REVOKE, json!({ "id": id })).await;
    assert!(later.header("idempotency-replayed").is_none(), "a day later it is forgotten");
    assert_eq!(app.database().count("api_token WHERE revoked_at IS NULL").await, 0);
    assert_eq!(app.database().count("idempotency").await, 1, "and gone");
}

#[tokio::test]
async fn content_is_made_once_however_often_its_author_asks_for_it() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let two = "mutation ($a: String!, $b: String!) {
        a: createTopic(input: { locale: \"en\", slug: $a, text: [{ locale: \"en\", label: \"A\" }] }) {
            topic { id slug } userErrors { code } }
        b: createTopic(input: { locale: \"en\", slug: $b, text: [{ locale: \"en\", label: \"B\" }] }) {
            topic { id slug } userErrors { code } } }";
    let first = keyed(&editor, "k", two, json!({ "a": "buses", "b": "trams" })).await;
    assert_eq!(first.json()["data"]["b"]["topic"]["slug"], "trams", "{}", first.text());
    let again = keyed(&editor, "k", two, json!({ "a": "buses", "b": "trams" })).await;
    assert_eq!((&again.body, again.header("idempotency-replayed")), (&first.body, Some("true")));
    let variables = json!({ "a": "buses", "b": "trams" });
    let told = keyed(&editor.clone().with("graphql-cost", "1"), "k", two, variables).await;
    assert_eq!(told.header("idempotency-replayed"), Some("true"), "with what it costs beside it");
    assert!(told.json()["extensions"]["cost"].is_object() && told.json()["data"] == first.json()["data"]);
    assert_eq!(app.database().count("topic").await, 2);

    // What went wrong beside what was done is the answer, too.
    let half = json!({ "a": "metros", "b": "buses" });
    let first = keyed(&editor, "j", two, half.clone()).await;
    assert_eq!(first.json()["data"]["b"]["userErrors"][0]["code"], "TAKEN", "{}", first.text());
    assert_eq!(keyed(&editor, "j", two, half).await.body, first.body);
    assert_eq!(app.database().count("topic").await, 3);
}

#[tokio::test]
async fn a_key_is_of_one_request_of_one_user() {
    let app = TestApp::start().await;
    let ana = admin(&app).await;
    let bo = auth::bearer(app.client(), &auth::session(&app, "bo@example.org", "admin").await);
    let (one, other) = (token(&ana).await, token(&ana).await);
    assert_eq!(keyed(&ana, "k", REVOKE, json!({ "id": one })).await.status, 200);
    for (query, variables) in [
        (REVOKE.to_owned(), json!({ "id": other })),
        (format!("{REVOKE} "), json!({ "id": one })),
        (SIGN_OUT.to_owned(), json!({})),
    ] {
        let refused = keyed(&ana, "k", &query, variables).await;
        assert_refused(&refused, 422, "IDEMPOTENCY_KEY_REUSED");
    }
    let of_bo = keyed(&bo, "k", REVOKE, json!({ "id": other })).await;
    assert_eq!((of_bo.status, of_bo.header("idempotency-replayed")), (200, None), "another user's k");
    for wrong in ["", "\"\"", "a b", "\"open", "\"a\\b\""] {
        assert_refused(&keyed(&ana, wrong, REVOKE, json!({ "id": one })).await, 400, "BAD_REQUEST");
    }
}

#[tokio::test]
async fn of_many_who_send_it_at_once_one_acts() {
    let app = TestApp::start().await;
    let ana = admin(&app).await;
    let sent: Vec<_> = (0..8)
        .map(|_| {
            let ana = ana.clone();
            tokio::spawn(async move { keyed(&ana, "k", CREATE, json!({ "name": "Mirror" })).await })
        })
        .collect();
    let mut done = 0;
    for one in sent {
        let answer = one.await.unwrap();
        match answer.status {
            200 => done += 1,
            _ => assert_eq!(answer.status, 409, "{}", answer.text()),
        }
    }
    assert_eq!((done, app.database().count("api_token").await), (1, 1));
}

#[tokio::test]
async fn a_run_that_crashed_is_repeated_unless_it_did_something() {
    let app = TestApp::start().await;
    let ana = admin(&app).await;
    let id = token(&ana).await;
    let send = async || keyed(&ana, "k", REVOKE, json!({ "id": id })).await;
    assert_eq!(send().await.status, 200);
    // As it stands while a run is under way that has done nothing yet.
    app.database().execute("UPDATE idempotency SET answer = NULL, finished_at = NULL, acted = (1 = 0)").await;
    let running = send().await;
    assert_refused(&running, 409, "IDEMPOTENCY_KEY_IN_USE");
    assert_eq!(running.header("retry-after"), Some("5"));
    app.pass(Duration::from_secs(59));
    assert_eq!(send().await.header("retry-after"), Some("1"));
    app.pass(Duration::from_secs(1));
    let again = send().await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, None), "its lease is over");
    assert_eq!(send().await.header("idempotency-replayed"), Some("true"));

    // As it stands when one crashed between its commit and its answer.
    app.database().execute("UPDATE idempotency SET answer = NULL, finished_at = NULL, acted = (1 = 1)").await;
    assert_refused(&send().await, 409, "IDEMPOTENCY_KEY_IN_USE");
    app.pass(Duration::from_mins(2));
    for _ in 0..2 {
        assert_refused(&send().await, 409, "IDEMPOTENCY_ANSWER_NOT_KEPT");
    }
}

#[tokio::test]
async fn no_secret_is_kept_and_nothing_is_kept_of_nobody() {
    let app = TestApp::start().await;
    let ana = admin(&app).await;
    let first = keyed(&ana, "k", CREATE, json!({ "name": "Mirror" })).await;
    assert!(first.text().contains("cities_pat_"));
    let again = keyed(&ana, "k", CREATE, json!({ "name": "Mirror" })).await;
    assert_refused(&again, 409, "IDEMPOTENCY_ANSWER_NOT_KEPT");
    assert_eq!(app.database().count("api_token").await, 1, "but it acted once");
    let wrong = keyed(&ana, "j", CREATE, json!({ "name": "" })).await;
    assert_eq!(wrong.json()["data"]["createApiToken"]["userErrors"][0]["code"], "REQUIRED");
    let wrong = keyed(&ana, "j", CREATE, json!({ "name": "" })).await;
    assert_eq!(wrong.status, 200, "what did nothing may be asked again");

    let sign_in = json!({ "email": "ana@example.org", "password": PASSWORD });
    for client in [app.client(), ana.clone()] {
        for _ in 0..2 {
            let answer = keyed(&client, "s", auth::SIGN_IN, sign_in.clone()).await;
            assert!(
                answer.json()["data"]["signIn"]["session"]["accessToken"].is_string(),
                "{}",
                answer.text()
            );
        }
    }
    assert_eq!(keyed(&ana, "not read: é", auth::VIEWER, json!({})).await.status, 200, "a query has no key");
    let kept = "idempotency WHERE answer LIKE '%cities_%' OR answer LIKE '%eyJ%' OR key <> 'k'";
    assert_eq!(app.database().count(kept).await, 0);
}

#[tokio::test]
async fn an_error_that_changed_nothing_is_not_kept() {
    let app = TestApp::start().await;
    let bo = auth::bearer(app.client(), &auth::session(&app, "bo@example.org", "editor").await);
    let forbidden = async || keyed(&bo, "k", CREATE, json!({ "name": "x" })).await.json();
    assert_eq!(forbidden().await["errors"][0]["extensions"]["code"], "FORBIDDEN");
    app.cities(&["user", "set-role", "bo@example.org", "admin"]).succeeded();
    assert!(forbidden().await["data"]["createApiToken"]["secret"].is_string());
}

#[tokio::test]
async fn a_user_has_so_many_keys_and_no_more() {
    let app = TestApp::start().await;
    let ana = admin(&app).await;
    let id = token(&ana).await;
    keyed(&ana, "k", REVOKE, json!({ "id": id })).await;
    let column = "created_at, leased_until, acted, finished_at, answer";
    let numbers = if app.database().is_postgres() {
        "generate_series(1, 4998) AS n(i)"
    } else {
        "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4998) SELECT i FROM n) AS n"
    };
    app.database()
        .execute(&format!(
            "INSERT INTO idempotency (user_id, key, attempt, fingerprint, {column})
             SELECT user_id, 'k' || n.i, attempt, fingerprint, {column} FROM idempotency, {numbers}"
        ))
        .await;
    assert_eq!(keyed(&ana, "last", REVOKE, json!({ "id": id })).await.status, 200);
    let refused = keyed(&ana, "more", REVOKE, json!({ "id": id })).await;
    assert_refused(&refused, 429, "RATE_LIMITED");
    assert_eq!(refused.header("retry-after"), Some("3600"));
    assert_eq!(
        keyed(&ana, "last", REVOKE, json!({ "id": id })).await.status,
        200,
        "the old ones are still good"
    );
}
