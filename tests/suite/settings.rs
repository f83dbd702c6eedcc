//! Settings and the command line: what is wrong is named, and the exit code tells whose fault it is.

use harness::{TestApp, cities};

#[test]
fn a_wrong_setting_is_named_with_its_source_and_a_cure() {
    for (arguments, said) in [
        (["--listen", "nowhere"], "setting listen (from the command line): \"nowhere\" is not an address"),
        (
            ["--database", "mysql://u:s3cret@h/n"],
            "setting database (from the command line): must start with sqlite:",
        ),
        (
            ["--header-timeout", "soon"],
            "setting header-timeout (from the command line): \"soon\" is not a time",
        ),
        (
            ["--explorer-assets", "/nowhere"],
            "setting explorer-assets (from the command line): \"/nowhere\" is not a folder",
        ),
        (["--config", "/nowhere.toml"], "setting config (from the command line): cannot read /nowhere.toml"),
    ] {
        let outcome = cities([["serve"].as_slice(), &arguments].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
        assert!(!outcome.stderr.contains("s3cret"));
    }
}

#[test]
fn a_wrong_command_line_shows_how_it_is_used() {
    for arguments in [["serve", "--lissten"].as_slice(), &["fly"], &[]] {
        let outcome = cities(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
        assert!(outcome.stderr.contains("Usage: cities"), "{}", outcome.stderr);
    }
}

#[test]
fn help_lists_every_setting_with_its_variable_and_default() {
    let help = cities(["serve", "--help"]).succeeded();
    for part in [
        "--listen <ADDRESS:PORT>",
        "[env: CITIES_LISTEN]",
        "[default: 127.0.0.1:8080]",
        "--graphql-max-depth",
    ] {
        assert!(help.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_file_sets_what_flags_leave_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("cities.toml");
    std::fs::write(&file, "max-body-size = \"1KiB\"\nlog-format = \"json\"\nlisten = \"127.0.0.1:1\"\n")
        .expect("a file");
    let app = TestApp::with(&["--config", file.to_str().expect("a plain path")]).await;
    assert_eq!(app.client().send("POST", "/graphql", &[b' '; 2000]).await.status, 413);
    let line = app.log().lines().last().map(str::to_owned).expect("a line of log");
    let line: harness::Value = serde_json::from_str(&line).expect("a line of JSON");
    assert_eq!((&line["path"], &line["status"]), (&"/graphql".into(), &413.into()));
}

#[tokio::test]
async fn an_address_in_use_is_a_failure_and_not_a_wrong_setting() {
    let app = TestApp::start().await;
    let address = app.address().to_string();
    let outcome = app.cities(&["serve", "--listen", &address]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(outcome.stderr.contains(&format!("cannot listen on {address}")), "{}", outcome.stderr);
}
