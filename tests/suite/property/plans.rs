//! How much the databases read for a page: about as much as they answer, of 20,000 items.

use harness::{Meter, TestApp, Value, json, multiply};

use super::asking::{self, LISTS};
use super::content::Content;
use super::random::Random;
use super::reference::{self, Asked, Reference};

/// Each copy is earlier than the one before by this many milliseconds: seven hours or so.
const STEP: i64 = 25_979_000;
/// Of each thing: 170 things become 20,000.
const COPIES: u32 = 120;
/// Rows on a page.
const PAGE: u32 = 20;

#[tokio::test]
async fn a_page_of_20_000_items_reads_at_most_five_times_what_it_answers() {
    let app = TestApp::start().await;
    let mut random = Random(3);
    let mut content = Content::random(&mut random, app.now());
    for item in &mut content.items {
        // Rows of what has expired are read over, and those lent by what has yet to become live.
        item.expires_at = item.expires_at.filter(|at| *at > app.now());
        if ["cities", "clusters"].contains(&item.folder) {
            item.published_at = item.published_at.map(|at| at.min(app.now()));
        }
    }
    let bundle = app.folder().join("bundle");
    content.write(&bundle);
    app.import(&bundle);
    multiply(&app.database().url, COPIES, STEP).await;
    let meter = Meter::of(app.database()).await;
    let reference = Reference { content: &content, now: app.now() };
    let plainest = cost(&app, &meter, &list("news", "PUBLISHED_AT")).await;
    // What one row of the plainest list costs, in the words of this database.
    let row = if app.database().is_postgres() { 1.0 } else { plainest.read / plainest.answered };
    let (mut pages, mut walks) = (0, 0);
    for asked in questions(&mut random, &reference) {
        let cost = cost(&app, &meter, &asked).await;
        let most = if let Some(others) = read_over(&asked) {
            walks += 1;
            cost.answered + size(&app, &others).await
        } else {
            pages += 1;
            cost.answered
        };
        // A list of a few rows looks up slugs, too; each further locale is one more place to read a page from.
        let times = if asked.locales.len() > 1 { 7.0 } else { 5.0 };
        let found = cost.read / (row * most.max(5.0));
        assert!(found <= times, "{found} times what it answers: {cost:?} of {most}, {asked:?}");
    }
    assert!(pages > 300 && walks > 100, "{pages} pages and {walks} walks were judged");
}

/// The list of what stands between that which matches, where anything does: an index is of one scope, in one order.
fn read_over(asked: &Asked) -> Option<Asked> {
    let scopes = ["clusters", "topics", "cities", "countries", "sdgs", "call", "regions", "providers"];
    let whole = || Asked { filter: Vec::new(), ..asked.clone() };
    asked.filter.iter().find_map(|(name, value)| match *name {
        name if scopes.contains(&name) => asked.parent.is_some().then(whole),
        // What is open has the latest deadlines.
        "open" if asked.descending && *value == json!(false) => {
            Some(Asked { filter: vec![("open", json!(true))], ..asked.clone() })
        }
        "publishedAfter" | "publishedBefore" => (asked.order != "PUBLISHED_AT").then(whole),
        _ => None,
    })
}

fn list(list: &'static str, order: &'static str) -> Asked {
    let (filter, locales) = (Vec::new(), Vec::new());
    Asked { parent: None, list, filter, order, descending: true, locales, or_original: false }
}

/// Every list, order and direction: without a filter, and with each filter alone, each in no language and in some.
fn questions(random: &mut Random, reference: &Reference<'_>) -> Vec<Asked> {
    let mut questions = Vec::new();
    for (parent, list, _, _, filters, orders) in LISTS {
        for (order, descending) in orders.iter().flat_map(|order| [(*order, true), (*order, false)]) {
            // Names differ from language to language: of several, each is a list of its own.
            let several: &[_] = if order == "NAME" { &["zh"] } else { &["zh", "ar"] };
            let or_original = order != "NAME";
            for (locales, or_original) in [(&[][..], false), (several, false), (&["zh"], or_original)] {
                let locales = locales.to_vec();
                let plain = Asked { descending, locales, or_original, ..self::list(list, order) };
                questions.extend(answered(random, reference, &plain, parent, None));
                for filter in *filters {
                    questions.extend(answered(random, reference, &plain, parent, Some(filter)));
                }
            }
        }
    }
    questions
}

/// This list beneath some such parent, with some value for the filter, so that there is an answer.
fn answered(
    random: &mut Random,
    reference: &Reference<'_>,
    plain: &Asked,
    parent: &'static str,
    filter: Option<&'static str>,
) -> Option<Asked> {
    let content = reference.content;
    for _ in 0..100 {
        let mut asked = plain.clone();
        if !parent.is_empty() {
            asked.parent = Some((parent, random.pick(&content.slugs(reference::folder_of(parent)))));
        }
        let value = |name| (name, asking::value(random, content, reference.now, plain.list, name));
        asked.filter.extend(filter.map(value));
        let is_one = |(_, value): &(&str, Value)| value.as_array().is_none_or(|values| values.len() == 1);
        if asked.filter.iter().all(is_one) && reference.list(&asked).is_some_and(|items| !items.is_empty()) {
            return Some(asked);
        }
    }
    None
}

/// What a page took.
#[derive(Clone, Copy, Debug)]
struct Cost {
    /// Rows on PostgreSQL, steps on SQLite.
    read: f64,
    answered: f64,
}

async fn cost(app: &TestApp, meter: &Meter, asked: &Asked) -> Cost {
    app.statements();
    let answer = ask(app, asked, &asking::ids(asked, PAGE)).await;
    let statements = app.statements();
    assert_eq!(statements.len(), 1, "{asked:?}");
    let answered = answer["page"]["nodes"].as_array().map_or(0, Vec::len);
    let read = meter.read(&statements[0]).await;
    Cost { read: u32::try_from(read).unwrap().into(), answered: u32::try_from(answered).unwrap().into() }
}

/// How long the whole list is.
async fn size(app: &TestApp, asked: &Asked) -> f64 {
    let answer = ask(app, asked, &asking::total(asked)).await;
    answer["page"]["totalCount"].as_f64().unwrap()
}

async fn ask(app: &TestApp, asked: &Asked, query: &str) -> Value {
    let answer = app.graphql(query, asking::variables(asked)).await;
    assert!(answer.get("errors").is_none(), "{answer} to {asked:?}");
    if asked.parent.is_some() { answer["data"]["parent"].clone() } else { answer["data"].clone() }
}
