//! Automatic persisted queries: a document is sent once and named by its SHA-256 from then on.

use harness::{Answer, TestApp, Value, json};

const QUERY: &str = "{__typename}";
const HASH: &str = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38";
const WRONG: &str = "{ nothing }";
const WRONG_HASH: &str = "919c0b7aa452b0b2fb42688461501bb8b0c3ef3b9d05ce7b9afd4f28bbe96ceb";

const SIGN_IN: &str = r#"query Who { viewer { id } } mutation In { signIn(input: { email: "ana@example.org", password: "correct horse battery" }) { session { accessToken } } }"#;
const SIGN_IN_HASH: &str = "63844458b033c6a04c1986d4b87e1fe02974d403e60f610c9bf8f3774225378f";

fn named(hash: &str) -> Value {
    json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } })
}

fn with(hash: &str, query: &str) -> Value {
    let mut body = named(hash);
    body["query"] = query.into();
    body
}

async fn post(app: &TestApp, body: &Value) -> Answer {
    app.client().post("/graphql", body).await
}

fn code(answer: &Answer) -> (u16, String) {
    let code = answer.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned();
    (answer.status, code)
}

#[tokio::test]
async fn a_document_is_found_by_its_hash_once_it_was_sent() {
    let app = TestApp::start().await;
    let unknown = post(&app, &named(HASH)).await;
    assert_eq!(code(&unknown), (404, "PERSISTED_QUERY_NOT_FOUND".to_owned()));
    assert_eq!(unknown.json()["errors"][0]["message"], "PersistedQueryNotFound");
    assert!(unknown.json().get("data").is_none());

    assert_eq!(post(&app, &with(HASH, QUERY)).await.status, 200);
    let known = post(&app, &named(HASH)).await;
    assert_eq!((known.status, known.json()), (200, json!({ "data": { "__typename": "Query" } })));
    let extensions = named(HASH)["extensions"].to_string();
    let query =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("extensions", &extensions).finish();
    assert_eq!(app.client().get(&format!("/graphql?{query}")).await.json(), known.json());
    for member in ["documentId", "doc_id"] {
        let target = format!("/graphql?{member}=sha256:{HASH}");
        assert_eq!(app.client().get(&target).await.json(), known.json(), "{member}");
        let other = post(&app, &json!({ member: format!("sha256:{WRONG_HASH}") })).await;
        assert_eq!(code(&other), (404, "PERSISTED_QUERY_NOT_FOUND".to_owned()));
        let poisoned = post(&app, &json!({ member: format!("sha256:{WRONG_HASH}"), "query": QUERY })).await;
        assert_eq!(code(&poisoned), (400, "BAD_REQUEST".to_owned()));
    }
}

#[tokio::test]
async fn a_document_under_a_hash_that_is_not_its_own_is_refused_and_not_kept() {
    let app = TestApp::start().await;
    let refused = post(&app, &with(HASH, "{ __typename }")).await;
    assert_eq!(code(&refused), (400, "BAD_REQUEST".to_owned()));
    assert_eq!(post(&app, &named(HASH)).await.status, 404);
    for malformed in ["ecf4", &"g".repeat(64)] {
        assert_eq!(code(&post(&app, &named(malformed)).await), (400, "BAD_REQUEST".to_owned()));
    }
}

#[tokio::test]
async fn a_document_that_is_not_valid_is_never_kept() {
    let app = TestApp::start().await;
    let refused = post(&app, &with(WRONG_HASH, WRONG)).await;
    assert_eq!(code(&refused), (400, "GRAPHQL_VALIDATION_FAILED".to_owned()));
    assert_eq!(code(&post(&app, &named(WRONG_HASH)).await), (404, "PERSISTED_QUERY_NOT_FOUND".to_owned()));
}

#[tokio::test]
async fn a_document_with_a_password_is_not_kept_and_its_hash_is_no_guess() {
    let app = TestApp::start().await;
    for operation in ["Who", "In", "In"] {
        let mut full = with(SIGN_IN_HASH, SIGN_IN);
        full["operationName"] = operation.into();
        assert_eq!(post(&app, &full).await.status, 200);
        let mut short = named(SIGN_IN_HASH);
        short["operationName"] = "In".into();
        assert_eq!(code(&post(&app, &short).await), (404, "PERSISTED_QUERY_NOT_FOUND".to_owned()));
    }
}
