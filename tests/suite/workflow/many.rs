use harness::{TestApp, Value, json};

use super::{ITEM, act, drafted, published, read};

async fn many(who: &harness::Client, mutation: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation ($input: {kind}!) {{ {mutation}(input: $input) {{
             results {{ id userErrors {{ field code }} }} userErrors {{ field code }} }} }}"
    );
    who.graphql(&query, json!({ "input": input })).await.json()
}

#[tokio::test]
async fn many_things_are_published_and_put_away_at_once_or_none_of_them() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let mut ids = Vec::new();
    for title in ["A", "B", "C"] {
        ids.push(drafted(&editor, title).await);
    }
    let cluster = json!({ "locale": "en", "text": [{ "locale": "en", "title": "Waste" }] });
    let cluster = act(&editor, "createCluster", "cluster { id }", cluster).await["cluster"]["id"].clone();
    let gone = drafted(&editor, "Gone").await;
    act(&editor, "archiveNewsItem", ITEM, json!({ "id": gone })).await;

    let all = json!([ids[0], ids[1], gone, cluster]);
    let refused = many(&editor, "publishMany", json!({ "ids": all })).await["data"]["publishMany"].clone();
    let codes: Vec<_> =
        refused["results"].as_array().unwrap().iter().map(|one| one["userErrors"].clone()).collect();
    assert_eq!(
        codes,
        [json!([]), json!([]), json!([{ "field": ["id"], "code": "INVALID_STATE" }]), json!([])]
    );
    assert_eq!(refused["userErrors"], json!([{ "field": null, "code": "INVALID_STATE" }]));
    assert_eq!(app.graphql("{ news { totalCount } }", json!({})).await["data"]["news"]["totalCount"], 0);

    let times =
        json!({ "ids": ["zz"], "publishAt": "2030-01-01T00:00:00Z", "expiresAt": "2029-01-01T00:00:00Z" });
    let refused = many(&editor, "publishMany", times).await["data"]["publishMany"]["userErrors"].clone();
    let fields: Value = refused.as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
    assert_eq!(fields, json!([["ids", "0"], ["expiresAt"]]), "{refused}");

    let all = json!([ids[0], ids[1], ids[2], cluster, ids[0]]);
    let done = many(&editor, "publishMany", json!({ "ids": all })).await["data"]["publishMany"].clone();
    assert_eq!((&done["userErrors"], done["results"].as_array().unwrap().len()), (&json!([]), 5));
    assert_eq!(app.graphql("{ news { totalCount } }", json!({})).await["data"]["news"]["totalCount"], 3);
    many(&editor, "archiveMany", json!({ "ids": [ids[0], cluster] })).await;
    assert_eq!(app.graphql("{ news { totalCount } }", json!({})).await["data"]["news"]["totalCount"], 2);
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn many_news_items_are_tagged_at_once_their_working_drafts_too() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let mut topics = Vec::new();
    for label in ["Air", "Water"] {
        let input = json!({ "locale": "en", "text": [{ "locale": "en", "label": label }] });
        let made = act(&editor, "createTopic", "topic { id slug }", input).await;
        topics.push(made["topic"]["id"].clone());
    }
    let (one, other) = (published(&editor, "One").await, drafted(&editor, "Other").await);
    let change = json!({ "id": one, "expectedVersion": 2, "topics": [topics[1]], "text": [{ "locale": "en", "title": "1" }] });
    act(&editor, "updateNewsItem", ITEM, change).await;
    let input = json!({ "ids": [one, other], "add": [topics[0], topics[0]], "remove": [topics[1]] });
    let done = many(&editor, "tagMany", input).await;
    assert_eq!(done["data"]["tagMany"]["userErrors"], json!([]), "{done}");
    let query = "query ($id: ID!, $view: View) { node(id: $id, view: $view) { ... on NewsItem { title topics { slug } } } }";
    for (id, view, title) in [(&one, "LIVE", "One"), (&one, "DRAFT", "1"), (&other, "DRAFT", "Other")] {
        let seen = editor.graphql(query, json!({ "id": id, "view": view })).await.json();
        assert_eq!(seen["data"]["node"], json!({ "title": title, "topics": [{ "slug": "air" }] }));
    }
    let lost =
        many(&editor, "tagMany", json!({ "ids": [one], "add": ["topic_01h455vb4pex5vsknk084sn02q"] })).await;
    let error = &lost["data"]["tagMany"]["results"][0]["userErrors"][0];
    assert_eq!((&error["code"], &error["field"]), (&json!("NOT_FOUND"), &json!(["add", "0"])), "{lost}");
    let both = json!({ "ids": [one], "add": [topics[1]], "remove": ["x", topics[1]] });
    let lost = many(&editor, "tagMany", both).await;
    let told = json!([{ "field": ["remove", "0"], "code": "INVALID" }, { "field": ["remove", "1"], "code": "INVALID_STATE" }]);
    assert_eq!(lost["data"]["tagMany"]["userErrors"], told, "which of the two is meant?");
    // The same beside one that cannot be meant, in every list of ids.
    let (x, nowhere) = ("x", "topic_01h455vb4pex5vsknk084sn02q");
    let lost = many(&editor, "tagMany", json!({ "ids": [one], "add": [x, topics[0], x, nowhere] })).await;
    let error = &lost["data"]["tagMany"]["results"][0]["userErrors"][0];
    assert_eq!(error["field"], json!(["add", "3"]), "{lost}");
    let change = json!({ "id": other, "expectedVersion": 2, "topics": [x, nowhere, x] });
    let told = act(&editor, "updateNewsItem", ITEM, change).await;
    let errors = told["userErrors"].as_array().unwrap().iter();
    let errors: Value = errors.map(|error| json!([error["field"][1], error["code"]])).collect();
    assert_eq!(errors, json!([["0", "INVALID"], ["2", "INVALID"], ["1", "NOT_FOUND"]]), "{told}");
    act(&editor, "archiveNewsItem", ITEM, json!({ "id": other })).await;
    let away = many(&editor, "tagMany", json!({ "ids": [other], "add": [topics[1]] })).await;
    let error = &away["data"]["tagMany"]["results"][0]["userErrors"][0];
    assert_eq!(error["code"], "INVALID_STATE", "what is put away changes no more than by itself: {away}");
}

#[tokio::test]
async fn a_list_that_is_too_long_is_refused_before_anything_is_done() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let ids = vec!["news_01h455vb4pex5vsknk084sn02q"; 10_000];
    for mutation in ["publishMany", "archiveMany", "tagMany"] {
        let answer = many(&editor, mutation, json!({ "ids": ids })).await;
        assert_eq!(
            answer["data"][mutation]["userErrors"],
            json!([{ "field": ["ids"], "code": "TOO_MANY" }]),
            "{answer}"
        );
    }
    let id = drafted(&editor, "Tram").await;
    let input = json!({ "id": id, "expectedVersion": 1, "clusters": vec!["cluster_01h455vb4pex5vsknk084sn02q"; 10_000] });
    let payload = act(&editor, "updateNewsItem", ITEM, input).await;
    assert!(
        payload["userErrors"].as_array().unwrap().iter().any(|error| error["code"] == "TOO_MANY"),
        "{payload}"
    );
    assert_eq!(read(&editor, &id, "DRAFT").await["data"]["node"]["version"], 1);
    let reviewer = app.user("reviewer").await;
    let answer = many(&reviewer, "publishMany", json!({ "ids": [id] })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

#[tokio::test]
async fn an_id_that_cannot_be_meant_is_told_with_its_place() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let (news, city) = ("news_01h455vb4pex5vsknk084sn02q", "city_01h455vb4pex5vsknk084sn02q");
    for (mutation, input, told) in [
        (
            "tagMany",
            json!({ "ids": [news, city], "add": ["x", "topic_01h455vb4pex5vsknk084sn02q", news], "remove": ["y"] }),
            json!([["ids", "1"], ["add", "0"], ["add", "2"], ["remove", "0"]]),
        ),
        ("publishMany", json!({ "ids": [news, "x", city, "y"] }), json!([["ids", "1"], ["ids", "3"]])),
        ("archiveMany", json!({ "ids": ["user_01h455vb4pex5vsknk084sn02q"] }), json!([["ids", "0"]])),
        ("archiveMany", json!({ "ids": vec!["x"; 501] }), json!([["ids"]])),
    ] {
        let answer = many(&editor, mutation, input).await["data"][mutation].clone();
        let errors = answer["userErrors"].as_array().unwrap();
        let fields = errors.iter().map(|error| error["field"].clone()).filter(|field| !field.is_null());
        assert_eq!(fields.collect::<Value>(), told, "{answer}");
    }
    let topic = json!({ "ids": ["topic_01h455vb4pex5vsknk084sn02q"] });
    let answer = many(&editor, "publishMany", topic).await["data"]["publishMany"].clone();
    let stands = json!([{ "field": ["id"], "code": "INVALID_STATE" }]);
    assert_eq!(answer["results"][0]["userErrors"], stands, "it is content without such a step: {answer}");
    let query = "mutation ($id: ID!) { createPreviewToken(input: { id: $id, expiresIn: 60 }) { token userErrors { code message } } }";
    let topic = json!({ "locale": "en", "text": [{ "locale": "en", "label": "Air" }] });
    let topic = act(&editor, "createTopic", "topic { id }", topic).await["topic"]["id"].clone();
    let answer =
        editor.graphql(query, json!({ "id": topic })).await.json()["data"]["createPreviewToken"].clone();
    let told = json!([{ "code": "INVALID_STATE", "message": "has no drafts: it is public as it stands" }]);
    assert_eq!(answer, json!({ "token": null, "userErrors": told }));
    // What else stands in the way is told with it, and nothing is done.
    let (good, gone) = (drafted(&editor, "Good").await, drafted(&editor, "Gone").await);
    act(&editor, "archiveNewsItem", ITEM, json!({ "id": gone })).await;
    for (mutation, more) in [("publishMany", json!({})), ("tagMany", json!({ "remove": ["x"] }))] {
        let mut input = more;
        input["ids"] = json!([good, "x", gone]);
        let answer = many(&editor, mutation, input).await["data"][mutation].clone();
        let found = answer["results"].as_array().unwrap().iter().map(|one| one["userErrors"].clone());
        let stands = json!([{ "field": ["id"], "code": "INVALID_STATE" }]);
        let unread = json!([{ "field": ["id"], "code": "INVALID" }]);
        assert_eq!(found.collect::<Vec<_>>(), [json!([]), unread, stands], "{mutation}");
        assert_eq!(
            answer["userErrors"][0],
            json!({ "field": ["ids", "1"], "code": "INVALID" }),
            "{mutation}"
        );
        let last = answer["userErrors"].as_array().unwrap().last().unwrap();
        assert_eq!(*last, json!({ "field": null, "code": "INVALID_STATE" }), "{mutation}");
    }
    assert_eq!(read(&editor, &good, "DRAFT").await["data"]["node"]["status"], "DRAFT");
    let reorder = "mutation ($input: ReorderMembershipsInput!) {
        reorderMemberships(input: $input) { userErrors { field code } } }";
    let input = json!({ "cluster": "cluster_01h455vb4pex5vsknk084sn02q", "cities": [city, news] });
    let answer = editor.graphql(reorder, json!({ "input": input })).await.json();
    let errors = &answer["data"]["reorderMemberships"]["userErrors"];
    let nowhere = json!({ "field": ["cluster"], "code": "NOT_FOUND" });
    assert_eq!(*errors, json!([nowhere, { "field": ["cities", "1"], "code": "INVALID" }]));
    let revoke = "mutation ($id: ID!) { revokeApiToken(input: { id: $id }) { userErrors { field code } } }";
    let admin = app.user("admin").await;
    for (id, code) in [("x", "INVALID"), ("token_01h455vb4pex5vsknk084sn02q", "NOT_FOUND")] {
        let answer = admin.graphql(revoke, json!({ "id": id })).await.json();
        assert_eq!(
            answer["data"]["revokeApiToken"]["userErrors"],
            json!([{ "field": ["id"], "code": code }])
        );
    }
}
