//! Trusted documents: what front ends' tools wrote is run, by its name or in full, and nothing else.

use std::fs;
use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use harness::{Answer, Client, TestApp, Value, json};

const PAGE: &str = "query Page($slug: String!) {\n  cluster(slug: $slug) {\n    title\n    news { nodes { title } }\n  }\n}\n";
const TYPED: &str = "query Page($slug: String!) { cluster(slug: $slug) { __typename title news { __typename nodes { __typename title } } } }";
const LIST: &str = "query List { clusters { nodes { title } } }";
const LIST_NAME: &str = "5d41402abc4b2a76b9719d911017c592";
const SIGN_IN: &str =
    "mutation In($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }";
const UNTRUSTED: &str = "{ clusters { nodes { id } } }";

fn sha256(text: &str) -> String {
    digest(&SHA256, text.as_bytes())
        .as_ref()
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn write(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn manifest(operations: &Value) -> String {
    json!({ "format": "apollo-persisted-query-manifest", "version": 1, "operations": operations }).to_string()
}

async fn post(client: &Client, body: Value) -> Answer {
    client.post("/graphql", &body).await
}

fn apollo(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) -> String {
    let body = answer.json();
    let error = &body["errors"][0];
    assert_eq!((answer.status, &error["extensions"]["code"]), (status, &json!(code)), "{body}");
    assert!(body.get("data").is_none() && body["errors"].as_array().unwrap().len() == 1, "{body}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    error["message"].as_str().unwrap_or_default().to_owned()
}

/// A folder as three tools leave it.
fn documents(folder: &Path) {
    write(folder, "pages/cluster.graphql", PAGE);
    write(folder, "relay.json", &json!({ LIST_NAME: LIST }).to_string());
    let sign_in = json!([{ "id": sha256(SIGN_IN), "name": "In", "type": "mutation", "body": SIGN_IN }]);
    write(folder, "apollo.json", &manifest(&sign_in));
    write(folder, ".hidden.graphql", "no document");
    write(folder, "README.md", "no document either");
}

#[tokio::test]
async fn trusted_documents_alone_are_run_by_their_names_or_in_full() {
    let app = TestApp::with_demo().await;
    let folder = tempfile::tempdir().unwrap();
    documents(folder.path());
    let node = app.node_with("trusted", &["--trusted-documents", folder.path().to_str().unwrap()]).await;
    let (anybody, admin) = (node.client(), app.user("admin").await.at(&node));
    let slug = json!({ "slug": "transport" });

    // What is not trusted is refused, whoever asks and however it is named.
    for client in [&anybody, &admin] {
        for query in [UNTRUSTED, "{ __schema { queryType { name } } }", &format!("{LIST} # \n {UNTRUSTED}")] {
            let said = refused(&post(client, json!({ "query": query })).await, 403, "DOCUMENT_NOT_TRUSTED");
            assert!(said.contains("`trusted-documents`"), "{said}");
        }
    }
    let registering = json!({ "query": UNTRUSTED, "extensions": apollo(&sha256(UNTRUSTED)) });
    refused(&post(&anybody, registering).await, 403, "DOCUMENT_NOT_TRUSTED");
    for name in [&sha256(UNTRUSTED), "0123"] {
        let unknown = post(&anybody, json!({ "extensions": apollo(name) })).await;
        assert_eq!(refused(&unknown, 404, "PERSISTED_QUERY_NOT_FOUND"), "PersistedQueryNotFound");
        refused(&post(&anybody, json!({ "documentId": name })).await, 404, "PERSISTED_QUERY_NOT_FOUND");
    }
    refused(&post(&anybody, json!({ "query": "{ clusters" })).await, 403, "DOCUMENT_NOT_TRUSTED");

    // A name of another document is believed by nobody.
    for name in [LIST_NAME.to_owned(), sha256(LIST), format!("sha256:{}", sha256(LIST)), "0123".to_owned()] {
        let poisoned = json!({ "query": PAGE, "variables": slug, "documentId": name });
        refused(&post(&anybody, poisoned).await, 400, "BAD_REQUEST");
    }
    let poisoned = json!({ "query": PAGE, "variables": slug, "extensions": apollo(&sha256(TYPED)) });
    refused(&post(&anybody, poisoned).await, 400, "BAD_REQUEST");

    // By any of its names, and in any layout.
    let full = post(&anybody, json!({ "query": PAGE, "variables": slug })).await.json();
    assert!(full["data"]["cluster"]["news"]["nodes"][0]["title"].is_string(), "{full}");
    let flat = PAGE.replace('\n', " ");
    for asked in [
        json!({ "documentId": format!("sha256:{}", sha256(PAGE)) }),
        json!({ "documentId": format!("sha256:{}", sha256(PAGE.trim())) }),
        json!({ "documentId": sha256(PAGE) }),
        json!({ "extensions": apollo(&sha256(PAGE)) }),
        json!({ "query": flat }),
        json!({ "query": flat, "extensions": apollo(&sha256(&flat)) }),
    ] {
        let mut asked = asked;
        asked["variables"] = slug.clone();
        let answer = post(&anybody, asked.clone()).await;
        assert_eq!((answer.status, answer.json()), (200, full.clone()), "{asked}");
    }

    // A client that adds `__typename` is answered with it, and may name that form from then on.
    let typed = json!({ "query": TYPED, "variables": slug, "extensions": apollo(&sha256(TYPED)) });
    let named = json!({ "variables": slug, "extensions": apollo(&sha256(TYPED)) });
    refused(&post(&anybody, named.clone()).await, 404, "PERSISTED_QUERY_NOT_FOUND");
    for asked in [typed, named] {
        let answer = post(&anybody, asked).await.json();
        assert_eq!(answer["data"]["cluster"]["__typename"], "Cluster", "{answer}");
    }

    // By GET, for caches on the way; kept here without looking at its text again.
    let target = format!("/graphql?documentId={LIST_NAME}");
    let first = anybody.get(&target).await;
    assert!(first.header("cache-control").unwrap().starts_with("public, max-age="), "{first:?}");
    let again = anybody.clone().with("if-none-match", first.header("etag").unwrap()).get(&target).await;
    assert_eq!((again.status, again.header("cache-status")), (304, Some("cities; hit")));
    assert_eq!(anybody.get(&format!("/graphql?doc_id={LIST_NAME}")).await.json(), first.json());

    let input = json!({ "email": "admin@example.org", "password": harness::PASSWORD });
    let sign_in = json!({ "extensions": apollo(&sha256(SIGN_IN)), "variables": { "input": input } });
    let session = post(&anybody, sign_in).await.json();
    assert!(session["data"]["signIn"]["session"]["accessToken"].is_string(), "{session}");
    let by_get = anybody.get(&format!("/graphql?documentId={}", sha256(SIGN_IN))).await;
    assert_eq!(
        (refused(&by_get, 405, "BAD_REQUEST").is_empty(), by_get.header("allow")),
        (false, Some("POST"))
    );
}

#[tokio::test]
async fn a_document_that_is_not_valid_keeps_the_server_from_starting_and_all_faults_are_told() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let serve = || app.cities(&["serve", "--listen", "127.0.0.1:0", "--trusted-documents", place]);
    let empty = serve();
    assert_eq!((empty.code, empty.stderr.contains("holds no documents")), (1, true), "{}", empty.stderr);

    write(folder.path(), "a.graphql", "query { clusters { nodes {\n nothing } } }");
    write(folder.path(), "b.json", "{");
    let mut map = json!({ "1a": LIST, "with blank": LIST, "5": 5 });
    write(folder.path(), "c.json", &map.to_string());
    map.as_object_mut().unwrap().remove("5");
    map[format!("sha256:{}", sha256(PAGE))] = LIST.into();
    map[sha256(PAGE)] = LIST.into();
    write(folder.path(), "d.json", &map.to_string());
    let twice = json!([{ "id": "1a", "body": PAGE }, { "id": "2b", "body": "fragment F on City { id }" }]);
    write(folder.path(), "e.json", &manifest(&twice));
    write(folder.path(), "g.json", &format!("{{\"2b\":{},\"2b\":{}}}", json!(LIST), json!(PAGE)));
    write(folder.path(), "f.gql", &format!("{{ clusters {{ nodes {{ {} }} }} }}", "a: title ".repeat(101)));
    let refused = serve();
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    for fault in [
        "a.graphql: Cannot query field",
        "(line 2, column 2)",
        "b.json: is not JSON (line 1, column 1)",
        "c.json: 5: must be a document in a string",
        "d.json, with blank: a name has 1 to 256 letters",
        "d.json, sha256:",
        "is not the SHA-256 of its document",
        "is the SHA-256 of another document",
        "e.json, 1a: names another document, too",
        "e.json, 2b: ",
        "g.json, 2b: names another document, too",
        "f.gql: The document is refused: aliases may be at most 100, found 101",
    ] {
        assert!(refused.stderr.contains(fault), "{fault} is missing in\n{}", refused.stderr);
    }
    let nowhere = app.cities(&["serve", "--trusted-documents", "/nowhere"]);
    assert_eq!((nowhere.code, nowhere.stderr.contains("neither a file nor a folder")), (2, true));
}
