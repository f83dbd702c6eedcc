use harness::{Client, TestApp, Value, json};

use super::api_token::{carrying, create, usual};
use super::{bearer, session};
use crate::workflow::preview::previewer;
use crate::workflow::{drafted, read};

#[tokio::test]
async fn a_token_writes_and_publishes_as_far_as_its_scopes_reach() {
    let app = TestApp::start().await;
    let ana = bearer(app.client(), &session(&app, "ana@example.org", "admin").await);
    let mut input = usual();
    input["scopes"] = json!(["WRITE"]);
    let writer = create(&ana, input.clone()).await["secret"].as_str().unwrap().to_owned();
    input["scopes"] = json!(["READ"]);
    let reader = create(&ana, input).await["secret"].as_str().unwrap().to_owned();
    let (writer, reader) = (carrying(app.client(), &writer), carrying(app.client(), &reader));

    let make =
        "mutation { createCluster(input: { locale: \"en\", text: [{ locale: \"en\", title: \"Waste\" }] }) {
        userErrors { message } } }";
    let publish = "mutation ($id: ID!) { publishCluster(input: { id: $id }) { cluster { status } } }";
    let drafts = "{ cluster(slug: \"waste\", view: DRAFT) { id title } }";
    let refused = async |who: &Client, query: &str, variables: Value, scope: &str| {
        let answer = who.graphql(query, variables).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains(scope), "{answer}");
    };
    refused(&reader, make, json!({}), "lacks the scopes PROPOSE and WRITE").await;
    writer.graphql(make, json!({})).await;
    let seen = writer.graphql(drafts, json!({})).await.json();
    assert_eq!(seen["data"]["cluster"]["title"], "Waste", "who may write it may see it: {seen}");
    let found = reader.graphql(drafts, json!({})).await.json();
    let id = &found["data"]["cluster"]["id"];
    assert_eq!(found["data"]["cluster"]["title"], "Waste", "{found}");
    refused(&writer, publish, json!({ "id": id }), "lacks the scope PUBLISH").await;
    let say = "mutation ($id: ID!) { commentOnCluster(input: { id: $id, comment: \"Soon.\" }) { userErrors { code } } }";
    refused(&reader, say, json!({ "id": id }), "lacks the scopes PROPOSE and WRITE").await;
    let said = writer.graphql(say, json!({ "id": id })).await.json();
    assert_eq!(
        said["data"]["commentOnCluster"]["userErrors"],
        json!([]),
        "who may write may say why: {said}"
    );
    let told =
        "query ($id: ID!) { document(id: $id) { version } reviewComments(id: $id) { nodes { text } } }";
    for who in [&reader, &writer] {
        let told = who.graphql(told, json!({ "id": id })).await.json()["data"].clone();
        assert_eq!(told["reviewComments"]["nodes"], json!([{ "text": "Soon." }]), "{told}");
        assert_eq!(told["document"]["version"], 1, "{told}");
    }
    let told = "audit_event WHERE action = 'cluster.created' AND detail LIKE '{\"apiToken\":\"token_%\"}'";
    assert_eq!(app.database().count(told).await, 1, "the audit log names the token");
    let published = ana.graphql(publish, json!({ "id": id })).await.json();
    assert_eq!(published["data"]["publishCluster"]["cluster"]["status"], "PUBLISHED", "{published}");
}

#[tokio::test]
async fn a_preview_token_ends_with_the_token_it_was_made_by() {
    let app = TestApp::start().await;
    let ana = bearer(app.client(), &session(&app, "ana@example.org", "admin").await);
    let id = drafted(&ana, "Tram").await;
    let mut input = usual();
    input["scopes"] = json!(["PREVIEW"]);
    let made = create(&ana, input).await;
    let script = carrying(app.client(), made["secret"].as_str().unwrap());
    let guest = previewer(&app, &script, &id).await;
    assert_eq!(read(&guest, &id, "DRAFT").await["data"]["node"]["title"], "Tram");
    let revoke = "mutation ($id: ID!) { revokeApiToken(input: { id: $id }) { userErrors { code } } }";
    ana.graphql(revoke, json!({ "id": made["apiToken"]["id"] })).await;
    let query = "query ($id: ID!) { node(id: $id, view: DRAFT) { id } }";
    assert_eq!(guest.graphql(query, json!({ "id": id })).await.status, 401);
}
