//! Answers that are kept: who gets them, what ends them, and what is never kept.

mod words;

use std::collections::BTreeMap;
use std::time::Duration;

use harness::{Answer, CLUSTER_PAGE, Client, TestApp, Value, eventually, json};

use crate::workflow::{ITEM, act, published};

fn status(answer: &Answer) -> &str {
    answer.header("cache-status").unwrap_or("none")
}

async fn ask(client: &Client, query: &str) -> Answer {
    client.graphql(query, json!({})).await
}

#[tokio::test]
async fn many_who_ask_the_same_at_once_are_answered_by_one_statement() {
    let app = TestApp::with_demo().await;
    app.catch_up();
    let variables = json!({ "slug": "transport" });
    app.statements();
    let asking = (0..300).map(|_| {
        let (client, variables) = (app.client(), variables.clone());
        tokio::spawn(async move { client.graphql(CLUSTER_PAGE, variables).await })
    });
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    let mut bodies = std::collections::BTreeSet::new();
    for answer in asking.collect::<Vec<_>>() {
        let answer = answer.await.unwrap();
        assert_eq!(answer.status, 200);
        *told.entry(status(&answer).to_owned()).or_default() += 1;
        bodies.insert(answer.text().to_owned());
    }
    assert_eq!((app.statements().len(), bodies.len()), (1, 1), "{told:?}");
    assert_eq!(told.get("cities; fwd=miss; stored"), Some(&1), "{told:?}");
    let known = ["cities; hit", "cities; fwd=miss; collapsed", "cities; fwd=miss; stored"];
    assert!(told.keys().all(|status| known.contains(&status.as_str())), "{told:?}");
}

#[tokio::test]
async fn a_change_ends_what_it_changes_at_once_and_nothing_else() {
    let app = TestApp::with_demo().await;
    let (editor, anybody) = (app.user("editor").await, app.client());
    let id = published(&editor, "Tram").await;
    let of_item = format!("{{ node(id: \"{id}\") {{ ... on NewsItem {{ title }} }} }}");
    let asked = [&of_item, "{ news(first: 1) { nodes { title } } }", "{ clusters { nodes { title } } }"];
    for query in asked {
        ask(&anybody, query).await;
        assert_eq!(status(&ask(&anybody, query).await), "cities; hit", "{query}");
    }
    let change = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "title": "Trams" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    for query in asked {
        assert_eq!(
            status(&ask(&anybody, query).await),
            "cities; hit",
            "a working draft is nobody's news: {query}"
        );
    }
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    for query in &asked[..2] {
        let answer = ask(&anybody, query).await;
        assert_eq!(status(&answer), "cities; fwd=miss; stored", "{query}");
        assert!(answer.text().contains("Trams"), "{query}: {}", answer.text());
    }
    assert_eq!(status(&ask(&anybody, asked[2]).await), "cities; hit", "it tells of no news");
}

#[tokio::test]
async fn what_is_for_one_caller_or_one_moment_or_failed_is_kept_by_nobody() {
    let app = TestApp::with_demo().await;
    let admin = app.user("admin").await;
    for (query, is_fine) in [
        ("{ serverTime }", true),
        ("{ calls { nodes { title secondsRemaining } } }", true),
        ("{ viewer { name } }", true),
        ("{ clusters { nodes { title } } serverTime }", true),
        ("{ news(first: 101) { nodes { title } } }", false),
        ("{ clusters { nodes { hasDraft } } nothing }", false),
        ("{ news(view: DRAFT) { nodes { title } } }", false),
        ("{ submission(id: \"submission_00000000000000000000000000\", token: \"x\") { id } }", false),
    ] {
        for _ in 0..2 {
            let answer = ask(&app.client(), query).await;
            assert_eq!(status(&answer), "cities; fwd=miss", "{query}: {}", answer.text());
            assert_eq!(answer.json().get("errors").is_none(), is_fine, "{query}: {}", answer.text());
        }
    }
    for _ in 0..2 {
        assert_eq!(status(&ask(&admin, "{ clusters { nodes { title } } }").await), "cities; fwd=bypass");
        let missing = app.client().get("/v1/news/nothing").await;
        assert_eq!((missing.status, status(&missing)), (404, "cities; fwd=miss"));
    }
    let topic = "mutation { createTopic(input: { locale: \"en\", text: [{ locale: \"en\", label: \"Rail\" }] }) { topic { id } } }";
    let made = [ask(&admin, topic).await.json(), ask(&admin, topic).await.json()];
    assert_ne!(made[0], made[1], "each acts");
}

#[tokio::test]
async fn who_shows_a_token_is_told_what_everybody_is_and_nothing_that_was_kept() {
    let app = TestApp::with_demo().await;
    let (editor, page) = (app.user("editor").await, json!({ "slug": "transport" }));
    let everybody = app.graphql(CLUSTER_PAGE, page.clone()).await;
    // By a document that is new, and by one that is known.
    for _ in 0..2 {
        app.statements();
        let answer = editor.graphql(CLUSTER_PAGE, page.clone()).await;
        assert_eq!((answer.json(), app.statements().len()), (everybody.clone(), 1));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    let (other, news) = (app.node().await, "{ news(first: 1) { nodes { title } } }");
    for title in ["Tram", "Train"] {
        ask(&app.client(), news).await;
        app.pass(Duration::from_secs(1));
        published(&editor.at(&other), title).await;
        assert_eq!(ask(&editor, news).await.json()["data"]["news"]["nodes"][0]["title"], title);
    }
    let strange = app.client().with("authorization", "Bearer x.y.z");
    assert_eq!(strange.graphql(CLUSTER_PAGE, page).await.status, 401);
}

#[tokio::test]
async fn a_kept_answer_is_in_the_language_the_coding_and_the_type_that_were_asked_for() {
    let app = TestApp::with_demo().await;
    let feed = "/feeds/clusters/transport/news.json";
    for _ in 0..2 {
        for language in ["en", "zh"] {
            for coding in ["br", "gzip", "zstd", "identity"] {
                let target = format!("{feed}?lang={language}");
                let answer = app.client().with("accept-encoding", coding).get(&target).await;
                let coded = Some(coding).filter(|coding| *coding != "identity");
                assert_eq!((answer.status, answer.header("content-encoding")), (200, coded), "{target}");
                assert_eq!(answer.header("content-language"), Some(language));
            }
        }
        for accept in ["application/json", "application/graphql-response+json"] {
            let answer = app.client().with("accept", accept);
            let answer = ask(&answer, "{ clusters { nodes { title } } }").await;
            assert!(answer.header("content-type").unwrap().starts_with(accept));
        }
        let linked = app.client().with("accept", "application/ld+json").get("/v1/cities/xiamen").await;
        assert_eq!(linked.status, 200);
        assert_ne!(linked.text(), app.client().get("/v1/cities/xiamen").await.text());
    }
}

#[tokio::test]
async fn a_query_by_get_may_be_kept_by_caches_on_the_way_and_is_told_apart() {
    let app = TestApp::with_demo().await;
    let target = "/graphql?query=%7Bclusters%7Bnodes%7Bid%20title%7D%7D%7D";
    let first = app.client().get(target).await;
    let tag = first.header("etag").unwrap();
    assert!(first.header("cache-control").unwrap().starts_with("public, max-age=60,"));
    assert!(
        first.header("surrogate-key").unwrap().contains("cluster-"),
        "{:?}",
        first.header("surrogate-key")
    );
    let again = app.client().with("if-none-match", tag).get(target).await;
    assert_eq!((again.status, again.text(), again.header("age")), (304, "", Some("0")));
    let head = app.client().with("if-none-match", tag).send("HEAD", target, b"").await;
    assert_eq!((head.status, head.header("content-length")), (304, first.header("content-length")));
    // What is for one moment is for no cache.
    let now = app.client().get("/graphql?query=%7BserverTime%7D").await;
    assert_eq!((now.header("cache-control"), now.header("etag")), (Some("no-store"), None));
    // A hash of another document is believed by nobody, and kept by nobody.
    let hash = "0".repeat(64);
    let extensions =
        format!("%7B%22persistedQuery%22:%7B%22version%22:1,%22sha256Hash%22:%22{hash}%22%7D%7D");
    let poisoned = app.client().get(&format!("{target}&extensions={extensions}")).await;
    assert_eq!((poisoned.status, status(&poisoned)), (400, "cities; fwd=miss"));
    let unknown = app.client().get(&format!("/graphql?extensions={extensions}")).await;
    assert_eq!((unknown.status, status(&unknown)), (404, "cities; fwd=miss"));
}

#[tokio::test]
async fn noise_and_large_answers_do_not_push_out_what_is_asked_for_often() {
    let app = TestApp::with(&["--answer-cache-size", "64KiB"]).await;
    app.import(&harness::demo());
    let (anybody, often) = (app.client(), "{ clusters { nodes { title } } }");
    for _ in 0..50 {
        ask(&anybody, often).await;
    }
    let large = anybody.graphql(CLUSTER_PAGE, json!({ "slug": "transport" })).await;
    assert_eq!(status(&large), "cities; fwd=miss", "more than a sixteenth of all is passed through");
    let mut hits = 0;
    for number in 0..1_500 {
        let noise = anybody.clone().with("accept", &format!("application/json;q=0.{number:03}"));
        ask(&noise, often).await;
        if number % 10 == 0 {
            hits += usize::from(status(&ask(&anybody, often).await) == "cities; hit");
        }
    }
    assert!(hits > 140, "{hits} of 150");
}

#[tokio::test]
async fn another_process_is_heard_of_and_so_is_a_database_that_was_put_back() {
    let app = TestApp::with_demo().await;
    let (anybody, other) = (app.client(), app.node().await);
    let query = "{ cluster(slug: \"transport\") { title } }";
    let title = async |client: &Client| ask(client, query).await.json()["data"]["cluster"]["title"].clone();
    let before = title(&anybody).await;
    let editor = app.user("editor").await;
    let told = ask(&editor, "{ cluster(slug: \"transport\") { id version } }").await.json();
    let cluster: Value = told["data"]["cluster"].clone();
    let change = json!({ "id": cluster["id"], "expectedVersion": cluster["version"],
                         "text": [{ "locale": "en", "title": "Wheels" }] });
    title(&other.client()).await;
    act(&editor, "updateCluster", "cluster { id }", change).await;
    act(&editor, "publishCluster", "cluster { id }", json!({ "id": cluster["id"] })).await;
    assert_eq!(title(&anybody).await, "Wheels");
    eventually(async || title(&other.client()).await == "Wheels").await;

    // As a backup has it: the outbox is shorter, and the content older.
    app.database().execute("update cluster_translation set title = 'Backup' where locale = 'en'").await;
    assert_eq!(title(&anybody).await, "Wheels", "nobody told of it");
    app.database().execute("delete from outbox where seq > 1").await;
    eventually(async || title(&anybody).await == "Backup").await;
    eventually(async || title(&other.client()).await == "Backup").await;
    assert_ne!(before, "Backup");
    app.pass(Duration::from_secs(1));
}

#[tokio::test]
async fn plain_questions_are_answered_with_the_executor_as_without() {
    let app = TestApp::with_demo().await;
    let documents = [
        "{ clusters { __typename totalCount pageInfo { hasNextPage endCursor t: __typename } edges { cursor __typename node { __typename id dir } } } }",
        "{ a: city(slug: \"xiamen\", locale: \"zh\") { n: name isFallback country { n: name __typename flag m49 leastDeveloped code } body { t: text html markdown } latitude population } }",
        "{ cluster(slug: \"transport\") { cities(orderBy: { field: JOINED_ON }) { edges { joinedOn featured position node { name photo { url altText width } } } } media { nodes { sources { provider url } durationSeconds kind } } } }",
        "{ events { nodes { startsAt startsAtLocal endsAt timeZone isCancelled newsItem { sdgs kind publishedAt version externalRef } } } }",
        "{ calls(fallbackToOriginal: true, locale: \"ar\") { nodes { isOpen acceptsSubmissions gracePeriod form criteria { weight key label help __typename } formLabels extensions { reason at } } } }",
        "{ newsItem(slug: \"nothing\") { title } topic(slug: \"news\") { label news(first: 2) { nodes { title event { venue } call { title } } } } }",
        "{ city(slug: \"santiago\") { country { regions { name code } } } partners { nodes { kind website clusters { slug } } } practices { nodes { city { name } } } }",
    ];
    for document in documents {
        // What is told of the schema beside it is the executor's.
        let beside = document.trim_end_matches('}').to_owned() + "__schema { queryType { name } } }";
        let (plain, usual) = (ask(&app.client(), document).await, ask(&app.client(), &beside).await);
        let (usual, told) = (usual.text(), r#","__schema":{"queryType":{"name":"Query"}}"#);
        assert_eq!(usual.matches(told).count(), 1, "{usual}");
        assert_eq!(plain.text(), usual.replace(told, ""), "{document}");
        assert!(plain.json().get("errors").is_none(), "{document}: {}", plain.text());
    }
}
