use std::time::Duration;

use harness::{Client, TestApp, Value, json};

use super::{ITEM, act, drafted, published, read};

const DRAFT: &str = "query ($id: ID!) { node(id: $id, view: DRAFT) { id } }";

/// What comes of asking for a preview token.
async fn asked(who: &Client, id: &str, seconds: i64) -> Value {
    let query = "mutation ($id: ID!, $seconds: Int!) {
        createPreviewToken(input: { id: $id, expiresIn: $seconds }) { token expiresAt userErrors { field code } } }";
    who.graphql(query, json!({ "id": id, "seconds": seconds })).await.json()
}

/// A token that shows this draft for an hour.
pub async fn previewed(editor: &Client, id: &str) -> String {
    let made = asked(editor, id, 3600).await;
    let token = made["data"]["createPreviewToken"]["token"].as_str().unwrap_or_else(|| panic!("{made}"));
    token.to_owned()
}

pub async fn previewer(app: &TestApp, editor: &Client, id: &str) -> Client {
    app.client().with("authorization", &format!("Bearer {}", previewed(editor, id).await))
}

#[tokio::test]
async fn a_preview_token_shows_its_one_draft_and_nothing_else() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let (one, other) = (drafted(&editor, "One").await, drafted(&editor, "Other").await);
    let guest = previewer(&app, &editor, &one).await;
    assert_eq!(read(&guest, &one, "DRAFT").await["data"]["node"]["title"], "One");
    assert!(read(&guest, &one, "LIVE").await["data"]["node"].is_null());
    assert!(read(&guest, &other, "DRAFT").await["data"]["node"].is_null());
    let by_slug = "{ newsItem(slug: \"one\", view: DRAFT) { title } }";
    let answer = guest.graphql(by_slug, json!({})).await;
    assert_eq!(answer.json()["data"]["newsItem"]["title"], "One");
    assert_eq!(
        (answer.header("cache-control"), answer.header("x-robots-tag")),
        (Some("no-store"), Some("noindex"))
    );
    let public = guest.graphql("{ clusters { totalCount } viewer { id } }", json!({})).await.json();
    assert!(
        public["data"]["clusters"]["totalCount"].as_i64().unwrap() > 0 && public["data"]["viewer"].is_null()
    );
    for refused in [
        "{ news(view: DRAFT) { totalCount } }",
        "{ inbox { totalCount } }",
        "mutation { archiveMany(input: { ids: [] }) { userErrors { code } } }",
    ] {
        let answer = guest.graphql(refused, json!({})).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{refused}: {answer}");
    }
}

#[tokio::test]
async fn a_preview_shows_the_working_draft_of_what_is_live_and_beneath_it_what_is_live() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let cluster = json!({ "locale": "en", "text": [{ "locale": "en", "title": "Waste" }] });
    let cluster = act(&editor, "createCluster", "cluster { id }", cluster).await["cluster"]["id"].clone();
    let id = published(&editor, "Tram").await;
    let change = json!({ "id": id, "expectedVersion": 2, "clusters": [cluster], "text": [{ "locale": "en", "title": "Trams" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let guest = previewer(&app, &editor, &id).await;
    let seen = read(&guest, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!(
        (&seen["title"], &seen["clusters"]),
        (&json!("Trams"), &json!([])),
        "the cluster is a draft, too"
    );
    assert_eq!(read(&guest, &id, "LIVE").await["data"]["node"]["title"], "Tram");
}

#[tokio::test]
async fn a_preview_token_ends_in_time_and_cannot_be_made_or_changed_by_others() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "One").await;
    let made = asked(&editor, &id, 60).await["data"]["createPreviewToken"].clone();
    assert_eq!(made["expiresAt"], "2026-06-01T12:01:00.000Z");
    let token = made["token"].as_str().unwrap();
    let with = |token: &str| app.client().with("authorization", &format!("Bearer {token}"));
    for place in [12, 30, 50, token.len() - 1] {
        let letter = if &token[place..=place] == "A" { "B" } else { "A" };
        let changed = format!("{}{letter}{}", &token[..place], &token[place + 1..]);
        let answer = with(&changed).graphql("{ clusters { totalCount } }", json!({})).await;
        assert_eq!(answer.status, 401, "{place}");
    }
    assert_eq!(read(&with(token), &id, "DRAFT").await["data"]["node"]["title"], "One");
    app.pass(Duration::from_mins(1));
    let over = with(token).graphql("{ clusters { totalCount } }", json!({})).await;
    assert_eq!(over.status, 401);
    assert!(over.text().contains("ask the editor for another preview token"), "{}", over.text());

    for (id, seconds, field) in [
        (&*id, 59, "expiresIn"),
        (&*id, 2_592_001, "expiresIn"),
        ("news_01h455vb4pex5vsknk084sn02q", 60, "id"),
        ("x", 60, "id"),
    ] {
        let refused = asked(&editor, id, seconds).await["data"]["createPreviewToken"].clone();
        assert_eq!((&refused["userErrors"][0]["field"], &refused["token"]), (&json!([field]), &Value::Null));
    }
    let both = asked(&editor, "x", 1).await["data"]["createPreviewToken"]["userErrors"].clone();
    let fields: Value = both.as_array().unwrap().iter().map(|error| error["field"][0].clone()).collect();
    assert_eq!(fields, json!(["expiresIn", "id"]));
    for (who, code) in [(app.client(), "UNAUTHENTICATED"), (app.user("reviewer").await, "FORBIDDEN")] {
        assert_eq!(asked(&who, &id, 60).await["errors"][0]["extensions"]["code"], code);
    }
    assert!(!app.log().contains(token));
    let events = app.database().texts("select action from audit_event where action like '%.previewed'").await;
    assert_eq!(events, ["news_item.previewed"]);
}

#[tokio::test]
async fn a_preview_token_ends_with_what_its_maker_may() {
    let app = TestApp::start().await;
    let admin = app.user("admin").await;
    for (name, ends) in [("bo", &["user", "disable"][..]), ("cy", &["user", "set-role"])] {
        let maker = app.somebody(name, &["--role", "editor"]).await;
        let id = drafted(&maker, "One").await;
        let guest = previewer(&app, &maker, &id).await;
        app.statements();
        assert_eq!(read(&guest, &id, "DRAFT").await["data"]["node"]["title"], "One");
        let asked = app.statements().iter().filter(|statement| statement.sql.contains("\"user\"")).count();
        assert_eq!(asked, 1);
        app.statements();
        read(&guest, &id, "LIVE").await;
        assert_eq!(app.statements().len(), 1, "who reads what is live is nobody's business");
        let email = format!("{name}@example.org");
        let role = if ends[1] == "disable" { None } else { Some("reviewer") };
        app.cities(&[ends, &[&email], role.as_slice()].concat()).succeeded();
        let answer = guest.graphql(DRAFT, json!({ "id": id })).await;
        assert_eq!(answer.status, 401, "{}", answer.text());
        assert_eq!(guest.graphql("{ clusters { totalCount } }", json!({})).await.status, 200);
        assert_eq!(read(&admin, &id, "DRAFT").await["data"]["node"]["title"], "One");
    }
}

#[tokio::test]
async fn what_is_hidden_is_asked_for_by_the_same_statements_as_what_is_not_there() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let (own, hidden) = (drafted(&editor, "Own").await, drafted(&editor, "Hidden").await);
    let guest = previewer(&app, &editor, &own).await;
    let nothing = "news_01h455vb4pex5vsknk084sn02q";
    let statements = async |who: &Client, query: &str, id: &str| {
        app.statements();
        let answer = who.graphql(query, json!({ "id": id })).await.json();
        let sql: Vec<_> = app.statements().into_iter().map(|statement| statement.sql).collect();
        (answer, sql)
    };
    let by_id = "query ($id: ID!) { node(id: $id, view: DRAFT) { ... on NewsItem { title body { html } } } }";
    let by_slug = "query ($id: String!) { newsItem(slug: $id, view: DRAFT) { title body { html } } }";
    let change = "mutation ($id: ID!) { updateNewsItem(input: { id: $id, expectedVersion: 1, text: [] }) {
        userErrors { field code message } } }";
    for who in [&guest, &city] {
        for (query, there, absent) in
            [(by_id, &*hidden, nothing), (by_slug, "hidden", "absent"), (change, &hidden, nothing)]
        {
            let (first, second) = (statements(who, query, there).await, statements(who, query, absent).await);
            assert_eq!(first, second, "{query}");
        }
    }
}

#[tokio::test]
async fn an_event_is_seen_as_its_news_item_stands_for_its_editors() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let found = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await;
    let event = |day: u8| json!({ "startsAt": format!("2027-01-0{day}T08:00:00Z"), "timeZone": "UTC" });
    let input = json!({ "locale": "en", "kind": "EVENT", "event": event(1), "cities": [found["data"]["city"]["id"]],
                        "text": [{ "locale": "en", "title": "Tram day" }] });
    let made =
        act(&editor, "createNewsItem", "newsItem { id event { id } }", input).await["newsItem"].clone();
    let (id, event_id) = (&made["id"], &made["event"]["id"]);
    let preview = previewer(&app, &editor, id.as_str().unwrap()).await;
    let query = "query ($id: ID!) { event(slug: \"tram-day\", view: DRAFT) { ...Told }
                                    node(id: $id, view: DRAFT) { ...Told } }
                 fragment Told on Event { id startsAt slug newsItem { title event { newsItem { id } } } }";
    for (version, day) in [(1, 1), (2, 2), (3, 2)] {
        if version == 2 {
            act(&editor, "publishNewsItem", "", json!({ "id": id })).await;
        }
        if day == 2 {
            let change = json!({ "id": id, "expectedVersion": version, "event": event(day) });
            act(&editor, "updateNewsItem", "", change).await;
        }
        for who in [&editor, &city, &preview] {
            let seen = who.graphql(query, json!({ "id": event_id })).await.json();
            let news = json!({ "title": "Tram day", "event": { "newsItem": { "id": id } } });
            let expected = json!({ "id": event_id, "startsAt": format!("2027-01-0{day}T08:00:00.000Z"),
                                   "slug": "tram-day", "newsItem": news });
            assert_eq!(seen["data"], json!({ "event": expected, "node": expected }), "{version}: {seen}");
        }
    }
    let other = app.focal_point("santiago").await;
    let seen = other.graphql(query, json!({ "id": event_id })).await.json();
    assert_eq!(seen["data"], json!({ "event": null, "node": null }), "{seen}");
}

#[tokio::test]
async fn a_working_draft_is_found_by_the_slug_that_it_is_to_have_by_who_may_see_it() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let one = published(&editor, "One").await;
    app.pass(Duration::from_secs(1));
    let other = published(&editor, "Other").await;
    for id in [&one, &other] {
        act(&editor, "updateNewsItem", ITEM, json!({ "id": id, "expectedVersion": 2, "slug": "tram" })).await;
    }
    let found = async |who: &Client, slug: &str, view: &str| {
        let query = format!("{{ newsItem(slug: \"{slug}\", view: {view}) {{ id slug }} }}");
        who.graphql(&query, json!({})).await.json()["data"]["newsItem"].clone()
    };
    let guest = previewer(&app, &editor, &one).await;
    let draft = json!({ "id": one, "slug": "tram" });
    for who in [&editor, &guest] {
        assert_eq!(found(who, "tram", "DRAFT").await, draft, "what was made first");
        assert_eq!(found(who, "one", "DRAFT").await, draft, "and by what it goes by now");
        assert!(found(who, "tram", "LIVE").await.is_null());
    }
    let stranger = previewer(&app, &editor, &other).await;
    assert_eq!(
        found(&stranger, "tram", "DRAFT").await,
        json!({ "id": other, "slug": "tram" }),
        "what they may not see takes nothing away from them"
    );
    assert!(found(&stranger, "one", "DRAFT").await.is_null());
    assert!(found(&app.focal_point("xiamen").await, "tram", "DRAFT").await.is_null());

    act(&editor, "discardNewsItemDraft", ITEM, json!({ "id": one })).await;
    assert_eq!(found(&editor, "tram", "DRAFT").await, json!({ "id": other, "slug": "tram" }));
    act(&editor, "publishNewsItem", ITEM, json!({ "id": other })).await;
    let again = json!({ "id": one, "expectedVersion": 2, "slug": "other" });
    act(&editor, "updateNewsItem", ITEM, again).await;
    assert_eq!(found(&editor, "other", "LIVE").await["id"], json!(other), "an old address");
    assert_eq!(
        found(&editor, "other", "DRAFT").await,
        json!({ "id": one, "slug": "other" }),
        "is taken there"
    );
}
