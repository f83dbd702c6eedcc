//! More things at once than are worked on at a time.

use harness::{Bundle, TestApp, json};

#[tokio::test]
async fn events_that_many_news_no_longer_announce_are_in_no_list_and_the_others_stay() {
    let app = TestApp::start().await;
    let announced_by = |announces: fn(u32) -> bool, word: &str| {
        let bundle = Bundle::empty();
        for item in 0..300 {
            let title = json!({ "en": { "title": format!("{word} {item}") } });
            let mut news = json!({ "text": title });
            if announces(item) {
                news["kind"] = json!("EVENT");
                news["event"] = json!({ "startsAt": "2090-06-30T00:00:00Z", "timeZone": "UTC" });
            }
            bundle.put("news", &format!("news-{item}"), news);
        }
        app.import(bundle.path());
    };
    let count = async || {
        let answer = app.graphql("{ events { totalCount } news { totalCount } }", json!({})).await;
        ["events", "news"].map(|list| answer["data"][list]["totalCount"].as_u64().unwrap())
    };
    announced_by(|item| item < 40, "Soon");
    assert_eq!(count().await, [40, 300]);
    announced_by(|item| item % 30 == 0, "Later");
    assert_eq!(count().await, [10, 300]);
    app.cities(&["doctor"]).succeeded();
}
