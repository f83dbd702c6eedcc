//! Answers as graphql-js gives them: the same documents, asked of both over the same content.

use std::collections::BTreeSet;
use std::path::Path;

use harness::{TestApp, Value, node, npm, once, say};

/// Documents that one takes and the other does not, by the name of their group in `comparison/refusals.mjs`.
///
/// The gaps are those of the parser that async-graphql brings; whoever meets one gets an error that says where.
const EXCEPTED: [(&str, &str); 12] = [
    ("a fragment named `on`", "both refuse it: the one when parsing, the other when validating"),
    ("empty selections", "graphql-js 17 takes them before the specification does"),
    ("gap: a comment between `on` and the type", "the parser reads the condition as the name of a fragment"),
    (
        "gap: a directive after the default of a variable",
        "no directive of ours may stand there, so both refuse it",
    ),
    ("gap: blanks inside the brackets of a type", "the parser wants `[Int!]`, as everybody writes it"),
    ("gap: descriptions in documents", "new in the edition of September 2025"),
    ("gap: escaped quotes in a block string", "the message says to use an ordinary string"),
    ("gap: escapes of characters beyond the first plane", "the characters themselves may be written"),
    ("gap: the description of the schema", "introspection of async-graphql tells what a schema is"),
    ("gap: zero with a minus", "the parser reads it as a float"),
    (
        "malformed instants, languages and countries",
        "graphql-js cannot know from a schema what our scalars accept",
    ),
    (
        "type definitions beside operations",
        "both refuse them: the one when parsing, the other when validating",
    ),
];

/// The same documents in every run; another seed finds others.
const SEED: &str = "20201111";

#[tokio::test]
async fn documents_are_answered_and_refused_as_graphql_js_does() {
    if !once("documents beside graphql-js") {
        return;
    }
    let Some(folder) = npm(&["graphql-http@1.23.1", "graphql@17.1.0"]) else { return };
    let app = TestApp::with_demo().await;
    let url = format!("http://{}", app.address());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/graphql/comparison/main.mjs");
    let folder = folder.to_str().unwrap().to_owned();
    let compared =
        tokio::task::spawn_blocking(move || node(&script, &[&folder, &url, SEED, "400"])).await.unwrap();
    let compared: Value = serde_json::from_str(&compared.succeeded()).unwrap();

    let count = |of: &str, what: &str| compared[of][what].as_u64().unwrap();
    say(&format!(
        "graphql-js: {} documents answered alike, {} with errors, {} refused",
        count("all", "answered"),
        count("all", "failed"),
        count("all", "refused"),
    ));
    assert!(count("hand", "answered") > 120 && count("hand", "refused") > 180, "{}", compared["hand"]);
    assert!(count("all", "answered") > 200 && count("all", "failed") > 5, "{}", compared["all"]);
    assert_eq!(count("all", "limited"), 0, "a document that meets a limit compares nothing");

    let differences = compared["all"]["differences"].as_array().unwrap();
    let name = |difference: &Value| difference["name"].as_str().unwrap().to_owned();
    let excepted = |name: &str| EXCEPTED.iter().any(|(excepted, _)| *excepted == name);
    let unexpected: Vec<_> = differences.iter().filter(|found| !excepted(&name(found))).collect();
    assert!(unexpected.is_empty(), "answered differently: {unexpected:#?}");
    let met: BTreeSet<_> = differences.iter().map(name).collect();
    let cured: Vec<_> = EXCEPTED.iter().filter(|(excepted, _)| !met.contains(*excepted)).collect();
    assert!(cured.is_empty(), "these are alike now, so they need no exception: {cured:#?}");
}
