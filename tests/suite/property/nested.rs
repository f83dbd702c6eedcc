//! Lists within lists, each with arguments of its own, answer what the reference answers.

use harness::TestApp;

use super::asking::LISTS;
use super::content::Content;
use super::document::Document;
use super::expected::Judge;
use super::random::Random;
use super::tree::{Branch, Grower};

/// For each content; every one asks twice: for the ends of its lists, then between cursors.
const TREES: usize = 20;
/// Three lists beneath the root list, and relations beneath those.
const DEPTH: usize = 4;

#[tokio::test]
async fn lists_within_lists_answer_what_a_naive_reference_answers() {
    ask_many(31).await;
}

#[tokio::test]
async fn lists_within_lists_of_other_content_answer_what_a_naive_reference_answers() {
    ask_many(2_020).await;
}

#[tokio::test]
async fn every_nested_list_answers_with_each_filter_and_order_what_a_naive_reference_answers() {
    let (app, content, mut random) = start(11).await;
    for (parent, field, ..) in LISTS.iter().filter(|list| !list.0.is_empty()) {
        let mut grower = Grower::new(&mut random, &content, app.now());
        let tree = grower.every_way(parent, field);
        let mut judge = Judge::new(&content, app.now(), grower.languages.clone());
        ask(&app, &mut judge, &tree, &format!("{parent}.{field}")).await;
        assert!(judge.filled[1] > 1, "{parent}.{field} is nearly always empty");
    }
}

async fn start(seed: u64) -> (TestApp, Content, Random) {
    // What is asked for at random is seldom modest.
    let app = TestApp::with(&["--graphql-max-complexity", "10000000", "--answer-cache-size", "0"]).await;
    let mut random = Random(seed);
    let content = Content::random(&mut random, app.now());
    let bundle = app.folder().join("bundle");
    content.write(&bundle);
    app.import(&bundle);
    (app, content, random)
}

async fn ask_many(seed: u64) {
    let (app, content, mut random) = start(seed).await;
    let (mut filled, mut between) = ([0; 4], 0);
    for number in 0..TREES {
        let mut grower = Grower::new(&mut random, &content, app.now());
        let mut tree = grower.root(DEPTH);
        let asked = grower.languages.clone();
        let about = format!("seed {seed}, tree {number}");
        let mut judge = Judge::new(&content, app.now(), asked);
        ask(&app, &mut judge, &tree, &about).await;
        between += move_windows(&mut random, &mut tree, &judge);
        ask(&app, &mut judge, &tree, &about).await;
        filled.iter_mut().zip(&judge.filled).for_each(|(sum, more)| *sum += more);
    }
    let enough = filled.iter().all(|filled| *filled > 10) && between > 50;
    assert!(enough, "only {filled:?} lists with something by level, {between} cursors");
}

/// One tree is one statement, whatever it holds.
async fn ask(app: &TestApp, judge: &mut Judge<'_>, tree: &Branch, about: &str) {
    let mut document = Document::new(&judge.asked.locales, judge.asked.or_original);
    let root = document.list(tree);
    let (query, variables) = document.around(&root);
    judge.about = format!("{about}: {query} with {variables}");
    app.statements();
    let answer = app.graphql(&query, variables).await;
    assert!(answer.get("errors").is_none(), "{answer} to {}", judge.about);
    assert_eq!(app.statements().len(), 1, "{}", judge.about);
    judge.root(tree, &answer["data"][tree.alias()]);
}

/// Other windows on the same lists, between cursors met before; how many cursors are used.
fn move_windows(random: &mut Random, tree: &mut Branch, judge: &Judge<'_>) -> usize {
    let mut used = 0;
    tree.walk(&mut |branch| {
        let Some(known) = judge.known.get(&branch.number) else { return };
        let Some(paged) = branch.paged() else { return };
        let mut one = || (!known.is_empty() && random.chance(50)).then(|| random.pick(known));
        (paged.after, paged.before) = (one(), one());
        (paged.size, paged.backward) = (random.index(6), random.chance(50));
        used += paged.after.iter().chain(&paged.before).count();
    });
    used
}
