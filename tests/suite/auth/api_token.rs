use std::time::Duration;

use harness::{Answer, Client, Statement, TestApp, Value, eventually, json};

use super::{VIEWER, add, bearer, session, viewer};

const CREATE: &str = "mutation ($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
        secret apiToken { id name userId scopes expiresAt lastUsedAt revokedAt } userErrors { field code message }
    } }";
const REVOKE: &str = "mutation ($id: ID!) {
    revokeApiToken(input: { id: $id }) { apiToken { id revokedAt } userErrors { field code message } } }";
const LIST: &str = "{ apiTokens { id name userId scopes createdAt expiresAt lastUsedAt revokedAt } }";

pub async fn create(client: &Client, input: Value) -> Value {
    client.graphql(CREATE, json!({ "input": input })).await.json()["data"]["createApiToken"].clone()
}

/// Whoever carries this token.
pub fn carrying(client: Client, token: &str) -> Client {
    client.with("authorization", &format!("Bearer {token}"))
}

pub fn usual() -> Value {
    json!({ "name": "Mirror", "scopes": ["READ", "WRITE"], "expiresAt": "2026-09-01T00:00:00.000Z" })
}

async fn list(admin: &Client) -> Vec<Value> {
    let answer = admin.graphql(LIST, json!({})).await.json();
    answer["data"]["apiTokens"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

#[track_caller]
pub fn assert_refused(answer: &Answer) {
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""));
}

#[tokio::test]
async fn an_admin_makes_a_token_that_acts_as_its_user_until_it_is_revoked() {
    let app = TestApp::start().await;
    let session = session(&app, "ana@example.org", "admin").await;
    let ana = bearer(app.client(), &session);
    let made = create(&ana, usual()).await;
    assert_eq!(made["userErrors"], json!([]), "{made}");
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("cities_pat_") && secret.len() == 60, "{secret}");
    assert_eq!(made["apiToken"]["scopes"], json!(["READ", "WRITE"]));

    let script = carrying(app.client(), secret);
    assert_eq!(viewer(&script).await, session["viewer"], "the role of now");
    app.cities(&["user", "set-role", "ana@example.org", "editor"]).succeeded();
    assert_eq!(viewer(&script).await["role"], "EDITOR");
    app.cities(&["user", "set-role", "ana@example.org", "admin"]).succeeded();

    let listed = list(&ana).await;
    assert_eq!((listed.len(), &listed[0]["id"]), (1, &made["apiToken"]["id"]));
    assert!(!json!(listed).to_string().contains("cities_pat_"), "the token is shown once");

    let (id, node) = (&made["apiToken"]["id"], app.node().await);
    let elsewhere = carrying(node.client(), secret);
    assert!(!viewer(&elsewhere).await.is_null());
    let revoked = ana.graphql(REVOKE, json!({ "id": id })).await.json()["data"]["revokeApiToken"].clone();
    assert_eq!(revoked["apiToken"]["revokedAt"], "2026-06-01T12:00:00.000Z", "{revoked}");
    for gone in [script, elsewhere] {
        assert_refused(&gone.graphql(VIEWER, json!({})).await);
        assert_refused(&gone.get("/livez").await);
    }
    let again = ana.graphql(REVOKE, json!({ "id": id })).await.json()["data"]["revokeApiToken"].clone();
    assert_eq!(again["apiToken"], revoked["apiToken"], "it is over already");
    assert!(list(&ana).await.is_empty());
    assert!(!app.log().contains(secret));
}

#[tokio::test]
async fn only_an_admin_who_signed_in_makes_tokens_and_no_token_does() {
    let app = TestApp::start().await;
    let editor = bearer(app.client(), &session(&app, "bo@example.org", "editor").await);
    let ana = bearer(app.client(), &session(&app, "ana@example.org", "admin").await);
    let all = json!({ "name": "All", "neverExpires": true,
                      "scopes": ["READ", "PROPOSE", "WRITE", "PUBLISH", "PREVIEW", "PURGE", "AUDIT"] });
    let script = create(&ana, all).await["secret"].as_str().unwrap().to_owned();
    for (client, code) in [
        (app.client(), "UNAUTHENTICATED"),
        (editor, "FORBIDDEN"),
        (carrying(app.client(), &script), "FORBIDDEN"),
    ] {
        for (query, variables) in [
            (CREATE, json!({ "input": usual() })),
            (REVOKE, json!({ "id": "token_01h455vb4pex5vsknk084sn02q" })),
            (LIST, json!({})),
        ] {
            let answer = client.graphql(query, variables).await.json();
            assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer}");
        }
    }
    let answer = carrying(app.client(), &script)
        .graphql("mutation { signOutEverywhere { userErrors { message } } }", json!({}))
        .await
        .json();
    let message = &answer["data"]["signOutEverywhere"]["userErrors"][0]["message"];
    assert!(message.as_str().unwrap().contains("revoke the API token"), "{answer}");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_token_is_said_field_by_field() {
    let app = TestApp::start().await;
    let ana = bearer(app.client(), &session(&app, "ana@example.org", "admin").await);
    add(&app, "bo@example.org", "editor");
    app.cities(&["user", "disable", "bo@example.org"]).succeeded();
    for (input, field, code) in [
        (json!({ "name": " " }), "name", "REQUIRED"),
        (json!({ "name": "x".repeat(1000) }), "name", "TOO_LONG"),
        (json!({ "scopes": [] }), "scopes", "REQUIRED"),
        (json!({ "expiresAt": null }), "expiresAt", "REQUIRED"),
        (json!({ "expiresAt": "2026-06-01T12:00:00Z" }), "expiresAt", "INVALID"),
        (json!({ "expiresAt": "2027-06-03T12:00:00Z" }), "expiresAt", "INVALID"),
        (json!({ "neverExpires": true }), "neverExpires", "INVALID"),
        (json!({ "user": "nobody@example.org" }), "user", "NOT_FOUND"),
        (json!({ "user": "bo@example.org" }), "user", "INVALID_STATE"),
    ] {
        let mut wrong = usual();
        wrong.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        let answer = create(&ana, wrong).await;
        assert!(answer["secret"].is_null() && answer["apiToken"].is_null());
        assert_eq!(answer["userErrors"][0]["field"], json!([field]), "{answer}");
        assert_eq!(answer["userErrors"][0]["code"], code, "{answer}");
    }
    let all = json!({ "name": "", "scopes": [], "user": "nobody@example.org", "neverExpires": true,
                      "expiresAt": "2026-01-01T00:00:00Z" });
    let answer = create(&ana, all).await;
    let fields = answer["userErrors"].as_array().unwrap().iter().map(|error| error["field"][0].clone());
    assert_eq!(fields.collect::<Value>(), json!(["name", "scopes", "neverExpires", "expiresAt", "user"]));
    let answer = ana.graphql(REVOKE, json!({ "id": "token_01h455vb4pex5vsknk084sn02q" })).await.json();
    assert_eq!(answer["data"]["revokeApiToken"]["userErrors"][0]["code"], "NOT_FOUND", "{answer}");
    assert!(list(&ana).await.is_empty());
}

#[tokio::test]
async fn a_token_ends_with_its_time_and_rests_while_its_user_is_disabled() {
    let app = TestApp::start().await;
    let ana = session(&app, "ana@example.org", "admin").await;
    add(&app, "bo@example.org", "editor");
    let mut of_bo = usual();
    of_bo["user"] = json!("BO@example.org");
    let made = create(&bearer(app.client(), &ana), of_bo).await;
    let script = carrying(app.client(), made["secret"].as_str().unwrap());
    assert_eq!(viewer(&script).await["role"], "EDITOR");
    assert_ne!(viewer(&script).await["id"], ana["viewer"]["id"]);

    app.cities(&["user", "disable", "bo@example.org"]).succeeded();
    assert_refused(&script.graphql(VIEWER, json!({})).await);
    app.cities(&["user", "enable", "bo@example.org"]).succeeded();
    assert_eq!(viewer(&script).await["role"], "EDITOR");
    app.set_clock(1_788_220_799_999);
    assert_eq!(viewer(&script).await["role"], "EDITOR", "2026-08-31T23:59:59.999Z");
    app.pass(Duration::from_millis(1));
    assert_refused(&script.graphql(VIEWER, json!({})).await);
}

#[tokio::test]
async fn a_token_that_is_none_is_refused_on_every_door() {
    let app = TestApp::start().await;
    let ana = bearer(app.client(), &session(&app, "ana@example.org", "admin").await);
    let secret = create(&ana, usual()).await["secret"].as_str().unwrap().to_owned();
    let mut mistyped = secret.clone();
    mistyped.replace_range(20..21, if &secret[20..21] == "A" { "B" } else { "A" });
    let never = format!("cities_pat_{}{}", "A".repeat(43), "lRZKBC");
    app.statements();
    for wrong in [&mistyped, &secret[..59], "cities_pat_", &secret.replace("pat", "rt")] {
        assert_refused(&carrying(app.client(), wrong).graphql(VIEWER, json!({})).await);
    }
    assert!(
        app.statements().iter().all(|statement| !statement.sql.contains("api_token")),
        "nobody was asked"
    );
    for path in ["/", "/livez", "/schema.graphql", "/graphql?query=%7Bviewer%7Bid%7D%7D"] {
        assert_refused(&carrying(app.client(), &never).get(path).await);
    }
}

#[tokio::test]
async fn a_request_with_a_token_costs_one_statement_and_its_use_is_noted_by_the_minute() {
    let app = TestApp::start().await;
    let ana = bearer(app.client(), &session(&app, "ana@example.org", "admin").await);
    let secret = create(&ana, usual()).await["secret"].as_str().unwrap().to_owned();
    let script = carrying(app.client(), &secret);
    // It is written beside the request: whoever asks soon may still see the time before.
    let noted = async |expected: &str| {
        for _ in 0..2000 {
            if list(&ana).await[0]["lastUsedAt"] == expected {
                return;
            }
        }
        panic!("{:?}", list(&ana).await);
    };
    viewer(&script).await;
    noted("2026-06-01T12:00:00.000Z").await;
    // Others see it before it is recorded here.
    let is_noting = |statement: &Statement| statement.sql.starts_with("UPDATE \"api_token\"");
    eventually(async || app.statements().iter().any(is_noting)).await;
    app.pass(Duration::from_secs(59));
    let twice = "{ viewer { id } again: viewer { role } }";
    assert_eq!(script.graphql(twice, json!({})).await.status, 200);
    assert_eq!(app.statements().len(), 1, "and no write");
    app.pass(Duration::from_secs(1));
    viewer(&script).await;
    noted("2026-06-01T12:01:00.000Z").await;
}

#[tokio::test]
async fn users_of_an_identity_provider_have_no_tokens_and_makers_are_in_the_audit_log() {
    let app = TestApp::start().await;
    let ana = bearer(app.client(), &session(&app, "ana@example.org", "admin").await);
    add(&app, "bo@example.org", "editor");
    app.database()
        .execute("UPDATE \"user\" SET issuer = 'https://id.example', subject = 'bo' WHERE email = 'bo@example.org'")
        .await;
    let mut of_bo = usual();
    of_bo["user"] = json!("bo@example.org");
    let refused = create(&ana, of_bo).await;
    assert_eq!(refused["userErrors"][0]["code"], "INVALID_STATE", "{refused}");
    assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains("add a user of this server"));

    let id = create(&ana, usual()).await["apiToken"]["id"].clone();
    ana.graphql(REVOKE, json!({ "id": id })).await;
    for action in ["api_token.created", "api_token.revoked"] {
        let told = format!(
            "audit_event WHERE action = '{action}' AND user_id IS NOT NULL AND subject_id IS NOT NULL"
        );
        assert_eq!(app.database().count(&told).await, 1, "{action}");
    }
    let secrets = "audit_event WHERE detail LIKE '%cities_pat%'";
    assert_eq!(app.database().count(secrets).await, 0);
    assert_eq!(app.database().count("audit_event WHERE detail LIKE '%\"name\":\"Mirror\"%'").await, 1);
}
