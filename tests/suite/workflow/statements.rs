use std::time::Duration;

use harness::{CLUSTER_PAGE, Client, TestApp, Value, json};

use super::{ITEM, act, drafted, read};

/// How many statements that took: what begins and ends a transaction is not recorded.
async fn counted<T>(app: &TestApp, done: impl Future<Output = T>) -> (T, usize) {
    app.statements();
    let outcome = done.await;
    (outcome, app.statements().len())
}

async fn asked(app: &TestApp, who: &Client, query: &str, variables: Value) -> usize {
    let (answer, count) = counted(app, who.graphql(query, variables)).await;
    assert_eq!(answer.json().get("errors"), None, "{query}");
    count
}

fn changed(id: &str, version: u32, title: &str) -> Value {
    json!({ "id": id, "expectedVersion": version, "text": [{ "locale": "en", "title": title }] })
}

#[tokio::test]
async fn a_token_costs_the_readers_of_public_content_no_statement_and_others_one() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    for (query, variables) in [
        ("{ __typename }", json!({})),
        ("{ clusters { nodes { title } } }", json!({})),
        (CLUSTER_PAGE, json!({ "slug": "transport" })),
    ] {
        let without = asked(&app, &app.client(), query, variables.clone()).await;
        assert_eq!(asked(&app, &editor, query, variables).await, without, "{query}");
    }
    let nothing = asked(&app, &editor, "{ __typename }", json!({})).await;
    assert_eq!(asked(&app, &editor, "{ viewer { id role } }", json!({})).await, nothing + 1);
    let clusters = "{ clusters { nodes { title } } }";
    let public = asked(&app, &editor, clusters, json!({})).await;
    let both = "{ clusters { nodes { title } } viewer { id } }";
    assert_eq!(asked(&app, &editor, both, json!({})).await, public + 1);
}

#[tokio::test]
async fn a_mutation_takes_few_statements() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let (id, created) = counted(&app, drafted(&editor, "Tram")).await;
    assert_eq!(created, 13, "createNewsItem");

    let change = act(&editor, "updateNewsItem", ITEM, changed(&id, 1, "Trams"));
    let (payload, updated) = counted(&app, change).await;
    assert_eq!(payload["newsItem"]["version"], 2, "{payload}");
    assert_eq!(updated, 12, "updateNewsItem of a draft");

    let publish = act(&editor, "publishNewsItem", ITEM, json!({ "id": id, "expectedVersion": 2 }));
    let (payload, published) = counted(&app, publish).await;
    assert_eq!(payload["newsItem"]["status"], "PUBLISHED", "{payload}");
    assert_eq!(published, 12, "publishNewsItem");

    let change = act(&editor, "updateNewsItem", ITEM, changed(&id, 3, "Tramway"));
    let (payload, proposed) = counted(&app, change).await;
    assert_eq!(payload["newsItem"]["hasDraft"], true, "{payload}");
    // Both what keeps the working draft and what shows it.
    assert_eq!(proposed, 14, "updateNewsItem of what is published");

    let (draft, shown) = counted(&app, read(&editor, &id, "DRAFT")).await;
    assert_eq!(draft["data"]["node"]["title"], "Tramway", "{draft}");
    assert_eq!(shown, 9, "the working draft");
}

#[tokio::test]
async fn what_has_several_languages_and_relations_takes_few_statements_more() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let query = "{ cluster(slug: \"transport\") { id } newsItem(slug: \"webinar-cities-south-south-climate-action\") { id } }";
    let found = app.graphql(query, json!({})).await["data"].clone();
    for (noun, field, [first, second, publishing]) in
        [("Cluster", "cluster", [14, 16, 14]), ("NewsItem", "newsItem", [14, 16, 14])]
    {
        let shown = format!("{field} {{ id version hasDraft slug }}");
        let id = found[field]["id"].as_str().unwrap();
        let update = format!("update{noun}");
        for (version, title, usual) in [(1, "Trams", first), (2, "Trams and trees", second)] {
            let change = act(&editor, &update, &shown, changed(id, version, title));
            let (payload, drafted) = counted(&app, change).await;
            assert_eq!(payload[field]["hasDraft"], true, "{payload}");
            assert_eq!(drafted, usual, "{update} to version {version}");
        }
        let publish = format!("publish{noun}");
        let publish = act(&editor, &publish, &shown, json!({ "id": id }));
        let (payload, published) = counted(&app, publish).await;
        assert_eq!(payload[field]["hasDraft"], false, "{payload}");
        assert_eq!(published, publishing, "publish{noun}");
    }
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn what_a_change_leaves_alone_stays_and_what_it_takes_away_goes() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let clusters = app.graphql("{ clusters(first: 2) { nodes { id slug } } }", json!({})).await;
    let clusters = clusters["data"]["clusters"]["nodes"].clone();
    let ids = [clusters[0]["id"].clone(), clusters[1]["id"].clone()];
    let id = drafted(&editor, "Tram").await;
    let input = json!({ "id": id, "expectedVersion": 1, "clusters": ids });
    act(&editor, "updateNewsItem", ITEM, input).await;
    act(&editor, "updateNewsItem", ITEM, changed(&id, 2, "Trams")).await;
    let seen = read(&editor, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!((&seen["title"], seen["clusters"].as_array().unwrap().len()), (&json!("Trams"), 2));
    let input = json!({ "id": id, "expectedVersion": 3, "clusters": [ids[1]] });
    act(&editor, "updateNewsItem", ITEM, input).await;
    let seen = read(&editor, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!((&seen["title"], &seen["clusters"][0]["slug"]), (&json!("Trams"), &clusters[1]["slug"]));
    let input = json!({ "id": id, "expectedVersion": 4, "clusters": [] });
    act(&editor, "updateNewsItem", ITEM, input).await;
    let seen = read(&editor, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!((&seen["title"], &seen["clusters"]), (&json!("Trams"), &json!([])));
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn a_publication_sets_what_differs_and_moves_its_places_among_drafts_at_once() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    app.pass(Duration::from_mins(1));
    app.statements();
    let payload = act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(payload["newsItem"]["status"], "PUBLISHED", "{payload}");
    let updates: Vec<_> =
        app.statements().into_iter().filter(|sent| sent.sql.starts_with("UPDATE")).collect();
    let of = |table: &str| updates.iter().filter(|sent| sent.sql.contains(table)).collect::<Vec<_>>();
    let [item] = of("\"news_item\"")[..] else { panic!("{updates:?}") };
    assert!(item.sql.contains("\"status\"") && !item.sql.contains("\"slug\""), "{}", item.sql);
    let [places] = of(" listing ")[..] else { panic!("{updates:?}") };
    assert_eq!(places.values[0], app.now().to_string(), "{places:?}");
    assert!(places.values[2].contains("drafts_news"), "{places:?}");
}
