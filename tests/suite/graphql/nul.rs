//! U+0000, which PostgreSQL can neither keep nor look for, wherever a text can be given.

use harness::{Client, TestApp, Value, json};

use crate::schema::Schema;

#[tokio::test]
async fn whoever_sends_it_anywhere_is_told_what_is_wrong_or_that_there_is_nothing() {
    let app = TestApp::with_demo().await;
    let schema = Schema::of(&app).await;
    let (admin, mut sent) = (app.user("admin").await, 0);
    for root in ["Query", "Mutation"] {
        for field in schema.fields(root) {
            for (query, variables) in schema.asked_everywhere(root, field, "a\u{0}@b") {
                let answer = admin.graphql(&query, variables.clone()).await.json();
                let codes: Vec<_> = answer["errors"].as_array().into_iter().flatten().collect();
                let is_ours = |error: &&Value| {
                    !["BAD_REQUEST", "RATE_LIMITED"]
                        .contains(&error["extensions"]["code"].as_str().unwrap_or_default())
                };
                assert!(!codes.iter().any(is_ours), "{query} {variables}: {answer}");
                sent += 1;
            }
        }
    }
    assert!(sent > 300, "{sent} were sent");
}

/// The user errors of a mutation.
async fn told(who: &Client, mutation: &str) -> Value {
    let query = format!("mutation {{ done: {mutation} {{ userErrors {{ field code }} }} }}");
    who.graphql(&query, json!({})).await.json()["data"]["done"]["userErrors"].clone()
}

#[tokio::test]
async fn nobody_is_called_so_and_nothing_is_named_so() {
    let app = TestApp::with_demo().await;
    let admin = app.user("admin").await;
    let named = |name: &str, user: &str| {
        format!("createApiToken(input: {{ name: \"{name}\", scopes: [READ], neverExpires: true{user} }})")
    };
    for (mutation, errors) in [
        (named("Mirror", ", user: \"a\\u0000@b.c\""), json!([{ "field": ["user"], "code": "NOT_FOUND" }])),
        (named("a\\u0000", ""), json!([{ "field": ["name"], "code": "INVALID" }])),
        (named("a\\u001b[2J", ""), json!([{ "field": ["name"], "code": "INVALID" }])),
        (
            "signIn(input: { email: \"a\\u0000@b.c\", password: \"a\\u0000\" })".to_owned(),
            json!([{ "field": null, "code": "INVALID" }]),
        ),
        (
            "refreshSession(input: { refreshToken: \"a\\u0000\" })".to_owned(),
            json!([{ "field": null, "code": "INVALID" }]),
        ),
        (
            "resetPassword(input: { token: \"a\\u0000\", password: \"correct horse battery\" })".to_owned(),
            json!([{ "field": ["token"], "code": "INVALID" }]),
        ),
    ] {
        assert_eq!(told(&admin, &mutation).await, errors, "{mutation}");
    }
    for (name, value) in [("--name", "Ana\u{1b}[2J"), ("--name", "Ana\nBo"), ("--email", "a\u{7f}@b.c")] {
        let (email, person) = if name == "--email" { (value, "Ana") } else { ("ana@example.org", value) };
        let outcome =
            app.cities_told(&["user", "add", email, "--name", person, "--role", "editor"], harness::PASSWORD);
        assert!(outcome.code != 0 && !outcome.stderr.contains(value), "{value:?}: {}", outcome.stderr);
    }
}
