//! The same question, asked in other words.

use harness::TestApp;

use super::{ask, status};

#[tokio::test]
async fn the_same_question_in_other_words_is_answered_without_a_statement() {
    let app = TestApp::with_demo().await;
    app.catch_up();
    ask(&app.client(), "{ clusters { nodes { title } } }").await;
    app.statements();
    for query in [
        "query Named { clusters { nodes { title } } }",
        "{clusters{nodes{...on Cluster{title}}}}",
        "query ($n: Boolean = true) { clusters { nodes { title @include(if: $n) } } }",
    ] {
        assert_eq!(ask(&app.client(), query).await.status, 200, "{query}");
    }
    assert_eq!(app.statements(), [], "they ask what was asked");
    ask(&app.client(), "{ clusters { nodes { slug } } }").await;
    assert_eq!(app.statements().len(), 1);
}

#[tokio::test]
async fn parameters_in_another_order_or_spelling_ask_the_same() {
    let app = TestApp::with_demo().await;
    app.catch_up();
    for (one, other) in [
        ("/v1/news?lang=en&first=2&fields=slug,title", "/v1/news?fields=slug%2Ctitle&first=%32&lang=en"),
        ("/feeds/news.json?lang=en&clusters=transport", "/feeds/news.json?clusters=transport&lang=en"),
        ("/embed/news?lang=en&clusters=transport", "/embed/news?clusters=trans%70ort&lang=en"),
    ] {
        same(&app, (one, ""), (other, "")).await;
    }
}

#[tokio::test]
async fn what_is_accepted_may_be_said_in_any_words() {
    let app = TestApp::with_demo().await;
    app.catch_up();
    let item = published_slug(&app).await;
    let one = format!("/v1/news/{item}?lang=en");
    for (address, accept, other) in [
        ("/v1/news?lang=en", "*/*", "text/html,application/json;q=0.9,*/*;q=0.9"),
        (&*one, "application/json", "APPLICATION/JSON; charset=utf-8, image/png"),
        (&*one, "application/ld+json, */*;q=0.1", "text/csv;q=0.2, application/ld+json;q=0.3, */*;q=0.2"),
        ("/feeds/news.rss?lang=en", "application/rss+xml", "application/rss+xml;q=0.4"),
        ("/embed/news?lang=en", "text/html, */*;q=0.8", "*/*;q=0.1, text/html, image/webp"),
    ] {
        same(&app, (address, accept), (address, other)).await;
    }
    let linked = app.client().with("accept", "application/ld+json").get(&one).await;
    assert_eq!(linked.header("content-type"), Some("application/ld+json"));
    let plain = app.client().with("accept", "application/ld+json;q=0, */*").get(&one).await;
    assert_eq!(plain.header("content-type"), Some("application/json"), "though both were kept");
    let none = app.client().with("accept", "image/png").get(&one).await;
    assert_eq!(none.status, 406);
}

/// Asks with an address and what is accepted, and again with others: the first is read, the second is given again.
async fn same(app: &TestApp, one: (&str, &str), other: (&str, &str)) {
    let ask = async |(address, accept): (&str, &str)| match accept {
        "" => app.client().get(address).await,
        accept => app.client().with("accept", accept).get(address).await,
    };
    let first = ask(one).await;
    let told = (first.status, status(&first));
    assert_eq!(told, (200, "cities; fwd=miss; stored"), "{one:?}: {}", first.text());
    let second = ask(other).await;
    assert_eq!((second.status, status(&second)), (200, "cities; hit"), "{other:?}");
    assert_eq!(second.text(), first.text(), "{other:?}");
}

async fn published_slug(app: &TestApp) -> String {
    let listed = app.client().get("/v1/news?lang=en&first=1").await;
    listed.json()["data"][0]["slug"].as_str().expect("an item of the demo content").to_owned()
}
