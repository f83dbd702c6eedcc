//! What is promised to the world in files.

use std::path::Path;

use harness::{TestApp, Value, cities, json};

#[test]
fn the_printed_schema_is_the_one_in_the_repository() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let printed = cities(["schema"]).succeeded();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(
        kept == printed,
        "the schema changed: run `cargo run -- schema > schema.graphql` and look at the diff"
    );
}

#[tokio::test]
async fn the_openapi_document_is_the_one_in_the_repository_and_the_one_that_is_served() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/openapi.json");
    let printed = cities(["openapi"]).succeeded();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(
        kept == printed,
        "the document changed: run `cargo run -- openapi > api/openapi.json` and look at the diff"
    );
    let app = TestApp::start().await;
    assert_eq!(app.client().get("/v1/openapi.json").await.text(), printed);
}

#[tokio::test]
async fn everything_that_can_be_asked_for_is_described() {
    let app = TestApp::start().await;
    let described = "name description";
    let query = format!(
        "{{ __schema {{ types {{ {described}
            fields {{ {described} args {{ {described} }} }} inputFields {{ {described} }} enumValues {{ {described} }}
        }} }} }}"
    );
    let answer = app.graphql(&query, json!({})).await;
    let types = answer["data"]["__schema"]["types"].as_array().unwrap();
    let known = ["ID", "Int", "Float", "String", "Boolean"];
    let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
    let ours =
        types.iter().filter(|one| !name(one).starts_with("__") && !known.contains(&name(one).as_str()));
    let mut silent = Vec::new();
    ours.for_each(|one| undescribed(one, "", &mut silent));
    assert!(silent.is_empty(), "say what these are: {silent:#?}");
}

fn undescribed(thing: &Value, above: &str, silent: &mut Vec<String>) {
    let path = format!("{above}{}", thing["name"].as_str().unwrap());
    if thing["description"].as_str().is_none_or(str::is_empty) {
        silent.push(path.clone());
    }
    for beneath in ["fields", "args", "inputFields", "enumValues"] {
        let things = thing[beneath].as_array().into_iter().flatten();
        things.for_each(|thing| undescribed(thing, &format!("{path}."), silent));
    }
}
