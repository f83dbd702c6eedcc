//! The rules of the house, read from the code: who may import whom, where SQL lives, how long a file gets.

use std::fs;
use std::path::{Path, PathBuf};

/// Who may import whom, down only. A room may always use itself.
const MAY_IMPORT: [(&str, &[&str]); 15] = [
    ("kit", &[]),
    ("feed", &["kit"]),
    ("error", &["kit", "domain"]),
    ("domain", &["kit", "error"]),
    ("config", &["kit", "feed", "error", "domain"]),
    ("platform", &["kit", "feed", "error", "domain", "config"]),
    ("app", &["kit", "feed", "error", "domain", "config", "platform"]),
    ("search", &["kit", "feed", "error", "domain"]),
    ("query", &["kit", "feed", "error", "domain", "search"]),
    ("service", &["kit", "feed", "error", "domain", "config", "platform", "app", "search", "query"]),
    ("exchange", DOORS),
    ("worker", DOORS),
    ("http", DOORS),
    ("cli", &[]),
    ("main", &[]),
];
const DOORS: &[&str] =
    &["kit", "feed", "error", "domain", "config", "platform", "app", "search", "query", "service"];
/// These two may import everything.
const TOP: [&str; 2] = ["cli", "main"];
/// Doors inside `http`, of which none knows another.
const HTTP_DOORS: [&str; 6] = ["graphql", "rest", "feed", "embed", "auth", "asset"];

/// What only these may hold, since it is SQL.
const SQL_WORDS: [&str; 5] = ["sea_query", "Statement::from", "execute_unprepared", "Expr::cust", "_raw("];
const SQL_ROOMS: [&str; 5] = ["query/compile/", "query/read.rs", "search/", "app/", "platform/database"];

const MAX_LINES: usize = 250;

struct Source {
    /// Below `api/src`.
    path: String,
    /// Without comments and without tests.
    code: String,
    lines: usize,
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the workspace")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let root = workspace().join(folder);
    let mut found = Vec::new();
    files(&root, &mut found);
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("source is text");
        let path = path.strip_prefix(&root).expect("it lies there").to_string_lossy().into_owned();
        Source { code: without_tests(&text), lines: text.lines().count(), path }
    };
    found.into_iter().map(read).collect()
}

/// What a release holds: a file of tests nothing, any other file all before the tests at its end.
fn without_tests(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines = text[..end].lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

fn is_test(path: &str) -> bool {
    path.ends_with("tests.rs") || path.contains("/tests/")
}

/// The first part of a path, without `.rs`.
fn room(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or_default()
}

/// What follows `prefix` in every path of the code: one name, or all the names in braces.
fn imported<'a>(code: &'a str, prefix: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        let list = match rest.strip_prefix('{') {
            Some(list) => list.split(';').next().unwrap_or_default(),
            None => rest,
        };
        let mut depth = 0;
        for part in list.split_inclusive([',', '{', '}']) {
            let name = part.trim().split(|letter: char| !letter.is_alphanumeric() && letter != '_').next();
            if depth == 0 {
                names.extend(name.filter(|name| !name.is_empty()));
            }
            depth += part.matches('{').count();
            depth = depth.saturating_sub(part.matches('}').count());
            if !rest.starts_with('{') {
                break;
            }
        }
    }
    names
}

#[test]
fn rooms_import_downwards_only() {
    let mut breaches = Vec::new();
    for source in sources("api/src").iter().filter(|source| !is_test(&source.path)) {
        let room = room(&source.path);
        if TOP.contains(&room) || room == "lib" {
            continue;
        }
        let (_, allowed) =
            MAY_IMPORT.iter().find(|(name, _)| *name == room).expect("every room has its rule");
        let rooms = imported(&source.code, "crate::");
        let is_room = |name: &&str| MAY_IMPORT.iter().any(|(room, _)| room == name);
        for name in rooms.into_iter().filter(is_room).filter(|name| *name != room && !allowed.contains(name))
        {
            breaches.push(format!("{} imports {name}", source.path));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn no_door_knows_another() {
    for source in sources("api/src/http").iter().filter(|source| HTTP_DOORS.contains(&room(&source.path))) {
        let named = imported(&source.code, "http::");
        let other = named.into_iter().find(|name| HTTP_DOORS.contains(name) && *name != room(&source.path));
        assert_eq!(other, None, "http/{} knows another door", source.path);
    }
}

#[test]
fn migrations_never_import_the_tables_of_today() {
    for source in sources("migration/src") {
        assert!(!source.code.contains("entity::"), "{} would break with tomorrow's column", source.path);
    }
}

#[test]
fn sql_stays_in_its_rooms() {
    let mut breaches = Vec::new();
    for source in sources("api/src") {
        if is_test(&source.path) || SQL_ROOMS.iter().any(|room| source.path.starts_with(room)) {
            continue;
        }
        for word in SQL_WORDS.iter().filter(|word| source.code.contains(**word)) {
            breaches.push(format!("{} holds {word}", source.path));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn a_file_answers_one_question() {
    let folders = ["api/src", "entity/src", "migration/src", "tests/harness", "tests/suite"];
    let long: Vec<String> = folders
        .into_iter()
        .flat_map(|folder| sources(folder).into_iter().map(move |source| (folder, source)))
        .filter(|(_, source)| source.lines > MAX_LINES)
        .map(|(folder, source)| format!("{folder}/{} has {} lines", source.path, source.lines))
        .collect();
    assert!(long.is_empty(), "more than {MAX_LINES} lines:\n{}", long.join("\n"));
}

/// A test in what is left out of the tests' build would never run.
#[test]
fn what_is_not_built_for_tests_has_none() {
    let root = workspace().join("api/src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let mut left_out = 0;
    for path in found {
        let text = fs::read_to_string(&path).expect("a source can be read");
        for rest in text.split("#[cfg(not(test))]\n").skip(1) {
            let line = rest.lines().next().unwrap_or_default();
            let name = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ");
            let Some(name) = name.and_then(|name| name.strip_suffix(';')) else { continue };
            let folder = path.parent().expect("it lies in a folder").join(name);
            let mut within = Vec::from([folder.with_extension("rs")]);
            if folder.is_dir() {
                within.clear();
                files(&folder, &mut within);
            }
            left_out += within.len();
            for path in within {
                let text = fs::read_to_string(&path).expect("a source can be read");
                assert!(
                    !text.contains("cfg(test)"),
                    "{} has tests, and is not built for them",
                    path.display()
                );
            }
        }
    }
    assert!(left_out > 100, "it finds what is left out: {left_out}");
}

/// The libraries of these crates are not built for tests, so one within them would never run.
#[test]
fn each_test_of_a_table_is_where_it_is_run() {
    let found = |folder: &str| {
        let mut found = Vec::new();
        files(&workspace().join(folder), &mut found);
        found
    };
    for path in ["entity/src", "migration/src"].into_iter().flat_map(found) {
        let text = fs::read_to_string(&path).expect("a source can be read");
        assert!(!text.contains("#[test]"), "{} has a test: entity/tests is the place", path.display());
    }
    let run = fs::read_to_string(workspace().join("tests/run")).expect("it can be read");
    for path in found("entity/tests") {
        let name = path.file_stem().expect("a file has a name").to_string_lossy();
        let runs = run.matches(&format!("--test {name}")).count();
        assert_eq!(runs, 2, "tests/run builds and runs {}", path.display());
    }
}
