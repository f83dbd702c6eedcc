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
async fn a_page_of_20_000_items_reads_in_proportion_to_what_it_answers_whatever_is_asked() {
    let app = TestApp::with(&["--answer-cache-size", "0"]).await;
    let mut random = Random(3);
    let mut content = Content::random(&mut random, app.now());
    for item in &mut content.items {
        // Rows of what has expired are read over, and those lent by what has yet to become live.
        item.expires_at = None;
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
    let plainest = cost(&app, &meter, &list("news", "PUBLISHED_AT"), "first: 20").await;
    // What one row of the plainest list costs, in the words of this database.
    let row = if app.database().is_postgres() { 1.0 } else { plainest.read / plainest.answered };
    assert!(row < 50.0, "a row of the plainest list takes {row} steps");
    let (mut pages, mut walks) = (0, 0);
    for asked in questions(&mut random, &reference) {
        let others = match read_over(&asked) {
            Some(others) => size(&app, &others).await,
            None => 0.0,
        };
        for page in windows(&app, &asked).await {
            let cost = cost(&app, &meter, &asked, &page).await;
            *(if others > 0.0 { &mut walks } else { &mut pages }) += 1;
            // A list of a few rows looks up slugs, too.
            let found = cost.read / (row * (cost.answered + others).max(5.0));
            let times = times(&asked);
            assert!(
                found <= times,
                "{found} times what it answers: {cost:?} and {others}, {page}, {asked:?}"
            );
        }
    }
    assert!(pages > 1_000 && walks > 300, "{pages} pages and {walks} walks were judged");
}

/// The start of the list, its end, and what comes after the first few.
async fn windows(app: &TestApp, asked: &Asked) -> Vec<String> {
    let mut windows = vec![format!("first: {PAGE}"), format!("last: {PAGE}")];
    let answer = ask(app, asked, &asking::end(asked, 7)).await;
    let end = answer["page"]["pageInfo"]["endCursor"].as_str();
    windows.extend(end.map(|end| format!("first: {PAGE}, after: \"{end}\"")));
    windows
}

/// Rows read for each one answered. Every value and every locale is a place of its own to read from, but what is read of each
/// is what comes next in all of them.
fn times(asked: &Asked) -> f64 {
    let lists = asked.filter.iter().filter_map(|(_, value)| value.as_array());
    let values: usize = lists.map(Vec::len).product();
    if values > 1 || asked.locales.len() > 1 { 14.0 } else { 5.0 }
}

/// The list of what stands between that which matches, where anything does: an index is of one scope, in one order.
fn read_over(asked: &Asked) -> Option<Asked> {
    let scopes = ["clusters", "topics", "cities", "countries", "sdgs", "call", "regions", "providers"];
    let whole = || Asked { filter: Vec::new(), ..asked.clone() };
    asked.filter.iter().find_map(|(name, value)| match *name {
        name if scopes.contains(&name) => asked.parent.is_some().then(whole),
        // What is open has the latest deadlines.
        "open" if *value == json!(false) => {
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
        let is_some = |(_, value): &(&str, Value)| value.as_array().is_none_or(|values| !values.is_empty());
        if asked.filter.iter().all(is_some) && reference.list(&asked).is_some_and(|items| !items.is_empty()) {
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

async fn cost(app: &TestApp, meter: &Meter, asked: &Asked, page: &str) -> Cost {
    app.statements();
    let answer = ask(app, asked, &asking::ids(asked, page)).await;
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
