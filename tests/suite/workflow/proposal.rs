use harness::{Client, TestApp, json};

use super::{ITEM, act, published, read, try_act};

#[tokio::test]
async fn a_focal_point_proposes_and_an_editor_decides() {
    let app = TestApp::with_demo().await;
    let (city, editor, anyone) = (app.focal_point("xiamen").await, app.user("editor").await, app.client());
    let found =
        app.graphql("{ city(slug: \"xiamen\") { id version website } }", json!({})).await["data"]["city"]
            .clone();
    let input =
        json!({ "id": found["id"], "expectedVersion": found["version"], "website": "https://new.example/" });
    let selection = "city { website hasDraft version status }";
    let proposed = act(&city, "updateCity", selection, input).await;
    assert_eq!(
        (&proposed["city"]["website"], &proposed["city"]["hasDraft"]),
        (&json!("https://new.example/"), &json!(true))
    );
    let live = anyone.graphql("{ city(slug: \"xiamen\") { id version website } }", json!({})).await.json();
    assert_eq!(live["data"]["city"], found);
    for verb in ["publishCity", "unpublishCity", "archiveCity", "discardCityDraft", "purgeCity"] {
        let refused = try_act(&city, verb, selection, json!({ "id": found["id"] })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{verb}: {refused}");
    }
    act(&editor, "publishCity", selection, json!({ "id": found["id"] })).await;
    let live = anyone.graphql("{ city(slug: \"xiamen\") { website } }", json!({})).await.json();
    assert_eq!(live["data"]["city"]["website"], "https://new.example/");

    let input =
        json!({ "locale": "en", "city": found["id"], "text": [{ "locale": "en", "title": "Our buses" }] });
    let made = act(&city, "createPractice", "practice { id status }", input).await;
    assert_eq!(made["practice"]["status"], "IN_REVIEW");
    let id = &made["practice"]["id"];
    let back = json!({ "id": id, "comment": "How many?" });
    act(&editor, "returnPractice", "practice { status }", back).await;
    let input = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "summary": "Forty." }] });
    let again = act(&city, "updatePractice", "practice { status }", input).await;
    assert_eq!(again["practice"]["status"], "IN_REVIEW");
}

#[tokio::test]
async fn the_things_of_another_city_are_not_for_a_focal_point_to_change_and_its_drafts_do_not_exist() {
    let app = TestApp::with_demo().await;
    let (city, editor) = (app.focal_point("xiamen").await, app.user("editor").await);
    let found = app
        .graphql(
            "{ xiamen: city(slug: \"xiamen\") { id } santiago: city(slug: \"santiago\") { id version } }",
            json!({}),
        )
        .await;
    let (own, other) = (&found["data"]["xiamen"]["id"], &found["data"]["santiago"]["id"]);
    let input = json!({ "id": other, "expectedVersion": found["data"]["santiago"]["version"], "website": "https://x.example/" });
    assert!(read(&city, &published(&editor, "Tram").await, "DRAFT").await["data"]["node"].is_null());

    let forbidden = async |mutation: &str, input| {
        let answer = try_act(&city, mutation, "", input).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{mutation}: {answer}");
    };
    forbidden("updateCity", input).await;
    let text = json!([{ "locale": "en", "title": "Buses", }]);
    forbidden("createPractice", json!({ "locale": "en", "city": other, "text": text })).await;
    forbidden("createPractice", json!({ "locale": "en", "text": text })).await;
    forbidden("createNewsItem", json!({ "locale": "en", "cities": [other], "text": text })).await;
    forbidden("createCluster", json!({ "locale": "en", "text": text })).await;
    forbidden("createTopic", json!({ "locale": "en", "text": [{ "locale": "en", "label": "Buses" }] })).await;
    // Nor can one's own thing be given away.
    let input = json!({ "locale": "en", "city": own, "text": text });
    let made = act(&city, "createPractice", "practice { id }", input).await;
    forbidden("updatePractice", json!({ "id": made["practice"]["id"], "expectedVersion": 1, "city": other }))
        .await;
}

#[tokio::test]
async fn what_two_cities_share_is_taken_from_neither_before_an_editor_decides() {
    let app = TestApp::with_demo().await;
    let (one, other) = (app.focal_point("xiamen").await, app.focal_point("santiago").await);
    let found = app
        .graphql(
            "{ xiamen: city(slug: \"xiamen\") { id } santiago: city(slug: \"santiago\") { id } }",
            json!({}),
        )
        .await;
    let (xiamen, santiago) = (&found["data"]["xiamen"]["id"], &found["data"]["santiago"]["id"]);
    let text = json!([{ "locale": "en", "title": "Two cities" }]);
    let input = json!({ "locale": "en", "cities": [xiamen, santiago], "text": text });
    let made = act(&one, "createNewsItem", ITEM, input).await;
    let id = &made["newsItem"]["id"];
    for (change, field) in
        [(json!({ "cities": [santiago] }), "cities"), (json!({ "externalRef": "feed:1" }), "externalRef")]
    {
        let mut input = json!({ "id": id, "expectedVersion": 1 });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let refused = act(&other, "updateNewsItem", ITEM, input).await;
        let error = &refused["userErrors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!([field]), &json!("INVALID_STATE")),
            "{refused}"
        );
    }
    let claimed = json!({ "locale": "en", "cities": [xiamen], "externalRef": "feed:2", "text": text });
    let refused = act(&one, "createNewsItem", ITEM, claimed).await;
    assert_eq!(refused["userErrors"][0]["field"], json!(["externalRef"]), "{refused}");
    let input = json!({ "id": id, "expectedVersion": 1, "sdgs": [11] });
    assert_eq!(act(&other, "updateNewsItem", ITEM, input).await["userErrors"], json!([]));
}

#[tokio::test]
async fn who_may_not_write_is_told_whether_signing_in_would_help() {
    let app = TestApp::start().await;
    let input = json!({ "locale": "en", "text": [{ "locale": "en", "title": "Tram" }] });
    let answer = try_act(&app.client(), "createNewsItem", ITEM, input.clone()).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
    let reviewer = app.user("reviewer").await;
    let answer = try_act(&reviewer, "createNewsItem", ITEM, input.clone()).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
    // What no input has cannot be assigned.
    let editor = app.user("editor").await;
    for field in ["status", "publishedAt", "role", "version", "createdAt"] {
        let mut more = input.clone();
        more[field] = json!("PUBLISHED");
        let answer = try_act(&editor, "createNewsItem", ITEM, more).await;
        assert!(answer["data"].is_null(), "{field}: {answer}");
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains(field), "{answer}");
    }
}

#[tokio::test]
async fn what_nobody_has_decided_on_is_not_published_by_taking_back_what_it_would_change() {
    let app = TestApp::with_demo().await;
    let (city, editor) = (app.focal_point("xiamen").await, app.user("editor").await);
    let own = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let shown = "practice { id status title hasDraft version }";
    for (step, status, title) in [("unpublish", "IN_REVIEW", "Proposed"), ("archive", "ARCHIVED", "Trams")] {
        let text = |title: &str| json!([{ "locale": "en", "title": title }]);
        let made = json!({ "locale": "en", "city": own, "text": text("Trams") });
        let id = act(&editor, "createPractice", shown, made).await["practice"]["id"].clone();
        act(&editor, "publishPractice", shown, json!({ "id": id })).await;
        let change = json!({ "id": id, "expectedVersion": 2, "text": text("Proposed") });
        act(&city, "updatePractice", shown, change).await;
        let gone =
            act(&editor, &format!("{step}Practice"), shown, json!({ "id": id })).await["practice"].clone();
        assert_eq!(
            (&gone["status"], &gone["title"], &gone["hasDraft"]),
            (&json!(status), &json!(title), &json!(false)),
            "{step}"
        );
        let waiting =
            editor.graphql("{ inbox(first: 100) { nodes { id } } }", json!({})).await.json().to_string();
        assert_eq!(waiting.contains(id.as_str().unwrap()), step == "unpublish", "{step}: {waiting}");
    }
}

#[tokio::test]
async fn a_focal_point_takes_back_its_own_proposal_and_nobody_elses() {
    let app = TestApp::with_demo().await;
    let (city, editor) = (app.focal_point("xiamen").await, app.user("editor").await);
    let own = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let text = |title: &str| json!([{ "locale": "en", "title": title }]);
    let made = json!({ "locale": "en", "cities": [own], "text": text("Trams") });
    let id = act(&editor, "createNewsItem", ITEM, made).await["newsItem"]["id"].clone();
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    let change = async |who: &Client, version: u8, title: &str| {
        let input = json!({ "id": id, "expectedVersion": version, "text": text(title) });
        let payload = act(who, "updateNewsItem", ITEM, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{version}");
        (payload["newsItem"]["hasDraft"].clone(), payload["newsItem"]["version"].clone())
    };
    assert_eq!(change(&city, 2, "Ours").await, (json!(true), json!(3)));
    assert_eq!(change(&city, 3, "Trams").await.0, json!(false), "it was its own");
    assert_eq!(change(&editor, 2, "Theirs").await, (json!(true), json!(5)));
    act(&editor, "discardNewsItemDraft", ITEM, json!({ "id": id })).await;
    assert_eq!(change(&city, 2, "Ours").await, (json!(true), json!(7)));
    assert_eq!(change(&city, 7, "Trams").await.0, json!(false), "what was discarded before does not count");

    // Nor does that it was returned, nor what was restored away.
    assert_eq!(change(&city, 2, "Ours").await, (json!(true), json!(9)));
    act(&editor, "returnNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(change(&city, 10, "Trams").await.0, json!(false));
    assert_eq!(change(&editor, 2, "Theirs").await, (json!(true), json!(12)));
    let query = "query ($id: ID!) { revisions(id: $id, first: 100) { nodes { id number } } }";
    let told = editor.graphql(query, json!({ "id": id })).await.json();
    let live = told["data"]["revisions"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["number"] == 2)
        .unwrap()
        .clone();
    let back = json!({ "id": id, "expectedVersion": 12, "revision": live["id"] });
    act(&editor, "restoreNewsItemRevision", ITEM, back).await;
    assert_eq!(change(&city, 2, "Ours").await, (json!(true), json!(14)));
    assert_eq!(change(&city, 14, "Trams").await.0, json!(false));

    assert_eq!(change(&editor, 2, "Theirs").await, (json!(true), json!(16)));
    act(&editor, "submitNewsItem", ITEM, json!({ "id": id })).await;
    // What is live is changed at once, beside the draft.
    let topics = app.graphql("{ topics { nodes { id } } }", json!({})).await;
    let topic = &topics["data"]["topics"]["nodes"][0]["id"];
    let tagged = "mutation ($id: ID!, $topic: ID!) {
        tagMany(input: { ids: [$id], add: [$topic] }) { userErrors { code } } }";
    editor.graphql(tagged, json!({ "id": id, "topic": topic })).await;
    assert_eq!(change(&city, 19, "Both").await, (json!(true), json!(20)));
    assert_eq!(
        change(&city, 20, "Trams").await,
        (json!(true), json!(21)),
        "an editor wrote at it, and decides"
    );
    assert_eq!(change(&city, 21, "Trams").await, (json!(true), json!(21)), "once is enough");
    let waiting =
        editor.graphql("{ inbox(first: 100) { nodes { id } } }", json!({})).await.json().to_string();
    assert!(waiting.contains(id.as_str().unwrap()), "{waiting}");
    assert_eq!(change(&editor, 21, "Trams").await.0, json!(false));
}
