//! Signing in, and what a token is worth.

mod api_token;
mod attempts;
mod audit;
mod keys;
mod mail;
mod oidc;
mod oidc_trouble;
mod password_reset;
mod second_factor;
mod session;
mod shown_once;
mod token;
mod token_command;
mod token_scope;

use harness::{Client, TestApp, Value, json};

pub const PASSWORD: &str = "correct horse battery";

pub const SIGN_IN: &str = "mutation ($email: String!, $password: String!) {
    signIn(input: { email: $email, password: $password }) {
        session { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt viewer { id role } }
        userErrors { field code message }
    } }";
const REFRESH: &str = "mutation ($token: String!) {
    refreshSession(input: { refreshToken: $token }) {
        session { accessToken refreshToken } userErrors { code message }
    } }";
pub const VIEWER: &str = "{ viewer { id role } }";

/// Adds a user with [`PASSWORD`].
pub fn add(app: &TestApp, email: &str, role: &str) {
    app.cities_told(&["user", "add", email, "--name", "Ana", "--role", role], PASSWORD).succeeded();
}

pub async fn sign_in(client: &Client, email: &str, password: &str) -> Value {
    let answer = client.graphql(SIGN_IN, json!({ "email": email, "password": password })).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()["data"]["signIn"].clone()
}

/// A session of a new user.
pub async fn session(app: &TestApp, email: &str, role: &str) -> Value {
    add(app, email, role);
    sign_in(&app.client(), email, PASSWORD).await["session"].clone()
}

/// The session that comes next, or null.
pub async fn refreshed(client: &Client, session: &Value) -> Value {
    let answer = client.graphql(REFRESH, json!({ "token": session["refreshToken"] })).await.json();
    let answer = &answer["data"]["refreshSession"];
    assert_eq!(answer["session"].is_null(), answer["userErrors"][0]["message"].is_string(), "{answer}");
    answer["session"].clone()
}

/// Whoever carries the access token of this session.
pub fn bearer(client: Client, session: &Value) -> Client {
    client.with("authorization", &format!("Bearer {}", session["accessToken"].as_str().unwrap()))
}

/// Who that is, as the server says.
pub async fn viewer(client: &Client) -> Value {
    client.graphql(VIEWER, json!({})).await.json()["data"]["viewer"].clone()
}
