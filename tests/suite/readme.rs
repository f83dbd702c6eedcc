//! What README has people paste does what README says.

use std::path::Path;

use harness::{CLUSTER_PAGE, Demo, bash, program};

/// Where README has the demo answer.
const ADDRESS: &str = "127.0.0.1:8080";

/// What a block ends with, so that its answer can be told from the next one's.
const END: &str = "\nprintf '\\036'\n";

#[tokio::test]
async fn an_admins_first_ten_minutes_and_the_way_to_a_practice_go_as_the_readme_says() {
    let mut blocks = blocks("An admin's first ten minutes");
    blocks.extend(self::blocks("From a call to a published practice"));
    let (first, walk) = blocks.split_first().expect("the section begins with the demo");
    let program = format!("exec '{}'", program().display());
    let start = first.replace("cargo run --release --", &program).replace(ADDRESS, "127.0.0.1:0");
    let Some(demo) = bash(&start) else { return };
    let demo = Demo::start(demo).await;
    // What one block sets, the next ones use; the first failure ends them all.
    let script =
        format!("set -euo pipefail\n{}{END}", walk.join(END)).replace(ADDRESS, &demo.address().to_string());
    let folder = tempfile::tempdir().expect("a folder");
    let run = bash(&script).expect("it was there").current_dir(folder.path()).output().expect("bash runs");
    let (said, wrong) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{said}\n{wrong}");
    let answers: Vec<&str> = said.split_terminator('\u{1e}').collect();
    assert_eq!(answers.len(), walk.len(), "{said}");
    for (block, answer) in walk.iter().zip(answers) {
        let promised: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("# → ")).collect();
        let printed: Vec<&str> = answer.lines().collect();
        assert_eq!(printed.len(), promised.len(), "{block}\nprints\n{answer}");
        for (printed, promised) in printed.iter().zip(promised) {
            assert!(is_like(printed, promised), "README says\n{promised}\nand it is\n{printed}");
        }
    }
}

#[test]
fn the_page_of_a_cluster_is_asked_for_as_in_the_stories() {
    assert!(readme().contains(&format!("```graphql\n{CLUSTER_PAGE}\n```")));
}

fn readme() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("README.md");
    std::fs::read_to_string(file).expect("README can be read")
}

/// The blocks of shell in a section of README.
fn blocks(heading: &str) -> Vec<String> {
    let text = readme();
    let section = text.split("\n## ").find(|section| section.starts_with(heading));
    let parts = section.expect("README has the section").split("```sh\n").skip(1);
    parts.map(|part| part.split("```").next().unwrap().to_owned()).collect()
}

/// The same, where `…` may be anything.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('…');
    let start = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(start) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}
