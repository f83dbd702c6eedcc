//! No answer that was kept differs from one that is read anew, whatever happened: on the node that did it at once, on any
//! other a moment later.

use std::time::Duration;

use harness::{Client, Node, TestApp, Value, eventually, json};

use super::content::Content;
use super::document::Document;
use super::happening::Story;
use super::random::Random;
use super::tree::Grower;

/// Things that happen, unless `CITIES_TEST_HAPPENINGS` says how many.
const HAPPENINGS: usize = 40;
/// Random questions beside the fixed ones.
const TREES: usize = 12;
const DEPTH: usize = 3;

/// What is asked at every door; `{slug}`s are filled in.
const TARGETS: [&str; 19] = [
    "/v1/news?first=5&include=clusters,topics,cities",
    "/v1/news?clusters={clusters}&lang=zh",
    "/v1/news/{news}",
    "/v1/news/{news}?lang=zh&fallback=ar",
    "/v1/clusters?include=cities",
    "/v1/clusters/{clusters}?include=news.topics,cities",
    "/v1/cities?clusters={clusters}&first=100&fields=name,slug",
    "/v1/events?upcoming=true&include=newsItem.topics",
    "/v1/calls?open=true",
    "/v1/media?include=clusters",
    "/v1/topics",
    "/v1/partners?include=clusters",
    "/v1/practices/{practices}?include=city,call",
    "/feeds/news.atom?limit=10",
    "/feeds/clusters/{clusters}/news.rss",
    "/feeds/events.ics",
    "/feeds/calls.json?lang=zh",
    "/embed/news?cluster={clusters}&lang=en&fragment=true",
    "/embed/events?lang=en&fragment=true",
];

/// What a document asks that random ones do not.
const DOCUMENTS: [&str; 5] = [
    "{ cluster(slug: \"{clusters}\") { title cities(first: 4) { edges { featured joinedOn node { name country { name } } } } news(first: 3) { nodes { title topics { label } } } } }",
    "{ newsItem(slug: \"{news}\", locale: \"zh\", fallback: [\"ar\"]) { title event { startsAt venue } clusters { title } hero { altText url } } }",
    "{ city(slug: \"{cities}\") { name clusters { edges { joinedOn node { title } } } } byExternalRef(type: NEWS_ITEM, ref: \"none\") { id } }",
    "{ events(first: 3) { totalCount nodes { startsAt newsItem { id title topics { label } } } } topics { nodes { id label } } }",
    "{ calls(filter: { open: true }) { totalCount nodes { title isOpen acceptsSubmissions closesAt extensions { reason } } } }",
];

#[tokio::test]
async fn what_is_kept_never_differs_from_what_is_read_whatever_happens() {
    watch(seed(), count(HAPPENINGS)).await;
}

#[tokio::test]
async fn what_is_kept_of_a_replica_falls_when_the_replica_has_what_happened() {
    watch_replica(seed(), count(HAPPENINGS / 4)).await;
}

fn count(usual: usize) -> usize {
    std::env::var("CITIES_TEST_HAPPENINGS").ok().map_or(usual, |count| count.parse().expect("a number"))
}

fn seed() -> u64 {
    std::env::var("CITIES_TEST_SEED").ok().map_or(26, |seed| seed.parse().expect("a number"))
}

/// The same request to whoever is asked.
#[derive(Clone, Debug)]
enum Question {
    Get(String),
    Post(String, Value),
}

impl Question {
    /// Status, body and tag; and whether it was kept.
    async fn ask(&self, client: &Client) -> (u16, String, Option<String>, bool) {
        let answer = match self {
            // Refusals name the request.
            Self::Get(target) => client.clone().with("x-request-id", "the-same").get(target).await,
            Self::Post(query, variables) => client.graphql(query, variables.clone()).await,
        };
        let is_hit = answer.header("cache-status").is_some_and(|status| status.contains("hit"));
        (answer.status, answer.text().to_owned(), answer.header("etag").map(str::to_owned), is_hit)
    }
}

const SETTINGS: [&str; 4] =
    ["--graphql-max-complexity", "10000000", "--public-url", "https://cities.example"];

/// The same, reading the primary, that keeps nothing.
async fn oracle(app: &TestApp) -> Node {
    app.node_with("oracle", &[&SETTINGS[..], &["--answer-cache-size", "0"]].concat()).await
}

/// Asked at once after each happening, a node may say what was, and keep it; a moment later it does no more.
async fn watch_replica(seed: u64, count: usize) {
    let Some(app) = TestApp::replicated(async |urls| urls, &SETTINGS).await else { return };
    let uncached = oracle(&app).await;
    let mut random = Random(seed);
    let content = Content::random(&mut random, app.now());
    let mut story = Story::begin(&app, content, Random(seed + 1)).await;
    let questions = questions(&mut random, &story.content, app.now());
    for _ in 0..=count {
        for question in &questions {
            question.ask(&app.client()).await;
        }
        let happened = story.happen().await;
        for question in &questions {
            question.ask(&app.client()).await;
        }
        for question in &questions {
            let now = question.ask(&uncached.client()).await.1;
            eventually(async || question.ask(&app.client()).await.1 == now).await;
            let again = question.ask(&app.client()).await.1;
            assert_eq!(again, now, "seed {seed}: {happened}: {question:?}");
        }
    }
    assert!(app.client().get("/readyz").await.json()["replica"] == "ok");
}

async fn watch(seed: u64, count: usize) {
    let app = TestApp::with(&SETTINGS).await;
    let uncached = oracle(&app).await;
    let other = app.node_with("other", &SETTINGS).await;
    let mut random = Random(seed);
    let content = Content::random(&mut random, app.now());
    let mut story = Story::begin(&app, content, Random(seed + 1)).await;
    let questions = questions(&mut random, &story.content, app.now());
    let (mut kept, mut asked, mut changed) = (0, 0, 0);
    let mut before: Vec<_> = Vec::new();
    for number in 0..=count {
        let happened = if number == 0 { "nothing yet".to_owned() } else { story.happen().await };
        let mut now = Vec::new();
        for question in &questions {
            let (status, body, tag, _) = question.ask(&uncached.client()).await;
            assert!(
                matches!(status, 200 | 404 | 308) && !body.contains("\"errors\""),
                "{question:?}: {body}"
            );
            // Twice: what is given the second time was kept the first.
            for _ in 0..2 {
                let (own_status, own_body, own_tag, is_hit) = question.ask(&app.client()).await;
                let about = format!("seed {seed}, {number}: {happened}: {question:?}");
                assert_eq!((own_status, &own_body, &own_tag), (status, &body, &tag), "{about}");
                kept += usize::from(is_hit);
                asked += 1;
            }
            now.push(body);
        }
        changed += before.iter().zip(&now).filter(|(before, now)| before != now).count();
        same_elsewhere(&questions, &now, &other).await;
        before = now;
    }
    assert!(kept * 10 > asked * 6, "{kept} of {asked} were kept");
    assert!(changed > count, "{changed} answers changed in {count} happenings");
}

/// A moment later the other node says the same.
async fn same_elsewhere(questions: &[Question], now: &[String], other: &Node) {
    for (question, body) in questions.iter().zip(now) {
        eventually(async || question.ask(&other.client()).await.1 == *body).await;
    }
}

fn questions(random: &mut Random, content: &Content, now: i64) -> Vec<Question> {
    let mut questions = Vec::new();
    for target in TARGETS {
        questions.push(Question::Get(filled(random, content, target)));
    }
    for document in DOCUMENTS {
        questions.push(Question::Post(filled(random, content, document), json!({})));
    }
    for _ in 0..TREES {
        let mut grower = Grower::new(random, content, now);
        let tree = grower.root(DEPTH);
        let mut document = Document::new(&grower.languages.locales, grower.languages.or_original);
        let root = document.list(&tree);
        let (query, variables) = document.around(&root);
        questions.push(Question::Post(query, variables));
    }
    questions
}

/// With slugs of what there is, or was, or is not yet to be seen.
fn filled(random: &mut Random, content: &Content, text: &str) -> String {
    let mut text = text.to_owned();
    for folder in ["clusters", "news", "cities", "practices"] {
        let slug = random.pick(&content.slugs(folder));
        text = text.replace(&format!("{{{folder}}}"), &slug);
    }
    text
}

/// Some of the time must pass for what is scheduled.
pub const STEP: Duration = Duration::from_hours(7);
