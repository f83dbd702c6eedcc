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
async fn parameters_in_another_order_ask_the_same() {
    let app = TestApp::with_demo().await;
    app.catch_up();
    for (one, other) in [
        ("/v1/news?lang=en&first=2&fields=slug", "/v1/news?fields=slug&first=2&lang=en"),
        ("/feeds/news.json?lang=en&clusters=transport", "/feeds/news.json?clusters=transport&lang=en"),
        ("/embed/news?lang=en&clusters=transport", "/embed/news?clusters=transport&lang=en"),
    ] {
        let first = app.client().get(one).await;
        assert_eq!(
            (first.status, status(&first)),
            (200, "cities; fwd=miss; stored"),
            "{one}: {}",
            first.text()
        );
        let second = app.client().get(other).await;
        assert_eq!(
            (second.status, status(&second), &second.body),
            (200, "cities; hit", &first.body),
            "{other}"
        );
    }
}
