use std::sync::Arc;
use std::time::Duration;

use harness::{PASSWORD, TestApp, Value, json};
use sea_orm::{ConnectionTrait, Database, DatabaseTransaction, TransactionTrait};
use tokio::task::spawn_blocking;

use super::{ITEM, act, drafted, published, read};

#[tokio::test]
async fn of_two_editors_who_save_at_once_one_is_told_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let (one, other) = (app.user("editor").await, app.user("admin").await);
    for id in [drafted(&one, "Tram").await, published(&one, "Bus").await] {
        let version = read(&one, &id, "DRAFT").await["data"]["node"]["version"].clone();
        let save = |who: &harness::Client, title: &str| {
            let (who, title) = (who.clone(), title.to_owned());
            let input =
                json!({ "id": id, "expectedVersion": version, "text": [{ "locale": "en", "title": title }] });
            async move { act(&who, "updateNewsItem", ITEM, input).await }
        };
        let (first, second) = tokio::join!(save(&one, "One"), save(&other, "Other"));
        let (won, lost, title) =
            if first["newsItem"].is_null() { (second, first, "Other") } else { (first, second, "One") };
        assert_eq!(won["userErrors"], json!([]));
        assert_eq!(lost["userErrors"][0]["code"], "STALE_VERSION");
        assert_eq!(lost["conflict"]["currentVersion"], won["newsItem"]["version"]);
        let loser = if title == "One" { "Other" } else { "One" };
        let field = json!({ "path": ["text", "en", "title"], "yours": loser, "current": title });
        assert_eq!(lost["conflict"]["fields"], json!([field]));
        assert_eq!(read(&one, &id, "DRAFT").await["data"]["node"]["title"], title);
    }
}

#[tokio::test]
async fn what_stands_against_an_update_is_told_in_the_words_of_its_input() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let event = |zone: &str| json!({ "startsAt": "2026-07-01T08:00:00Z", "timeZone": zone, "onlineUrl": "https://meet.example/" });
    let input = json!({ "locale": "en", "kind": "EVENT", "event": event("Asia/Shanghai"), "text": [
        { "locale": "en", "title": "Tram", "body": { "markdown": "*One*" } },
        { "locale": "zh", "title": "电车", "body": { "html": "<p>One</p>" } }] });
    let made = act(&editor, "createNewsItem", "newsItem { id event { id } }", input).await;
    let (id, event_id) = (&made["newsItem"]["id"], &made["newsItem"]["event"]["id"]);
    let stale = |change: Value| {
        let mut input = change;
        (input["id"], input["expectedVersion"]) = (id.clone(), json!(7));
        input
    };
    let change = stale(json!({ "event": event("UTC"), "text": [
        { "locale": "en", "body": { "markdown": "*Two*" } }, { "locale": "zh", "body": { "markdown": "Two" } }] }));
    let told = act(&editor, "updateNewsItem", ITEM, change).await["conflict"]["fields"].clone();
    assert_eq!(
        told,
        json!([
            { "path": ["event", "timeZone"], "yours": "UTC", "current": "Asia/Shanghai" },
            { "path": ["text", "en", "body", "markdown"], "yours": "*Two*", "current": "*One*" },
            { "path": ["text", "zh", "body", "html"], "yours": null, "current": "<p>One</p>" },
            { "path": ["text", "zh", "body", "markdown"], "yours": "Two", "current": null },
        ])
    );
    // What is not there is told, too, whoever was faster.
    let change = stale(json!({ "slug": "BAD", "hero": "asset_01h455vb4pex5vsknk084sn02q",
                               "clusters": ["cluster_01h455vb4pex5vsknk084sn02q"] }));
    let wrong = act(&editor, "updateNewsItem", ITEM, change).await["userErrors"].clone();
    let ways: Vec<_> = wrong.as_array().unwrap().iter().map(|error| error["field"][0].clone()).collect();
    assert_eq!(json!(ways), json!(["expectedVersion", "slug", "hero", "clusters"]), "{wrong}");
    // What cannot be meant is told as that: it is nobody's wish.
    let change = stale(json!({ "sdgs": [99], "clusters": ["x"], "kind": "ARTICLE", "event": null }));
    let told = act(&editor, "updateNewsItem", ITEM, change).await;
    let errors = told["userErrors"].as_array().unwrap().iter();
    let errors: Value = errors.map(|error| json!([error["field"], error["code"]])).collect();
    let expected =
        [("expectedVersion", "", "STALE_VERSION"), ("sdgs", "0", "INVALID"), ("clusters", "0", "INVALID")];
    let way =
        |field: &str, place: &str| if place.is_empty() { json!([field]) } else { json!([field, place]) };
    let expected: Value =
        expected.iter().map(|(field, place, code)| json!([way(field, place), code])).collect();
    let sorted = |errors: &Value| {
        let mut all: Vec<_> = errors.as_array().unwrap().iter().map(Value::to_string).collect();
        all.sort();
        all
    };
    assert_eq!(sorted(&errors), sorted(&expected), "{told}");
    assert_eq!(errors[0][1], "STALE_VERSION");
    let fields = told["conflict"]["fields"].as_array().unwrap().iter();
    assert_eq!(
        fields.map(|field| field["path"].clone()).collect::<Value>(),
        json!([["kind"], ["event"]]),
        "{told}"
    );
    let hidden = "Two\u{0}";
    let change = stale(json!({ "text": [{ "locale": "en", "title": " ", "body": { "markdown": hidden } }] }));
    let told = act(&editor, "updateNewsItem", ITEM, change).await;
    let errors = told["userErrors"].as_array().unwrap().iter().map(|error| error["field"].clone());
    let ways = json!([["expectedVersion"], ["text", "en", "title"], ["text", "en", "body"]]);
    assert_eq!(errors.collect::<Value>(), ways, "{told}");
    let yours = told["conflict"]["fields"].as_array().unwrap().iter().map(|field| field["yours"].clone());
    assert_eq!(yours.collect::<Value>(), json!([" ", hidden]), "{told}");
    // Nor is another order of the same goals a difference.
    let goals = async |version: i64| {
        let change = json!({ "id": id, "expectedVersion": version, "sdgs": [11, 3] });
        act(&editor, "updateNewsItem", ITEM, change).await
    };
    assert_eq!(goals(1).await["newsItem"]["version"], 2);
    let again = goals(1).await;
    let told = (&again["userErrors"][0]["code"], &again["conflict"]["fields"]);
    assert_eq!(told, (&json!("STALE_VERSION"), &json!([])), "{again}");
    let change = stale(json!({ "event": null, "kind": "ARTICLE" }));
    let told = act(&editor, "updateNewsItem", ITEM, change).await["conflict"]["fields"].clone();
    assert_eq!(told[0], json!({ "path": ["kind"], "yours": "ARTICLE", "current": "EVENT" }));
    assert_eq!((&told[1]["path"], &told[1]["current"]["id"]), (&json!(["event"]), event_id), "{told}");

    let form = |needed: &[&str]| json!({ "type": "object", "properties": { "a": true }, "required": needed });
    let input = json!({ "locale": "en", "closesAt": "2026-09-01T00:00:00Z", "form": form(&[]),
                        "text": [{ "locale": "en", "title": "Send" }] });
    let made = act(&editor, "createCall", "call { id }", input).await;
    let change = json!({ "id": made["call"]["id"], "expectedVersion": 7, "form": form(&["a"]) });
    let told = act(&editor, "updateCall", "call { id }", change).await["conflict"]["fields"].clone();
    assert_eq!(told, json!([{ "path": ["form", "required"], "yours": ["a"], "current": [] }]));
}

#[tokio::test]
async fn an_update_says_which_version_it_read_and_a_step_may() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    let without = "mutation ($id: ID!) { updateNewsItem(input: { id: $id }) { userErrors { code } } }";
    let answer = editor.graphql(without, json!({ "id": id })).await;
    assert_eq!(
        (answer.status, &answer.json()["errors"][0]["extensions"]["code"]),
        (400, &json!("GRAPHQL_VALIDATION_FAILED"))
    );
    let stale = act(&editor, "publishNewsItem", ITEM, json!({ "id": id, "expectedVersion": 7 })).await;
    assert_eq!(
        (&stale["userErrors"][0]["code"], &stale["conflict"]["fields"]),
        (&json!("STALE_VERSION"), &json!([]))
    );
    assert!(read(&app.client(), &id, "LIVE").await["data"]["node"].is_null());
}

/// The lock of everybody who changes content (`app/tx.rs`).
const LOCK: &str = "select pg_advisory_xact_lock(27988542884245108)";

/// Those who wait for it.
const WAITING: &str = "pg_locks where locktype = 'advisory' and not granted \
                       and database = (select oid from pg_database where datname = current_database())";

/// Keeps all others from changing content, where several machines may.
async fn hold(app: &TestApp) -> Option<DatabaseTransaction> {
    if !app.database().is_postgres() {
        return None;
    }
    let other = Database::connect(&app.database().url).await.unwrap();
    let other = other.begin().await.unwrap();
    other.execute_unprepared(LOCK).await.unwrap();
    Some(other)
}

#[tokio::test]
async fn who_waited_for_another_writes_at_a_later_time() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    let Some(other) = hold(&app).await else { return };
    let publish = act(&editor, "publishNewsItem", "newsItem { updatedAt }", json!({ "id": id }));
    let meanwhile = async {
        while app.database().count(WAITING).await == 0 {}
        app.pass(Duration::from_secs(1));
        // The server looks at the clock of tests when it is asked something.
        app.graphql("{ __typename }", json!({})).await;
        other.commit().await.unwrap();
    };
    let (published, ()) = tokio::join!(publish, meanwhile);
    assert_eq!(published["newsItem"]["updatedAt"], "2026-06-01T12:00:01.000Z", "{published}");
}

#[tokio::test]
async fn nobody_becomes_the_focal_point_of_a_city_that_is_being_purged() {
    let app = Arc::new(TestApp::start().await);
    let admin = app.user("admin").await;
    let new = json!({ "locale": "en", "countryCode": "CL", "text": [{ "locale": "en", "name": "City" }] });
    let city = act(&admin, "createCity", "city { id }", new).await["city"]["id"].clone();
    act(&admin, "archiveCity", "", json!({ "id": city })).await;
    let Some(other) = hold(&app).await else { return };
    let purge = act(&admin, "purgeCity", "", json!({ "id": city }));
    let meanwhile = async {
        while app.database().count(WAITING).await == 0 {}
        let of_it = ["user", "add", "bo@city.example", "--name", "Bo", "--role", "city", "--city", "city"];
        let asked = Arc::clone(&app);
        let added = spawn_blocking(move || asked.cities_told(&of_it, PASSWORD));
        while app.database().count(WAITING).await < 2 && !added.is_finished() {}
        other.commit().await.unwrap();
        added.await.unwrap()
    };
    let (purged, added) = tokio::join!(purge, meanwhile);
    assert_eq!(purged["userErrors"], json!([]), "{purged}");
    assert!(added.code != 0 && added.stderr.contains("there is no city `city`"), "{added:?}");
}
