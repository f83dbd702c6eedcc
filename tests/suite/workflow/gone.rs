//! What becomes of drafts, revisions and users when what they speak of, or are of, goes, or is written from elsewhere.

use harness::{TestApp, Value, json};

use super::preview::previewer;
use super::{ITEM, act, drafted, published, read};

#[tokio::test]
async fn a_working_draft_no_longer_points_at_what_was_purged() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let mut clusters = Vec::new();
    for title in ["Waste", "Water", "Wind"] {
        let input = json!({ "locale": "en", "text": [{ "locale": "en", "title": title }] });
        let id = act(&editor, "createCluster", "cluster { id }", input).await["cluster"]["id"].clone();
        act(&editor, "publishCluster", "", json!({ "id": id })).await;
        clusters.push(id);
    }
    let id = published(&editor, "Tram").await;
    let input = json!({ "id": id, "expectedVersion": 2, "clusters": clusters });
    act(&editor, "updateNewsItem", ITEM, input).await;
    for cluster in &clusters[..2] {
        act(&editor, "archiveCluster", "", json!({ "id": cluster })).await;
        act(&admin, "purgeCluster", "", json!({ "id": cluster })).await;
    }
    let left = json!([{ "slug": "wind" }]);
    assert_eq!(read(&editor, &id, "DRAFT").await["data"]["node"]["clusters"], left);
    let published = act(&editor, "publishNewsItem", ITEM, json!({ "id": id, "expectedVersion": 5 })).await;
    assert_eq!(published["userErrors"], json!([]), "{published}");
    assert_eq!(read(&app.client(), &id, "LIVE").await["data"]["node"]["clusters"], left);

    // Nor does a revision, once it is what counts again.
    let query = "query ($id: ID!) { revisions(id: $id) { nodes { id number } } }";
    let told = editor.graphql(query, json!({ "id": id })).await.json();
    let drafts = told["data"]["revisions"]["nodes"].as_array().unwrap_or_else(|| panic!("{told}")).clone();
    let old = drafts.iter().find(|revision| revision["number"] == 3).expect("the draft's");
    let input = json!({ "id": id, "expectedVersion": 6, "revision": old["id"] });
    let again = act(&editor, "restoreNewsItemRevision", ITEM, input).await;
    assert_eq!(again["userErrors"], json!([]), "{again}");
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn a_language_that_only_the_working_draft_has_is_shown_to_its_editors() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "Tram").await;
    let input = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "zh", "title": "电车" }] });
    let payload = act(&editor, "updateNewsItem", "newsItem(locale: \"zh\") { title }", input).await;
    assert_eq!(payload["newsItem"]["title"], "电车", "{payload}");
    let query = "query ($id: ID!, $view: View) { node(id: $id, view: $view, locale: \"zh\") { ... on NewsItem { title } } }";
    for (view, seen) in [("DRAFT", json!({ "title": "电车" })), ("LIVE", json!(null))] {
        let answer = editor.graphql(query, json!({ "id": id, "view": view })).await.json();
        assert_eq!(answer["data"]["node"], seen, "{answer}");
    }
}

#[tokio::test]
async fn an_import_over_a_working_draft_loses_no_later_change() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    let bundle = app.folder().join("bundle");
    app.cities(&["export", bundle.to_str().unwrap()]).succeeded();
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    let change = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "title": "Trams" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    app.import(&bundle);

    let found = read(&editor, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!((&found["status"], &found["title"]), (&json!("DRAFT"), &json!("Trams")), "{found}");
    let change = json!({ "id": id, "expectedVersion": found["version"], "text": [{ "locale": "en", "excerpt": "On rails." }] });
    let changed = act(&editor, "updateNewsItem", ITEM, change).await;
    assert_eq!(
        (&changed["userErrors"], &changed["newsItem"]["hasDraft"]),
        (&json!([]), &json!(false)),
        "{changed}"
    );
    let found = read(&editor, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!((&found["title"], &found["excerpt"]), (&json!("Trams"), &json!("On rails.")));
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    let live = read(&app.client(), &id, "LIVE").await["data"]["node"].clone();
    assert_eq!((&live["title"], &live["excerpt"]), (&json!("Trams"), &json!("On rails.")));
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn what_a_thing_was_is_restored_without_what_became_anothers_since() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    for (noun, payload, field, has_workflow) in [
        ("NewsItem", "newsItem", "title", true),
        ("Topic", "topic", "label", false),
        ("Partner", "partner", "name", true),
    ] {
        let told = format!("{payload} {{ id version slug externalRef told: {field} }}");
        let done = async |verb: &str, input: Value| {
            let done = act(&editor, &format!("{verb}{noun}"), &told, input).await;
            assert_eq!(done["userErrors"], json!([]), "{verb}{noun}: {done}");
            done[payload].clone()
        };
        let text = |said: &str| json!([{ "locale": "en", field: said }]);
        let first = json!({ "locale": "en", "slug": "tram", "externalRef": "t", "text": text("Tram") });
        let id = done("create", first).await["id"].clone();
        let (mut number, renamed) =
            (1, json!({ "id": id, "slug": "trams", "externalRef": "ts", "text": text("Trams") }));
        let next = async |verb: &str, more: &Value, number: i64| {
            let mut input = more.clone();
            input["expectedVersion"] = json!(number);
            done(verb, input).await["version"].as_i64().unwrap()
        };
        if has_workflow {
            number = next("publish", &json!({ "id": id }), number).await;
        }
        number = next("update", &renamed, number).await;
        if has_workflow {
            number = next("publish", &json!({ "id": id }), number).await;
        }
        let other = json!({ "locale": "en", "slug": "tram", "externalRef": "t", "text": text("Other") });
        done("create", other).await;
        let query = format!("{{ revisions(id: {id}) {{ nodes {{ id number }} }} }}");
        let revisions = editor.graphql(&query, json!({})).await.json();
        let revisions = revisions["data"]["revisions"]["nodes"].as_array().unwrap().clone();
        let first = revisions.iter().find(|one| one["number"] == 1).unwrap()["id"].clone();
        let input = json!({ "id": id, "expectedVersion": number, "revision": first });
        let mutation = format!("restore{noun}Revision");
        let again = act(&editor, &mutation, &told, input).await;
        let again = (&again[payload]["slug"], &again[payload]["externalRef"], &again[payload]["told"]);
        assert_eq!(again, (&json!("trams"), &json!("ts"), &json!("Tram")), "{noun}");
    }
}

#[tokio::test]
async fn a_working_draft_that_lost_what_it_needs_says_so_to_its_editors_and_guests() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "Tram").await;
    let change = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "title": "Trams" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let guest = previewer(&app, &editor, &id).await;
    let damage = "update revision set document = replace(document, '\"kind\":\"ARTICLE\"', '\"kind\":\"EVENT\"') \
                  where draft is not null";
    app.database().execute(damage).await;
    for (who, way) in
        [(&editor, "update it, or discard it"), (&guest, "tell whoever gave you the preview token")]
    {
        let answer = read(who, &id, "DRAFT").await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "CONFLICT", "{answer}");
        let told = format!("the working draft cannot be shown; {way}: event: is required");
        assert!(error["message"].as_str().unwrap().starts_with(&told), "{answer}");
    }
    act(&editor, "discardNewsItemDraft", ITEM, json!({ "id": id })).await;
    assert_eq!(read(&guest, &id, "DRAFT").await["data"]["node"]["title"], "Tram");
}

#[tokio::test]
async fn a_city_is_not_purged_from_under_its_focal_point() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    let new = json!({ "locale": "en", "countryCode": "CL", "text": [{ "locale": "en", "name": "City" }] });
    let city = act(&editor, "createCity", "city { id }", new).await["city"]["id"].clone();
    let focal_point = app.focal_point("city").await;
    act(&editor, "archiveCity", "", json!({ "id": city })).await;
    let refused = act(&admin, "purgeCity", "", json!({ "id": city })).await["userErrors"].clone();
    assert_eq!(refused[0]["code"], "INVALID_STATE", "{refused}");
    assert!(
        refused[0]["message"].as_str().unwrap().starts_with("is the city of 1 of the users"),
        "{refused}"
    );
    let own = "{ viewer { city { id } } }";
    let told = focal_point.graphql(own, json!({})).await.json();
    assert!(told["data"]["viewer"].is_object(), "{told}");
    app.cities(&["user", "set-role", "city@example.org", "reviewer"]).succeeded();
    assert_eq!(act(&admin, "purgeCity", "", json!({ "id": city })).await["userErrors"], json!([]));
}
