//! News under clusters and topics, of which some have many and some few.

use harness::{Bundle, TestApp, Value, json};

use crate::property::random::instant;

/// News items, the first one the oldest.
pub const NEWS: usize = 600;
/// In milliseconds.
pub const HOUR: i64 = 3_600_000;

/// Which news are filed under what; under the unknown ones, which are never made, are none.
pub type Holds = fn(usize) -> bool;
pub const CLUSTERS: [(&str, Holds); 4] =
    [("all", |_| true), ("third", |n| n % 3 == 0), ("sparse", |n| n % 80 == 0), ("nowhere", |_| false)];
pub const TOPICS: [(&str, Holds); 6] = [
    ("half", |n| n % 2 == 0),
    ("few", |n| n % 100 == 0),
    ("recent", |n| n >= NEWS - 100),
    ("late", |n| (560..=590).contains(&n)),
    ("past", |n| n < 100),
    ("nothing", |_| false),
];

/// A topic of the latest news, which are under no cluster, and of some of the oldest, which are.
pub fn burst(app: &TestApp, late: i64, old: i64) {
    let bundle = Bundle::empty();
    bundle.put("topics", "burst", json!({ "text": text("Burst", "label") }));
    for n in 0..late + old {
        let (name, at, clusters) = if n < late {
            ("late", app.now() - n * 1_000, &[][..])
        } else {
            ("both", app.now() - 100_000 * HOUR - n * HOUR, &["all"][..])
        };
        let fields = json!({ "kind": "ARTICLE", "publishedAt": instant(at), "text": text("News", "title"),
                             "clusters": clusters, "topics": ["burst"] });
        bundle.put("news", &format!("{name}-{n}"), fields);
    }
    app.import(bundle.path());
}

fn text(words: &str, field: &str) -> Value {
    json!({ "en": { field: words } })
}

pub async fn world() -> TestApp {
    let (app, bundle) = (TestApp::with(&["--answer-cache-size", "0"]).await, Bundle::empty());
    let known = |(name, holds): &(&'static str, Holds)| (0..NEWS).any(holds).then_some(*name);
    for cluster in CLUSTERS.iter().filter_map(known) {
        bundle.put("clusters", cluster, json!({ "position": 1, "text": text(cluster, "title") }));
    }
    for topic in TOPICS.iter().filter_map(known) {
        bundle.put("topics", topic, json!({ "text": text(topic, "label") }));
    }
    let begin = app.now() - 1_000 * HOUR;
    for n in 0..NEWS {
        let under = |things: &[(&'static str, Holds)]| -> Vec<&str> {
            things.iter().filter(|(_, holds)| holds(n)).map(|(name, _)| *name).collect()
        };
        // Some are of the same instant.
        let at = begin + i64::try_from(n / 2).unwrap() * HOUR;
        let fields = json!({ "kind": "ARTICLE", "publishedAt": instant(at), "text": text("News", "title"),
                             "clusters": under(&CLUSTERS), "topics": under(&TOPICS) });
        bundle.put("news", &format!("n{n}"), fields);
    }
    app.import(bundle.path());
    app
}
