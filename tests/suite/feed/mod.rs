//! Feeds and calendars, as partners and their programs read them.

mod caching;
mod judged;
mod refused;
mod sitemap;
mod telling;

use harness::{Bundle, TestApp, Value, json};

/// Tries to break out of whatever it is put into.
const HOSTILE: &str = "A tram]]> by night </title><script>alert(1)</script> & more";

/// With what is in the bundle.
async fn network() -> (TestApp, Bundle) {
    let (app, bundle) = (TestApp::start().await, bundle());
    app.import(bundle.path());
    (app, bundle)
}

/// Two clusters, one of which is called otherwise now, and three items: the newest in two languages, the oldest in Chinese.
fn bundle() -> Bundle {
    let bundle = Bundle::empty();
    bundle.picture("tram");
    bundle.put("clusters", "waste", json!({ "text": { "en": { "title": "Waste" } } }));
    let text = json!({ "en": { "title": "Transport" }, "zh": { "title": "交通" } });
    bundle.put("clusters", "transport", json!({ "oldSlugs": ["mobility"], "text": text }));
    bundle.put("topics", "news", json!({ "text": { "en": { "label": "News" } } }));
    let text = |title: &str| json!({ "title": title, "excerpt": "1 < 2 & 3", "body": { "markdown": "Every **ten** minutes." } });
    bundle.put(
        "news",
        "night-tram",
        news("2026-05-03T10:00:00.000Z", &json!({ "en": text(HOSTILE), "zh": text("夜间电车") })),
    );
    bundle.put("news", "bins", news("2026-05-02T10:00:00.000Z", &json!({ "en": text("Bins") })));
    let mut chinese = news("2026-05-01T10:00:00.000Z", &json!({ "zh": text("公交") }));
    chinese["locale"] = json!("zh");
    bundle.put("news", "gongjiao", chinese);
    bundle
}

fn news(at: &str, text: &Value) -> Value {
    json!({ "kind": "ARTICLE", "publishedAt": at, "updatedAt": at, "hero": "tram", "clusters": ["transport", "waste"],
            "topics": ["news"], "text": text })
}
