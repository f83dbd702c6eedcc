//! What becomes of the things that name a thing which is purged.

use harness::{Client, TestApp, Value, json};

use super::{ITEM, act, published, read, try_act};

/// A new thing of this noun, which is published unless it is a topic: its id.
async fn made(editor: &Client, noun: &str, mut input: Value) -> Value {
    let field = format!("{}{}", noun[..1].to_lowercase(), &noun[1..]);
    input["locale"] = json!("en");
    let name = if noun == "Topic" {
        "label"
    } else if noun == "City" || noun == "Partner" {
        "name"
    } else {
        "title"
    };
    input["text"] = json!([{ "locale": "en", name: noun }]);
    let payload = act(editor, &format!("create{noun}"), &format!("{field} {{ id }}"), input).await;
    let id = payload[&field]["id"].clone();
    assert!(id.is_string(), "{noun}: {payload}");
    if noun != "Topic" {
        let payload = act(editor, &format!("publish{noun}"), "", json!({ "id": id })).await;
        assert_eq!(payload["userErrors"], json!([]), "{noun}");
    }
    id
}

/// The last two revisions of a thing: their numbers, what was done last and by whom, and the ways to what that changed.
async fn last(who: &Client, id: &Value) -> (Vec<Value>, Value, Vec<Value>) {
    let query =
        "query ($id: ID!) { revisions(id: $id, first: 2) { nodes { id number action user { id } } } }";
    let told = who.graphql(query, json!({ "id": id })).await.json();
    let nodes = told["data"]["revisions"]["nodes"].as_array().unwrap_or_else(|| panic!("{told}")).clone();
    let query = "query ($from: ID!, $to: ID!) { revisionDiff(from: $from, to: $to) { fields { path } } }";
    let diff = who.graphql(query, json!({ "from": nodes[1]["id"], "to": nodes[0]["id"] })).await.json();
    let fields = diff["data"]["revisionDiff"]["fields"].as_array().unwrap_or_else(|| panic!("{diff}"));
    let numbers = nodes.iter().map(|node| node["number"].clone()).collect();
    let done = json!([nodes[0]["action"], nodes[0]["user"]["id"]]);
    (numbers, done, fields.iter().map(|field| field["path"][0].clone()).collect())
}

#[tokio::test]
async fn what_named_a_thing_that_is_purged_is_changed_and_its_history_tells_so() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let me = admin.graphql("{ viewer { id } }", json!({})).await.json()["data"]["viewer"]["id"].clone();
    let cluster = made(&editor, "Cluster", json!({})).await;
    let city = made(&editor, "City", json!({ "countryCode": "CL" })).await;
    let topic = made(&editor, "Topic", json!({})).await;
    let call =
        made(&editor, "Call", json!({ "clusters": [cluster], "closesAt": "2039-01-01T00:00:00Z" })).await;
    let source = json!({ "provider": "YOUTUBE", "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ" });
    let media = json!({ "kind": "VIDEO", "clusters": [cluster], "sources": [source] });
    let media = made(&editor, "MediaItem", media).await;
    let partner = made(&editor, "Partner", json!({ "clusters": [cluster] })).await;
    let practice = json!({ "clusters": [cluster], "city": city, "call": call });
    let practice = made(&editor, "Practice", practice).await;
    let news =
        json!({ "clusters": [cluster], "cities": [city], "topics": [topic], "call": call, "media": [media] });
    let news = made(&editor, "NewsItem", news).await;
    let members = made(&editor, "Cluster", json!({})).await;
    let input = json!({ "cluster": members, "city": city });
    let query =
        "mutation ($input: AddMembershipInput!) { addMembership(input: $input) { userErrors { code } } }";
    let added = editor.graphql(query, json!({ "input": input })).await.json();
    assert_eq!(added["data"]["addMembership"]["userErrors"], json!([]), "{added}");
    // What is in the archive, too.
    act(&editor, "archivePartner", "", json!({ "id": partner })).await;

    let cases = [
        ("Topic", &topic, vec![(&news, "topics", [3, 2])]),
        ("MediaItem", &media, vec![(&news, "media", [4, 3])]),
        ("Call", &call, vec![(&news, "call", [5, 4]), (&practice, "call", [3, 2])]),
        (
            "City",
            &city,
            vec![(&news, "cities", [6, 5]), (&practice, "city", [4, 3]), (&members, "members", [4, 3])],
        ),
        (
            "Cluster",
            &cluster,
            vec![
                (&news, "clusters", [7, 6]),
                (&practice, "clusters", [5, 4]),
                (&partner, "clusters", [4, 3]),
            ],
        ),
    ];
    for (noun, id, named_by) in cases {
        if noun != "Topic" {
            act(&editor, &format!("archive{noun}"), "", json!({ "id": id })).await;
        }
        let payload = act(&admin, &format!("purge{noun}"), "", json!({ "id": id })).await;
        assert_eq!(payload["userErrors"], json!([]), "{noun}");
        for (thing, field, numbers) in named_by {
            let found = last(&editor, thing).await;
            let expected = (numbers.map(Value::from).to_vec(), json!(["UPDATED", me]), vec![json!(field)]);
            assert_eq!(found, expected, "{noun} of {thing}");
        }
        app.cities(&["doctor"]).succeeded();
    }
    // Whoever read it before is told what is no longer as it was.
    let input = json!({ "id": news, "expectedVersion": 6, "clusters": [cluster] });
    let stale = act(&editor, "updateNewsItem", ITEM, input).await;
    assert_eq!(stale["conflict"]["fields"][0]["current"], json!([]), "{stale}");
}

#[tokio::test]
async fn a_working_draft_that_only_took_out_what_is_purged_or_tagged_is_none_any_more() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let tag = "mutation ($input: TagManyInput!) { tagMany(input: $input) { userErrors { code } } }";
    let has_draft = async |id: &str| read(&editor, id, "DRAFT").await["data"]["node"]["hasDraft"].clone();
    let topic = made(&editor, "Topic", json!({})).await;
    for purges in [false, true] {
        let id = published(&editor, "Tram").await;
        editor.graphql(tag, json!({ "input": { "ids": [id], "add": [topic] } })).await;
        let change = json!({ "id": id, "expectedVersion": 3, "topics": [] });
        let changed = act(&editor, "updateNewsItem", ITEM, change).await["newsItem"].clone();
        act(&editor, "submitNewsItem", ITEM, json!({ "id": id })).await;
        assert_eq!((&changed["hasDraft"], has_draft(&id).await), (&json!(true), json!(true)), "{changed}");
        if purges {
            act(&admin, "purgeTopic", "", json!({ "id": topic })).await;
        } else {
            editor.graphql(tag, json!({ "input": { "ids": [id], "remove": [topic] } })).await;
        }
        assert_eq!(has_draft(&id).await, false, "{purges}");
    }
    let inbox = editor.graphql("{ inbox(first: 9) { totalCount } }", json!({})).await.json();
    assert_eq!(inbox["data"]["inbox"]["totalCount"], 0);
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn what_cannot_do_without_a_thing_keeps_it_from_being_purged() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let topic = made(&editor, "Topic", json!({})).await;
    let id = published(&editor, "Tram").await;
    let input = json!({ "ids": [id], "add": [topic] });
    let query = "mutation ($input: TagManyInput!) { tagMany(input: $input) { userErrors { code } } }";
    editor.graphql(query, json!({ "input": input })).await;
    // As an older release might have left it.
    app.database().execute("UPDATE news_item_translation SET title = ''").await;
    let refused =
        try_act(&admin, "purgeTopic", "", json!({ "id": topic })).await["data"]["purgeTopic"].clone();
    let error = &refused["userErrors"][0];
    assert_eq!((&error["field"], &error["code"]), (&json!(["id"]), &json!("INVALID_STATE")), "{refused}");
    assert_eq!(
        error["message"],
        "is named by the news item \"tram\", which cannot be saved without it (text.en.title is required: say it in a \
         few words): mend that first, then purge this"
    );
    let there = app.graphql("{ topics { nodes { id } } }", json!({})).await;
    assert_eq!(there["data"]["topics"]["nodes"], json!([{ "id": topic }]));
}

#[tokio::test]
async fn what_very_many_things_name_is_not_purged_before_most_of_them_no_longer_do() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let topic = made(&editor, "Topic", json!({})).await;
    let uuid = if app.database().is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
    let many = format!(
        "INSERT INTO news_item (id, slug, status, created_at, updated_at, version, locale, kind, sdgs)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5001)
             SELECT {uuid}, 'n' || i, 'archived', 0, 0, 1, 'en', 'article', '' FROM n;
         INSERT INTO news_item_topic SELECT news_item.id, topic.id, 0 FROM news_item, topic"
    );
    app.database().execute(&many).await;
    let refused = act(&admin, "purgeTopic", "", json!({ "id": topic })).await;
    assert_eq!(
        refused["userErrors"][0]["message"],
        "is named by more than 5000 things: take it out of some of them first, as tagMany does",
        "{refused}"
    );
    assert_eq!(app.database().count("news_item_topic").await, 5001);
}

#[tokio::test]
async fn a_working_draft_that_names_what_is_purged_loses_it_by_a_revision_and_goes_if_it_says_nothing_else() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let cluster = made(&editor, "Cluster", json!({})).await;
    let (one, other) = (published(&editor, "One").await, published(&editor, "Other").await);
    let text = json!([{ "locale": "en", "title": "Changed" }]);
    let change = json!({ "id": one, "expectedVersion": 2, "clusters": [cluster], "text": text });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let change = json!({ "id": other, "expectedVersion": 2, "clusters": [cluster] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    act(&editor, "submitNewsItem", ITEM, json!({ "id": other })).await;
    act(&editor, "archiveCluster", "", json!({ "id": cluster })).await;
    let purged = act(&admin, "purgeCluster", "", json!({ "id": cluster })).await;
    assert_eq!(purged["userErrors"], json!([]), "{purged}");

    let (numbers, done, fields) = last(&editor, &json!(one)).await;
    assert_eq!(
        (numbers, &done[0], fields),
        (vec![json!(4), json!(3)], &json!("FOLLOWED"), vec![json!("clusters")])
    );
    let seen = read(&editor, &one, "DRAFT").await["data"]["node"].clone();
    assert_eq!((&seen["title"], &seen["hasDraft"]), (&json!("Changed"), &json!(true)));
    let (numbers, done, _) = last(&editor, &json!(other)).await;
    assert_eq!((numbers, &done[0]), (vec![json!(5), json!(4)], &json!("DISCARDED")));
    assert_eq!(read(&editor, &other, "DRAFT").await["data"]["node"]["hasDraft"], json!(false));
    let inbox = editor.graphql("{ inbox { totalCount } }", json!({})).await.json();
    assert_eq!(inbox["data"]["inbox"]["totalCount"], 0, "nothing is left to decide on");
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn what_very_many_working_drafts_name_is_not_purged_before_most_of_them_are_settled() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let topic = made(&editor, "Topic", json!({})).await;
    let live = made(&editor, "NewsItem", json!({ "topics": [topic] })).await;
    let drafted = published(&editor, "Draft").await;
    let change = json!({ "id": drafted, "expectedVersion": 2, "topics": [topic] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let uuid = if app.database().is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
    let many = format!(
        "INSERT INTO revision (id, type, item_id, number, action, draft, document, at, actor)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
             SELECT {uuid}, type, {uuid}, number, action, draft, document, at, actor FROM n, revision
             WHERE draft IS NOT NULL"
    );
    app.database().execute(&many).await;
    let refused = act(&admin, "purgeTopic", "", json!({ "id": topic })).await;
    assert_eq!(
        refused["userErrors"][0]["message"],
        "is named by more than 5000 working drafts: publish or discard some of them first",
        "{refused}"
    );
    assert_eq!(read(&editor, live.as_str().unwrap(), "DRAFT").await["data"]["node"]["version"], 2);
}
