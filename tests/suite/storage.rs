//! The schema's life by the command line, told the same way on SQLite and on PostgreSQL.

use harness::{Outcome, TestApp, TestDatabase, cities, command, json};

fn migrate(database: &str, arguments: &[&str]) -> Outcome {
    cities([&["migrate"], arguments, &["--database", database]].concat())
}

/// Names of steps, after the word that says what was done to them.
fn steps(printed: &str, word: &str) -> Vec<String> {
    printed.lines().filter_map(|line| line.strip_prefix(word)).map(|name| name.trim().to_owned()).collect()
}

#[tokio::test]
async fn the_schema_goes_up_and_down_and_tells_where_it_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = TestDatabase::empty(folder.path()).await;
    let applied = steps(&migrate(&database.url, &["up"]).succeeded(), "applied");
    assert!(!applied.is_empty());
    assert_eq!(migrate(&database.url, &["up"]).succeeded(), "", "nothing is left to do");
    assert_eq!(steps(&migrate(&database.url, &["status"]).succeeded(), "applied"), applied);

    let last = applied.last().expect("a step").clone();
    assert_eq!(steps(&migrate(&database.url, &["down"]).succeeded(), "undone"), std::slice::from_ref(&last));
    assert_eq!(
        steps(&migrate(&database.url, &["status"]).succeeded(), "pending"),
        std::slice::from_ref(&last)
    );
    assert_eq!(steps(&migrate(&database.url, &["up"]).succeeded(), "applied"), [last]);

    let mut undone = steps(&migrate(&database.url, &["down", "--all"]).succeeded(), "undone");
    undone.reverse();
    assert_eq!(undone, applied);
    assert_eq!(steps(&migrate(&database.url, &["up"]).succeeded(), "applied"), applied, "and up again");
}

#[tokio::test]
async fn lists_that_a_step_made_anew_are_filled_before_anybody_reads_them() {
    let app = TestApp::with_demo().await;
    let totals = "{ news { totalCount } cities { totalCount } }";
    let before = app.graphql(totals, json!({})).await;
    let steps = steps(&migrate(&app.database().url, &["status"]).succeeded(), "applied");
    let lists = steps.iter().rev().position(|step| step.contains("lists")).expect("such a step") + 1;
    migrate(&app.database().url, &["down", "--steps", &lists.to_string()]).succeeded();
    migrate(&app.database().url, &["up"]).succeeded();
    let node = app.node().await;
    let after = node.client().graphql(totals, json!({})).await.json();
    assert_eq!((&after, &before["data"]["news"]["totalCount"]), (&before, &json!(4)));
}

#[test]
fn a_result_that_cannot_be_told_is_a_failure_and_no_bug() {
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a full device");
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("cities.db").display());
    let mut command = command();
    command.args(["migrate", "up", "--database", &url]).stdout(full);
    let outcome: Outcome = command.output().expect("the program runs").into();
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("it is done, but cannot be told"), "{}", outcome.stderr);
    assert!(!migrate(&url, &["status"]).succeeded().contains("pending"));
}

#[tokio::test]
async fn processes_that_migrate_at_once_do_not_disturb_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = TestDatabase::empty(folder.path()).await;
    let runs: Vec<_> = (0..4)
        .map(|_| {
            let url = database.url.clone();
            std::thread::spawn(move || steps(&migrate(&url, &["up"]).succeeded(), "applied").len())
        })
        .collect();
    let mut counts: Vec<usize> = runs.into_iter().map(|run| run.join().expect("no panic")).collect();
    counts.sort_unstable();
    assert_eq!(counts[..3], [0, 0, 0], "one of them did it all: {counts:?}");
    assert!(counts[3] > 0);
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let app = TestApp::start().await;
    let newer = "insert into seaql_migrations (version, applied_at) values ('m2999_01_01_000001_later', 0)";
    app.database().execute(newer).await;
    for command in [
        ["serve", "--listen", "127.0.0.1:0"].as_slice(),
        ["migrate", "up"].as_slice(),
        ["migrate", "status"].as_slice(),
    ] {
        let outcome = app.cities(command);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{command:?}");
        assert!(outcome.stderr.contains("newer"), "{}", outcome.stderr);
    }
    assert_eq!(app.client().get("/readyz").await.status, 503);
}

#[test]
fn a_database_that_cannot_be_opened_is_named() {
    for (database, said) in [
        ("sqlite:/nowhere/cities.db", "/nowhere"),
        ("sqlite:/", "/ is a folder"),
        ("postgres://ana:s3cret@127.0.0.1:1/cities", "cannot reach the server of 127.0.0.1:1/cities"),
    ] {
        let outcome = cities(["serve", "--listen", "127.0.0.1:0", "--database", database]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{database}");
        assert!(outcome.stderr.contains(said) && !outcome.stderr.contains("s3cret"), "{}", outcome.stderr);
    }
}

#[test]
fn a_file_that_is_no_database_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("letter.txt");
    std::fs::write(&file, "Dear city, ".repeat(500)).expect("a file");
    let outcome = migrate(&format!("sqlite:{}", file.display()), &["up"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("is not a SQLite database"), "{}", outcome.stderr);
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), "Dear city, ".repeat(500));
}

#[test]
fn only_up_makes_a_file_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("cities.db").display());
    let files = || {
        let files = std::fs::read_dir(folder.path()).expect("a folder");
        files.map(|file| file.expect("a file").file_name()).collect::<Vec<_>>()
    };
    for command in [["status"].as_slice(), &["down"]] {
        assert_eq!(migrate(&url, command).code, 1, "{command:?}");
        assert!(files().is_empty(), "{command:?}");
    }
    for command in [["up"].as_slice(), &["status"], &["down", "--all"], &["up"]] {
        migrate(&url, command).succeeded();
        assert_eq!(files(), ["cities.db"], "the log is folded into the file after {command:?}");
    }
}
