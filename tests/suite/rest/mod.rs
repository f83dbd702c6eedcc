//! Plain JSON: `/v1`, its document, and the pages that tell of it.

mod document;
mod refusals;
mod same;

use std::collections::BTreeSet;

use harness::{TestApp, Value, json};

#[tokio::test]
async fn a_list_is_paged_through_by_its_links_and_a_cache_asks_for_what_is_new_alone() {
    let app = TestApp::with_demo().await;
    let client = app.client();
    let base = format!("http://{}", app.address());
    let (mut path, mut slugs, mut pages) = ("/v1/news?fields=slug&first=2&lang=en".to_owned(), Vec::new(), 0);
    loop {
        let answer = client.get(&path).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let page = answer.json();
        slugs.extend(page["data"].as_array().unwrap().iter().map(|one| one["slug"].clone()));
        pages += 1;
        let next = page["links"]["next"].as_str().map(str::to_owned);
        assert_eq!(page["pageInfo"]["hasNextPage"], json!(next.is_some()));
        let link = next.as_ref().map(|next| format!("<{next}>; rel=\"next\""));
        assert_eq!(answer.header("link"), link.as_deref());
        let Some(next) = next else { break };
        next.strip_prefix(&base).expect("an address of this server").clone_into(&mut path);
    }
    let all = app.graphql("{ news(locale: \"en\") { nodes { slug } } }", json!({})).await;
    let all: Vec<Value> =
        all["data"]["news"]["nodes"].as_array().unwrap().iter().map(|one| one["slug"].clone()).collect();
    assert_eq!((&slugs, pages), (&all, all.len().div_ceil(2)));
    let known: BTreeSet<String> = slugs.iter().map(Value::to_string).collect();
    assert_eq!(known.len(), slugs.len());

    let first = client.get("/v1/clusters/transport?lang=zh&fields=title").await;
    assert_eq!(first.header("content-language"), Some("zh"));
    assert!(first.header("cache-control").unwrap().starts_with("public, max-age=60"), "{first:?}");
    assert!(first.header("cache-tag").unwrap().contains("cluster-"), "{first:?}");
    let tag = first.header("etag").unwrap();
    let again =
        client.clone().with("if-none-match", tag).get("/v1/clusters/transport?lang=zh&fields=title").await;
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag)));
    let since = first.header("last-modified").unwrap();
    let again = client.clone().with("if-modified-since", since).get("/v1/clusters/transport?lang=zh").await;
    // What belongs to a thing may go and take its instant along, so that alone is no proof.
    assert_eq!(again.status, 200);
    let head = client.send("HEAD", "/v1/clusters/transport?lang=zh&fields=title", b"").await;
    assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, Some(tag)));
}

#[tokio::test]
async fn a_thing_that_was_renamed_leads_on_and_what_is_not_public_is_not_there() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let found = app
        .graphql(
            "{ topic(slug: \"webinars\") { id version } news(first: 1) { nodes { id slug version } } }",
            json!({}),
        )
        .await;
    let (topic, item) = (&found["data"]["topic"], &found["data"]["news"]["nodes"][0]);
    let renamed = editor
        .graphql(
            "mutation ($input: UpdateTopicInput!) { updateTopic(input: $input) { userErrors { message } } }",
            json!({ "input": { "id": topic["id"], "expectedVersion": topic["version"], "slug": "online-meetings" } }),
        )
        .await
        .json();
    assert_eq!(renamed["data"]["updateTopic"]["userErrors"], json!([]), "{renamed}");
    let gone = editor
        .graphql(
            "mutation ($input: ContentInput!) { unpublishNewsItem(input: $input) { userErrors { message } } }",
            json!({ "input": { "id": item["id"], "expectedVersion": item["version"] } }),
        )
        .await
        .json();
    assert_eq!(gone["data"]["unpublishNewsItem"]["userErrors"], json!([]), "{gone}");
    let old = app.client().get("/v1/topics/webinars?lang=en&fields=label").await;
    let to = format!("http://{}/v1/topics/online-meetings?fields=label&lang=en", app.address());
    assert_eq!((old.status, old.header("location")), (308, Some(to.as_str())), "{}", old.text());
    // Whoever may see drafts sees none here.
    let path = format!("/v1/news/{}", item["slug"].as_str().unwrap());
    for client in [app.client(), editor] {
        assert_eq!(client.get(&path).await.status, 404);
        assert!(!client.get("/v1/news?fields=slug").await.text().contains(item["slug"].as_str().unwrap()));
    }
    let filed = app.client().get("/v1/news?topics=webinars&fields=id").await.json();
    let renamed = app.client().get("/v1/news?topics=online-meetings&fields=id").await.json();
    assert!(filed["data"].as_array().is_some_and(|data| !data.is_empty()), "{filed}");
    assert_eq!(filed["data"], renamed["data"]);
}
