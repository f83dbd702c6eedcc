use harness::{TestApp, Value, json};

use super::act;

async fn membership(who: &harness::Client, mutation: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ userErrors {{ field code }}
         conflict {{ currentVersion fields {{ path }} }} cluster {{ version cities {{ edges {{ featured position joinedOn node {{ slug }} }} }} }} }} }}"
    );
    let answer = who.graphql(&query, json!({ "input": input })).await.json();
    assert!(answer.get("errors").is_none(), "{answer}");
    answer["data"][mutation].clone()
}

fn slugs(payload: &Value) -> Vec<&str> {
    let edges = payload["cluster"]["cities"]["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"]["slug"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn cities_join_a_cluster_are_featured_moved_and_leave_it() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let input = json!({ "locale": "en", "text": [{ "locale": "en", "title": "Waste" }] });
    let cluster = act(&editor, "createCluster", "cluster { id }", input).await["cluster"]["id"].clone();
    act(&editor, "publishCluster", "", json!({ "id": cluster })).await;
    let mut cities = Vec::new();
    for name in ["A", "B", "C"] {
        let input =
            json!({ "locale": "en", "countryCode": "CL", "text": [{ "locale": "en", "name": name }] });
        let id = act(&editor, "createCity", "city { id }", input).await["city"]["id"].clone();
        act(&editor, "publishCity", "", json!({ "id": id })).await;
        cities.push(id);
    }
    for (place, city) in cities.iter().enumerate() {
        let input = json!({ "cluster": cluster, "city": city, "position": place, "joinedOn": "2021-04-30" });
        assert_eq!(membership(&editor, "addMembership", input).await["userErrors"], json!([]));
    }
    let again = json!({ "cluster": cluster, "city": cities[0] });
    assert_eq!(
        membership(&editor, "addMembership", again).await["userErrors"],
        json!([{ "field": ["city"], "code": "TAKEN" }])
    );
    let wrong = json!({ "cluster": cluster, "expectedVersion": 5, "city": cities[0], "joinedOn": "2021-02-30", "position": -1 });
    let told = membership(&editor, "updateMembership", wrong).await;
    assert_eq!(
        told["userErrors"],
        json!([{ "field": ["position"], "code": "INVALID" }, { "field": ["joinedOn"], "code": "INVALID" }])
    );

    let order = json!({ "cluster": cluster, "cities": [cities[2]] });
    assert_eq!(slugs(&membership(&editor, "reorderMemberships", order).await), ["c", "a", "b"]);
    let null = json!({ "cluster": cluster, "expectedVersion": 6, "city": cities[0], "featured": null, "position": null });
    let told = membership(&editor, "updateMembership", null).await;
    assert_eq!(
        told["userErrors"],
        json!([{ "field": ["featured"], "code": "REQUIRED" }, { "field": ["position"], "code": "REQUIRED" }])
    );
    let feature = json!({ "cluster": cluster, "expectedVersion": 6, "city": cities[1], "featured": true, "joinedOn": null });
    let featured = membership(&editor, "updateMembership", feature).await;
    let edge = &featured["cluster"]["cities"]["edges"][2];
    assert_eq!(
        (&edge["featured"], &edge["joinedOn"], &edge["position"]),
        (&json!(true), &Value::Null, &json!(2))
    );
    let public = "{ cluster(slug: \"waste\") { cities(filter: { featured: true }) { nodes { slug } } } }";
    assert_eq!(
        app.graphql(public, json!({})).await["data"]["cluster"]["cities"]["nodes"],
        json!([{ "slug": "b" }])
    );

    let left =
        membership(&editor, "removeMembership", json!({ "cluster": cluster, "city": cities[0] })).await;
    assert_eq!(slugs(&left), ["c", "b"]);
    let twice =
        membership(&editor, "removeMembership", json!({ "cluster": cluster, "city": cities[0] })).await;
    assert_eq!(twice["userErrors"], json!([{ "field": ["city"], "code": "NOT_FOUND" }]));
    let nowhere = json!({ "cluster": "cluster_01h455vb4pex5vsknk084sn02q", "city": cities[0] });
    assert_eq!(
        membership(&editor, "removeMembership", nowhere).await["userErrors"][0]["field"],
        json!(["cluster"])
    );
    act(&editor, "archiveCluster", "", json!({ "id": cluster })).await;
    let away = membership(&editor, "addMembership", json!({ "cluster": cluster, "city": cities[0] })).await;
    assert_eq!(away["userErrors"], json!([{ "field": ["cluster"], "code": "INVALID_STATE" }]));
    app.cities(&["doctor"]).succeeded();
}

#[tokio::test]
async fn who_is_a_member_is_no_matter_of_the_working_draft() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let found = app
        .graphql("{ clusters(first: 1) { nodes { id version slug cities { nodes { id } } } } }", json!({}))
        .await;
    let cluster = &found["data"]["clusters"]["nodes"][0];
    let change = json!({ "id": cluster["id"], "expectedVersion": cluster["version"], "text": [{ "locale": "en", "summary": "New." }] });
    let selection = "cluster { version summary hasDraft cities { totalCount } }";
    let before = act(&editor, "updateCluster", selection, change).await["cluster"].clone();
    let city = &cluster["cities"]["nodes"][0]["id"];
    membership(&editor, "removeMembership", json!({ "cluster": cluster["id"], "city": city })).await;
    let read = "query ($id: ID!) { node(id: $id, view: DRAFT) { ... on Cluster { version summary hasDraft cities { totalCount } } } }";
    let seen = editor.graphql(read, json!({ "id": cluster["id"] })).await.json()["data"]["node"].clone();
    assert_eq!((&seen["summary"], &seen["hasDraft"]), (&json!("New."), &json!(true)));
    assert_eq!(seen["cities"]["totalCount"], before["cities"]["totalCount"].as_i64().unwrap() - 1);
    let publish = json!({ "id": cluster["id"], "expectedVersion": seen["version"] });
    let live = act(&editor, "publishCluster", selection, publish).await;
    assert_eq!(live["cluster"]["cities"]["totalCount"], seen["cities"]["totalCount"]);
    assert_eq!(live["cluster"]["hasDraft"], false);
}

#[tokio::test]
async fn all_that_is_wrong_with_a_membership_is_told_at_once() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let input =
        json!({ "cluster": "x", "expectedVersion": 1, "city": "y", "featured": null, "position": null });
    let told = membership(&editor, "updateMembership", input).await;
    let errors = told["userErrors"].as_array().unwrap().iter();
    let fields: Value = errors.map(|error| error["field"][0].clone()).collect();
    assert_eq!(fields, json!(["cluster", "city", "featured", "position"]), "{told}");

    let nowhere = "city_01h455vb4pex5vsknk084sn02q";
    let input = json!({ "cluster": "cluster_01h455vb4pex5vsknk084sn02q", "city": nowhere, "position": -1 });
    let told = membership(&editor, "addMembership", input).await;
    let errors = told["userErrors"].as_array().unwrap().iter();
    let fields: Value = errors.map(|error| error["field"][0].clone()).collect();
    assert_eq!(fields, json!(["cluster", "position", "city"]), "{told}");
    let text = json!([{ "locale": "en", "title": "Waste" }]);
    let cluster =
        act(&editor, "createCluster", "cluster { id }", json!({ "locale": "en", "text": text })).await;
    let cluster = &cluster["cluster"]["id"];
    for version in [1, 0] {
        let told = async |mutation: &str, mut input: Value| {
            (input["cluster"], input["expectedVersion"]) = (cluster.clone(), json!(version));
            let payload = membership(&editor, mutation, input).await;
            let told = payload["userErrors"].clone();
            assert!(!payload["conflict"].to_string().contains("city_0000"), "{payload}");
            let errors = told.as_array().unwrap().iter().filter(|error| error["code"] != "STALE_VERSION");
            let ways = errors.map(|error| {
                let way: Vec<_> =
                    error["field"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
                way.join(".")
            });
            let mut ways: Vec<_> = ways.collect();
            ways.sort();
            ways
        };
        let settings = |city: &str| json!({ "city": city, "position": -1, "joinedOn": "x" });
        for city in ["yy", nowhere] {
            for mutation in ["addMembership", "updateMembership"] {
                let ways = told(mutation, settings(city)).await;
                assert_eq!(ways, ["city", "joinedOn", "position"], "{mutation} {city} {version}");
            }
        }
        let order = json!({ "cities": ["yy", nowhere, nowhere] });
        let ways = told("reorderMemberships", order).await;
        assert_eq!(ways, ["cities.0", "cities.1", "cities.2", "cities.2"], "{version}");
    }
}

#[tokio::test]
async fn of_two_who_change_a_membership_at_once_the_second_is_told_whatever_the_working_draft_says() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let query = "{ clusters(first: 1) { nodes { id version cities { nodes { id } } } } }";
    let found = app.graphql(query, json!({})).await["data"]["clusters"]["nodes"][0].clone();
    let (id, city) = (&found["id"], &found["cities"]["nodes"][0]["id"]);
    let mut version = found["version"].as_i64().unwrap();
    for round in 0..2 {
        let to = |place: i64| json!({ "cluster": id, "expectedVersion": version, "city": city, "position": place });
        let first = membership(&editor, "updateMembership", to(7 + round)).await;
        assert_eq!(first["userErrors"], json!([]), "{first}");
        let second = membership(&editor, "updateMembership", to(9)).await;
        assert_eq!(second["userErrors"], json!([{ "field": ["expectedVersion"], "code": "STALE_VERSION" }]));
        let now = &first["cluster"]["version"];
        assert_eq!(second["conflict"], json!({ "currentVersion": now, "fields": [{ "path": ["members"] }] }));
        for mutation in ["removeMembership", "reorderMemberships", "addMembership"] {
            let mut input = json!({ "cluster": id, "expectedVersion": version });
            if mutation == "reorderMemberships" {
                input["cities"] = json!([city]);
            } else {
                input["city"] = city.clone();
            }
            let told = membership(&editor, mutation, input).await;
            assert_eq!(told["conflict"]["currentVersion"], *now, "{mutation}: {told}");
        }
        // In the second round there is a working draft, which has seen several changes.
        let mut drafted = now.clone();
        for summary in ["New.", "Newer.", "Newest."] {
            let change = json!({ "id": id, "expectedVersion": drafted, "text": [{ "locale": "en", "summary": summary }] });
            drafted =
                act(&editor, "updateCluster", "cluster { version }", change).await["cluster"]["version"]
                    .clone();
        }
        version = drafted.as_i64().unwrap();
    }
}
