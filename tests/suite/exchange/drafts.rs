use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use harness::{Bundle, TestApp, Value, json};

use crate::workflow::{ITEM, act, published, read};

/// The files of a folder by their names.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else {
            let text = String::from_utf8_lossy(&fs::read(&entry).expect("a file")).into_owned();
            let name = entry.file_name().expect("a name").to_string_lossy();
            found.insert(name.into_owned(), text);
        }
    }
    found
}

#[tokio::test]
async fn a_bundle_carries_working_drafts_along_and_they_come_out_as_they_went_in() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let clusters = app
        .graphql(
            "{ clusters(first: 2) { nodes { id slug } } city(slug: \"xiamen\") { id version } }",
            json!({}),
        )
        .await;
    let (cluster, xiamen) = (&clusters["data"]["clusters"]["nodes"][1], &clusters["data"]["city"]);
    let id = published(&editor, "Tram").await;
    let change = json!({ "id": id, "expectedVersion": 2, "slug": "trams", "clusters": [cluster["id"]],
                         "text": [{ "locale": "en", "title": "Trams", "body": { "markdown": "*More*\n\nto say" } }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let change = json!({ "id": xiamen["id"], "expectedVersion": xiamen["version"], "website": "https://new.example/" });
    act(&city, "updateCity", "city { id }", change).await;

    let first = app.folder().join("first");
    app.cities(&["export", first.to_str().unwrap()]).succeeded();
    let tram = files(&first)["tram.json"].clone();
    assert!(
        tram.contains("\"draft\"") && tram.contains("\"state\": \"DRAFT\"") && tram.contains("\"trams\""),
        "{tram}"
    );
    assert!(files(&first)["xiamen.json"].contains("\"state\": \"IN_REVIEW\""));

    let other = TestApp::start().await;
    other.import(&first);
    let second = other.folder().join("second");
    other.cities(&["export", second.to_str().unwrap()]).succeeded();
    assert_eq!(files(&first), files(&second));
    let editor_there = other.user("editor").await;
    let there = read(&editor_there, &id, "DRAFT").await["data"]["node"].clone();
    assert_eq!(
        (&there["title"], &there["hasDraft"], &there["slug"]),
        (&json!("Trams"), &json!(true), &json!("trams"))
    );
    assert_eq!(there["clusters"], json!([{ "slug": cluster["slug"] }]));
    assert_eq!(read(&other.client(), &id, "LIVE").await["data"]["node"]["title"], "Tram");
    other.import(&first);
    assert_eq!(
        read(&editor_there, &id, "DRAFT").await["data"]["node"],
        there,
        "done again, it changes nothing"
    );
    other.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn what_is_wrong_with_a_draft_is_told_with_its_file_and_field() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    let draft = json!({ "state": "SOON", "slug": "Not A Slug", "locale": "en", "clusters": ["nowhere"], "odd": 1,
                        "text": { "en": { "title": "" } } });
    bundle.put("news", "tram", json!({ "text": { "en": { "title": "Tram" } }, "draft": draft }));
    let refused = app.cities(&["import", bundle.path().to_str().unwrap()]);
    assert_eq!(refused.code, 1);
    for field in ["draft.state", "draft.slug", "draft.clusters.0", "draft.odd", "draft.text.en.title"] {
        assert!(refused.stderr.contains(field), "{field} is not in {}", refused.stderr);
    }
    let draft =
        json!({ "state": "DRAFT", "slug": "tram", "locale": "en", "text": { "en": { "title": "Trams" } } });
    let bundle = Bundle::empty();
    bundle.put(
        "news",
        "tram",
        json!({ "status": "DRAFT", "text": { "en": { "title": "Tram" } }, "draft": draft }),
    );
    let refused = app.cities(&["import", bundle.path().to_str().unwrap()]);
    assert!(refused.code == 1 && refused.stderr.contains("`tram` is not PUBLISHED"), "{}", refused.stderr);
    assert_eq!(app.graphql("{ news { totalCount } }", json!({})).await["data"]["news"]["totalCount"], 0);
}

#[tokio::test]
async fn a_site_where_a_name_is_used_again_goes_out_and_comes_in_as_it_is() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let renamed = async |id: &str, slug: &str| {
        act(&editor, "updateNewsItem", ITEM, json!({ "id": id, "expectedVersion": 2, "slug": slug })).await
    };
    let ferry = published(&editor, "Ferry").await;
    renamed(&ferry, "ferries").await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": ferry })).await;
    let text = json!([{ "locale": "en", "title": "Ferry" }]);
    act(&editor, "createNewsItem", ITEM, json!({ "locale": "en", "slug": "ferry", "text": text })).await;
    let label = json!([{ "locale": "en", "label": "Air" }]);
    let topic = act(&editor, "createTopic", "topic { id }", json!({ "locale": "en", "text": label })).await;
    let rename = json!({ "id": topic["topic"]["id"], "expectedVersion": 1, "slug": "clean-air" });
    act(&editor, "updateTopic", "topic { id }", rename).await;
    act(&editor, "createTopic", "topic { id }", json!({ "locale": "en", "slug": "air", "text": label }))
        .await;
    // Three that are to have one name, which one of them has by now.
    for title in ["One", "Other", "Third"] {
        let id = published(&editor, title).await;
        renamed(&id, "tram").await;
        if title == "Third" {
            act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
        }
    }

    let first = app.folder().join("first");
    app.cities(&["export", first.to_str().unwrap()]).succeeded();
    assert!(
        files(&first)["ferries.json"].contains("\"ferry\"")
            && files(&first)["clean-air.json"].contains("\"air\"")
    );
    let other = TestApp::start().await;
    for (place, folder) in [(&other, "second"), (&app, "third")] {
        place.import(&first);
        let again = place.folder().join(folder);
        place.cities(&["export", again.to_str().unwrap()]).succeeded();
        assert_eq!(files(&first), files(&again), "{folder}");
        place.cities(&["doctor"]).succeeded();
    }
    let found = other.graphql("{ newsItem(slug: \"ferry\") { id } }", json!({})).await;
    assert_eq!(found["data"]["newsItem"]["id"], json!(ferry), "what took its name is a draft");
}

#[tokio::test]
async fn a_working_draft_that_is_here_already_stays_whatever_the_order_of_its_languages() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "Tram").await;
    let titled = |locale: &str| json!({ "locale": locale, "title": locale });
    let texts = json!([titled("zh"), titled("ar"), titled("en")]);
    act(&editor, "updateNewsItem", ITEM, json!({ "id": id, "expectedVersion": 2, "text": texts })).await;
    let folder = app.folder().join("bundle");
    app.cities(&["export", folder.to_str().unwrap()]).succeeded();
    app.import(&folder);
    assert_eq!(read(&editor, &id, "DRAFT").await["data"]["node"]["version"], 3);
}

#[tokio::test]
async fn a_draft_that_waits_for_a_decision_goes_along_also_where_it_says_what_is_live() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let own = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let text = |title: &str| json!([{ "locale": "en", "title": title }]);
    let input = json!({ "locale": "en", "cities": [own], "text": text("Tram") });
    let id = act(&editor, "createNewsItem", ITEM, input).await["newsItem"]["id"].clone();
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    for (who, version, title) in [(&editor, 2, "Theirs"), (&city, 3, "Tram")] {
        let change = json!({ "id": id, "expectedVersion": version, "text": text(title) });
        act(who, "updateNewsItem", ITEM, change).await;
    }
    let first = app.folder().join("first");
    app.cities(&["export", first.to_str().unwrap()]).succeeded();
    assert!(files(&first)["tram.json"].contains("IN_REVIEW"));
    // Also where another proposal waits by now.
    let change = json!({ "id": id, "expectedVersion": 4, "text": text("Ours") });
    act(&city, "updateNewsItem", ITEM, change).await;
    let other = TestApp::start().await;
    for place in [&other, &app] {
        for folder in ["second", "third"] {
            place.import(&first);
            let again = place.folder().join(folder);
            place.cities(&["export", again.to_str().unwrap()]).succeeded();
            assert_eq!(files(&first), files(&again), "{folder}");
        }
    }
}

#[tokio::test]
async fn a_focal_points_proposal_stays_theirs_when_what_is_here_is_brought_in_again() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let own = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let event = json!({ "startsAt": "2030-01-01T00:00:00Z", "timeZone": "Asia/Tokyo" });
    for (slug, change, back) in [
        ("goals", json!({ "sdgs": [11, 3] }), json!({ "sdgs": [] })),
        ("opening", json!({ "kind": "EVENT", "event": event }), json!({ "kind": "ARTICLE", "event": null })),
    ] {
        let text = json!([{ "locale": "en", "title": slug }]);
        let input = json!({ "locale": "en", "slug": slug, "cities": [own], "text": text });
        let id = act(&editor, "createNewsItem", ITEM, input).await["newsItem"]["id"].clone();
        act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
        let updated = async |version: i64, change: &Value| {
            let mut input = change.clone();
            (input["id"], input["expectedVersion"]) = (id.clone(), json!(version));
            act(&city, "updateNewsItem", ITEM, input).await["newsItem"].clone()
        };
        assert_eq!(updated(2, &change).await["version"], 3);
        assert_eq!(updated(3, &change).await["version"], 3, "{slug}: it says so already");
        let folder = app.folder().join(slug);
        app.cities(&["export", folder.to_str().unwrap()]).succeeded();
        app.import(&folder);
        assert_eq!(updated(3, &back).await["hasDraft"], false, "{slug}: taken back as it came");
    }
}

#[tokio::test]
async fn a_draft_of_before_they_were_kept_as_stored_is_not_written_anew_for_saying_the_same() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "goals").await;
    let updated = async |version: i64| {
        let input = json!({ "id": id, "expectedVersion": version, "sdgs": [11, 3] });
        act(&editor, "updateNewsItem", ITEM, input).await["newsItem"].clone()
    };
    let version = updated(2).await["version"].as_i64().unwrap();
    let older =
        "UPDATE revision SET document = replace(document, '[3,11]', '[11,3]') WHERE draft IS NOT NULL";
    app.database().execute(older).await;
    assert_eq!(app.database().count("revision WHERE document LIKE '%\"sdgs\":[11,3]%'").await, 1);
    assert_eq!(updated(version).await["version"], version);
}
