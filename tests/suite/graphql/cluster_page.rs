//! The main job: one query renders the page of a cluster.

use harness::{CLUSTER_PAGE, TestApp, Value, json};

fn each(list: &Value, name: &str) -> Vec<String> {
    let nodes = list["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node[name].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn one_query_answers_everything_on_the_page_with_one_statement() {
    let app = TestApp::with_demo().await;

    let answer = app.graphql(CLUSTER_PAGE, json!({ "slug": "transport" })).await;
    assert_eq!(app.statements().len(), 1);
    assert!(answer.get("errors").is_none(), "{answer}");

    let page = &answer["data"]["cluster"];
    assert_eq!(page["title"], "Sustainable Transport & Air Quality");
    assert_eq!(each(&page["cities"], "name"), ["Xiamen", "Santiago"]);
    assert_eq!(page["cities"]["nodes"][1]["country"], json!({ "code": "CL", "name": "Chile" }));
    let days =
        ["2021-04-30", "2020-11-11", "2020-06-24", "2020-03-30"].map(|day| format!("{day}T00:00:00.000Z"));
    assert_eq!(each(&page["news"], "publishedAt"), days);
    assert_eq!(each(&page["news"], "kind"), ["CALL", "ARTICLE", "WEBINAR", "ARTICLE"]);
    let filed: Vec<_> =
        page["news"]["nodes"].as_array().unwrap().iter().map(|item| &item["clusters"]).collect();
    assert_eq!(
        filed.iter().map(|clusters| clusters.as_array().unwrap().len()).collect::<Vec<_>>(),
        [2, 5, 3, 2]
    );
    assert_eq!(page["media"]["nodes"].as_array().unwrap().len(), 3);
    assert_eq!(page["media"]["nodes"][0]["sources"][1]["provider"], "BILIBILI");
}

#[tokio::test]
async fn a_page_in_another_language_is_in_that_language_throughout() {
    let app = TestApp::with_demo().await;
    let query = "query ($locale: Locale, $original: Boolean!) {
      cluster(slug: \"transport\", locale: $locale, fallbackToOriginal: $original) {
        localeServed isFallback dir availableLocales
        cities(first: 6) { nodes { name localeServed } }
        news { totalCount nodes { localeServed isFallback dir } }
      }
    }";

    let strict = app.graphql(query, json!({ "locale": "ar", "original": false })).await;
    let cluster = &strict["data"]["cluster"];
    assert_eq!((&cluster["localeServed"], &cluster["dir"]), (&json!("ar"), &json!("RTL")));
    assert_eq!(cluster["availableLocales"], json!(["ar", "en", "zh"]));
    assert_eq!(cluster["news"]["totalCount"], 1);

    let lenient = app.graphql(query, json!({ "locale": "zh", "original": true })).await;
    let news = &lenient["data"]["cluster"]["news"];
    assert_eq!(news["totalCount"], 4);
    assert_eq!(news["nodes"][1], json!({ "localeServed": "en", "isFallback": true, "dir": "LTR" }));

    let nobody = app.graphql(query, json!({ "locale": "sw", "original": false })).await;
    assert_eq!(nobody["data"]["cluster"], Value::Null);
}

#[tokio::test]
async fn an_old_slug_still_finds_the_thing_and_an_unknown_one_finds_nothing() {
    let app = TestApp::with_demo().await;
    let query = "{ old: cluster(slug: \"sustainable-transport\") { slug } none: cluster(slug: \"nowhere\") { slug } }";
    let answer = app.graphql(query, json!({})).await;
    assert_eq!(answer["data"], json!({ "old": { "slug": "transport" }, "none": null }));
}
