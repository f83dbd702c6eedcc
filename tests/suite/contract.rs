//! What is promised to the world in files.

use std::path::Path;

use harness::cities;

#[test]
fn the_printed_schema_is_the_one_in_the_repository() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let printed = cities(["schema"]).succeeded().stdout;
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(
        kept == printed,
        "the schema changed: run `cargo run -- schema > schema.graphql` and look at the diff"
    );
}
