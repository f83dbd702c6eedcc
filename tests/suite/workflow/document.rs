use harness::{TestApp, Value, json};
use serde_json::Map;

use super::{ITEM, act, read};
use crate::schema::Schema;

/// Content, the list it stands in, and the field of a payload that has it.
const NOUNS: [(&str, &str, &str); 8] = [
    ("Cluster", "clusters", "cluster"),
    ("City", "cities", "city"),
    ("NewsItem", "news", "newsItem"),
    ("Practice", "practices", "practice"),
    ("MediaItem", "media", "mediaItem"),
    ("Partner", "partners", "partner"),
    ("Call", "calls", "call"),
    ("Topic", "topics", "topic"),
];

const DOCUMENT: &str = "query ($id: ID!) { document(id: $id) { id type version draft fields } }";

#[tokio::test]
async fn what_a_form_is_filled_with_changes_nothing_when_it_is_sent_back() {
    let app = TestApp::with_demo().await;
    let (schema, editor) = (Schema::of(&app).await, app.user("editor").await);
    for (noun, list, payload) in NOUNS {
        let all = format!("{{ {list} {{ nodes {{ id }} }} }}");
        let all = app.graphql(&all, json!({})).await["data"][list]["nodes"].clone();
        for item in all.as_array().unwrap() {
            let document =
                editor.graphql(DOCUMENT, json!({ "id": item["id"] })).await.json()["data"]["document"]
                    .clone();
            assert_eq!((&document["id"], &document["draft"]), (&item["id"], &Value::Null), "{document}");
            let mut input = schema.only(&format!("Update{noun}Input"), &document["fields"]);
            assert!(input["text"][0].as_object().unwrap().len() > 2, "{input}");
            (input["id"], input["expectedVersion"]) = (item["id"].clone(), document["version"].clone());
            let told = format!("{payload} {{ id version }}");
            let sent = act(&editor, &format!("update{noun}"), &told, input).await;
            assert_eq!(sent["userErrors"], json!([]), "{document}: {sent}");
            assert_eq!(sent[payload]["version"], document["version"], "{document}");
        }
    }
}

#[tokio::test]
async fn the_questions_of_a_form_stay_in_the_order_that_they_are_asked_in() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let form = |questions: [&str; 2]| {
        let each: Map<String, Value> =
            questions.map(|name| (name.to_owned(), json!({ "type": "string" }))).into_iter().collect();
        json!({ "type": "object", "additionalProperties": false, "properties": each })
    };
    let made = json!({ "locale": "en", "closesAt": "2039-01-01T00:00:00Z", "form": form(["title", "about"]),
                       "text": [{ "locale": "en", "title": "Call" }] });
    let id = &act(&editor, "createCall", "call { id }", made).await["call"]["id"];
    let sent = async |version: u8, field: &str, value: Value| {
        let mut input = json!({ "id": id, "expectedVersion": version });
        input[field] = value;
        act(&editor, "updateCall", "call { version }", input).await
    };
    let change = async |version: u8, questions| {
        sent(version, "form", form(questions)).await["call"]["version"].clone()
    };
    let (first, other) = (["title", "about"], ["about", "title"]);
    assert_eq!(change(1, first).await, 1, "what is sent back is no change");
    assert_eq!(change(1, other).await, 2, "another order is");
    // Who comes too late is told of the order, and so is who looks at the history.
    let late = sent(1, "form", form(first)).await;
    let field = &late["conflict"]["fields"][0];
    assert_eq!((&late["userErrors"][0]["code"], &field["path"]), (&json!("STALE_VERSION"), &json!(["form"])));
    let questions =
        |form: &Value| form["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        (questions(&field["yours"]), questions(&field["current"])),
        (first.map(str::to_owned).to_vec(), other.map(str::to_owned).to_vec())
    );
    let revisions = "query ($id: ID!) { revisions(id: $id, first: 2) { nodes { id document } } }";
    let told =
        editor.graphql(revisions, json!({ "id": id })).await.json()["data"]["revisions"]["nodes"].clone();
    assert_eq!(questions(&told[0]["document"]["form"]), other);
    let diff = "query ($from: ID!, $to: ID!) { revisionDiff(from: $from, to: $to) { fields { path before after } } }";
    let told = editor.graphql(diff, json!({ "from": told[1]["id"], "to": told[0]["id"] })).await.json();
    let field = &told["data"]["revisionDiff"]["fields"][0];
    assert_eq!(
        (&field["path"], questions(&field["before"]), questions(&field["after"])),
        (&json!(["form"]), first.map(str::to_owned).to_vec(), other.map(str::to_owned).to_vec())
    );
    assert_eq!(change(2, first).await, 3);
    act(&editor, "publishCall", "", json!({ "id": id })).await;
    assert_eq!(change(4, other).await, 5, "in a working draft, too");
    assert_eq!(change(5, first).await, 4, "which is none where it is that of what is live again");
    assert_eq!(change(4, other).await, 7);
    sent(7, "text", json!([{ "locale": "en", "title": "Other" }])).await;
    assert_eq!(change(8, first).await, 9, "beside another change");
    for query in [DOCUMENT, "query ($id: ID!) { node(id: $id, view: DRAFT) { ... on Call { form } } }"] {
        let answer = editor.graphql(query, json!({ "id": id })).await;
        let told = answer.text();
        let asked = |question: &str| told.find(question).unwrap_or_else(|| panic!("{question}: {told}"));
        assert!(asked("\"title\":{") < asked("\"about\":{"), "{told}");
    }
}

#[tokio::test]
async fn a_form_names_what_is_not_live_yet_and_what_is_in_other_languages() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let text = json!([{ "locale": "en", "title": "Waste" }]);
    let cluster =
        act(&editor, "createCluster", "cluster { id }", json!({ "locale": "en", "text": text })).await;
    let cluster = cluster["cluster"]["id"].clone();
    let input =
        json!({ "locale": "fr", "clusters": [cluster], "text": [{ "locale": "fr", "title": "Déchets" }] });
    let id = act(&editor, "createNewsItem", ITEM, input).await["newsItem"]["id"].clone();
    let id = id.as_str().unwrap();
    assert_eq!(read(&editor, id, "DRAFT").await["data"]["node"]["clusters"], json!([]), "for it is a draft");
    let document = editor.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
    assert_eq!(
        (&document["type"], &document["version"], &document["fields"]["clusters"]),
        (&json!("NEWS_ITEM"), &json!(1), &json!([cluster]))
    );

    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    act(&editor, "updateNewsItem", ITEM, json!({ "id": id, "expectedVersion": 2, "clusters": [] })).await;
    act(&editor, "submitNewsItem", ITEM, json!({ "id": id })).await;
    let document = editor.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
    assert_eq!(
        (&document["draft"], &document["version"], &document["fields"]["clusters"]),
        (&json!("IN_REVIEW"), &json!(4), &json!([])),
        "the working draft"
    );
    for (who, found) in [(app.focal_point("xiamen").await, Value::Null), (editor, document)] {
        assert_eq!(who.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"], found);
    }
}

#[tokio::test]
async fn what_a_city_may_not_see_of_its_own_things_stays_whatever_it_proposes() {
    let app = TestApp::with_demo().await;
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let found = app.graphql("{ city(slug: \"xiamen\") { id } clusters { nodes { id } } }", json!({})).await;
    let own = &found["data"]["city"]["id"];
    let (one, other) =
        (&found["data"]["clusters"]["nodes"][0]["id"], &found["data"]["clusters"]["nodes"][1]["id"]);
    let text = |title: &str| json!([{ "locale": "en", "title": title }]);
    let hidden =
        act(&editor, "createCluster", "cluster { id }", json!({ "locale": "en", "text": text("Secret") }))
            .await;
    let hidden = &hidden["cluster"]["id"];
    let name = json!([{ "locale": "en", "name": "Secret" }]);
    let secret = act(
        &editor,
        "createCity",
        "city { id }",
        json!({ "locale": "en", "countryCode": "CL", "text": name }),
    )
    .await;
    let secret = &secret["city"]["id"];
    let closing = json!({ "locale": "en", "text": text("Call"), "closesAt": "2039-01-01T00:00:00Z" });
    let call = act(&editor, "createCall", "call { id }", closing).await["call"]["id"].clone();
    let input = json!({ "locale": "en", "cities": [own, secret], "clusters": [hidden, one], "call": call,
                        "text": text("Tram") });
    let id = act(&editor, "createNewsItem", ITEM, input).await["newsItem"]["id"].clone();

    let seen = async || city.graphql(DOCUMENT, json!({ "id": id })).await.json()["data"]["document"].clone();
    let truth = async || {
        let document = editor.graphql(DOCUMENT, json!({ "id": id })).await.json();
        let fields = document["data"]["document"]["fields"].clone();
        (fields["clusters"].clone(), fields["call"].clone(), fields["text"][0]["title"].clone())
    };
    let document = seen().await;
    assert_eq!(
        (&document["fields"]["clusters"], &document["fields"]["call"]),
        (&json!([one]), &Value::Null),
        "{document}"
    );
    let change = async |version: &Value, change: Value| {
        let mut input = json!({ "id": id, "expectedVersion": version });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        act(&city, "updateNewsItem", ITEM, input).await
    };
    let stale = change(&json!(9), json!({ "clusters": [other], "call": null })).await;
    assert_eq!(
        stale["conflict"]["fields"],
        json!([{ "path": ["clusters"], "yours": [other], "current": [one] }])
    );
    let named = change(&document["version"], json!({ "clusters": [one, hidden] })).await;
    let nowhere = json!("cluster_01h455vb4pex5vsknk084sn02q");
    let missing = change(&document["version"], json!({ "clusters": [one, nowhere] })).await;
    assert_eq!(named, missing, "nor may it be guessed");
    assert_eq!(named["userErrors"].as_array().unwrap().len(), 1, "{named}");
    let wrong = change(&document["version"], json!({ "sdgs": [99], "cities": [own] })).await;
    assert_eq!(wrong["userErrors"].as_array().unwrap().len(), 1, "{wrong}");
    let long = json!({ "clusters": vec![other; 50] });
    let told = change(&document["version"], long).await["userErrors"].clone();
    assert!(
        told.as_array().unwrap().iter().all(|error| error["code"] == "INVALID"),
        "a limit tells nothing: {told}"
    );

    let sent = json!({ "clusters": [one], "call": null, "text": text("Trams") });
    assert_eq!(change(&document["version"], sent).await["userErrors"], json!([]));
    assert_eq!(truth().await, (json!([hidden, one]), call.clone(), json!("Trams")));
    let sent = json!({ "clusters": [other] });
    assert_eq!(change(&seen().await["version"], sent).await["userErrors"], json!([]));
    assert_eq!(truth().await, (json!([other, hidden]), call, json!("Trams")));
    act(&editor, "publishCluster", "", json!({ "id": hidden })).await;
    assert_eq!(seen().await["fields"]["clusters"], json!([other, hidden]), "now it may be seen");
    let sent = json!({ "clusters": [] });
    assert_eq!(change(&seen().await["version"], sent).await["userErrors"], json!([]));
    assert_eq!(truth().await.0, json!([]), "and taken out");
}

#[tokio::test]
async fn of_a_list_without_end_a_city_is_told_what_an_editor_is() {
    let app = TestApp::with_demo().await;
    let own = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let nowhere = (0..17_000).map(|n| format!("topic_{n:026}"));
    let input = json!({ "locale": "en", "cities": [own], "topics": nowhere.collect::<Vec<_>>(),
                        "text": [{ "locale": "en", "title": "Tram" }] });
    let codes = async |who| {
        let told = act(who, "createNewsItem", ITEM, input.clone()).await["userErrors"].clone();
        let told: Vec<_> = told
            .as_array()
            .unwrap()
            .iter()
            .map(|error| (error["field"].clone(), error["code"].clone()))
            .collect();
        let mut codes: Vec<_> = told.iter().map(|(_, code)| code.to_string()).collect();
        codes.sort();
        codes.dedup();
        (told.len(), codes)
    };
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let told = codes(&editor).await;
    assert!(told.1.contains(&"\"TOO_MANY\"".to_owned()), "{told:?}");
    assert_eq!(codes(&city).await, told);
}
