use std::time::Duration;

use harness::{Bundle, Client, TestApp, Value, json};

use super::act;
use crate::asset::nobodys;

/// The hero and the text of the only news item, as whoever may sees its draft.
async fn draft(who: &Client) -> (String, String) {
    let query = "{ newsItem(slug: \"tram\", view: DRAFT) { hero { url } body { html } } }";
    let item = who.graphql(query, json!({})).await.json()["data"]["newsItem"].clone();
    let url = item["hero"]["url"].as_str().unwrap_or_else(|| panic!("{item}"));
    (url[url.find("/assets/").unwrap()..].to_owned(), item["body"]["html"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn the_pictures_of_a_draft_load_for_whoever_was_shown_it_and_for_nobody_else() {
    let (app, bundle) = (TestApp::start().await, Bundle::empty());
    let bytes = bundle.picture("tram");
    bundle.picture("bus");
    let news = json!({ "kind": "ARTICLE", "status": "DRAFT", "hero": "tram", "text": { "en": { "title": "Tram" } } });
    bundle.put("news", "tram", news);
    bundle.put(
        "news",
        "bus",
        json!({ "kind": "ARTICLE", "status": "DRAFT", "hero": "bus", "text": { "en": { "title": "Bus" } } }),
    );
    app.import(bundle.path());
    let editor = app.user("editor").await;
    let (url, _) = draft(&editor).await;
    let path = url.split('?').next().unwrap();
    let shown = format!("![A tram]({path}) ![The same]({url}&width=9) [elsewhere](/trams)");
    let change = json!({ "id": asked(&editor, "id").await, "expectedVersion": 1,
                         "text": [{ "locale": "en", "title": "Tram", "body": { "markdown": shown } }] });
    act(&editor, "updateNewsItem", "newsItem { id }", change).await;
    let made = "mutation ($id: ID!) { createPreviewToken(input: { id: $id, expiresIn: 60 }) { token } }";
    let made = editor.graphql(made, json!({ "id": asked(&editor, "id").await })).await.json();
    let token = made["data"]["createPreviewToken"]["token"].as_str().unwrap();
    let guest = app.client().with("authorization", &format!("Bearer {token}"));

    let anybody = app.client();
    for who in [&editor, &guest] {
        let (url, html) = draft(who).await;
        let answer = anybody.get(&url).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, bytes.as_slice()), "{url}");
        for (name, value) in
            [("cache-control", "no-store"), ("x-robots-tag", "noindex"), ("content-type", "image/gif")]
        {
            assert_eq!(answer.header(name), Some(value), "{name}");
        }
        let pictures: Vec<_> =
            html.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(pictures.len(), 2, "{html}");
        assert!(html.contains("href=\"/trams\""), "{html}");
        for picture in pictures {
            assert_eq!(anybody.get(&picture.replace("&amp;", "&")).await.status, 200, "{picture}");
        }
        let (_, link) = url.split_once("expires=").unwrap();
        let (expires, signature) = link.split_once("&signature=").unwrap();
        let later = expires.parse::<i64>().unwrap() + 1;
        let other = if signature.starts_with('A') { "B" } else { "A" };
        for bad in [
            path.to_owned(),
            format!("{path}?expires={expires}"),
            format!("{path}?expires={later}&signature={signature}"),
            format!("{path}?expires={expires}&signature={other}{}", &signature[1..]),
            format!("{path}?expires={expires}&signature=%C3%A9"),
            format!("{path}?expires=soon&signature={signature}"),
            format!("{}?expires={expires}&signature={signature}", nobodys(path)),
            format!("{}?expires={expires}&signature={signature}", path.replace("tram.gif", "bus.gif")),
        ] {
            assert_eq!(anybody.get(&bad).await.status, 404, "{bad}");
        }
    }
    app.pass(Duration::from_mins(30));
    assert_eq!(anybody.get(&url).await.status, 404, "its time is over");

    let editor = app.user("admin").await;
    act(&editor, "publishNewsItem", "newsItem { id }", json!({ "id": asked(&editor, "id").await })).await;
    let answer = anybody.get(&url).await;
    let caching = Some("public, max-age=31536000, immutable");
    assert_eq!((answer.status, answer.header("cache-control")), (200, caching), "now it is public");
    let html = "{ newsItem(slug: \"tram\") { body { html } hero { url } } }";
    let live = app.graphql(html, json!({})).await.to_string();
    assert!(!live.contains("signature="), "what is kept is the file, not the link: {live}");
}

/// A field of the news item.
async fn asked(who: &Client, field: &str) -> Value {
    let query = format!("{{ newsItem(slug: \"tram\", view: DRAFT) {{ {field} }} }}");
    who.graphql(&query, json!({})).await.json()["data"]["newsItem"][field].clone()
}

#[tokio::test]
async fn whoever_may_only_propose_names_no_file_that_they_could_not_see() {
    let (app, bundle) = (TestApp::with_demo().await, Bundle::empty());
    for picture in ["hidden", "shown"] {
        bundle.picture(picture);
    }
    let item = |status, hero| json!({ "kind": "ARTICLE", "status": status, "hero": hero, "text": { "en": { "title": hero } } });
    bundle.put("news", "one", item("DRAFT", "hidden"));
    bundle.put("news", "two", item("PUBLISHED", "shown"));
    app.import(bundle.path());
    let (editor, city) = (app.user("editor").await, app.focal_point("xiamen").await);
    let hero = async |slug: &str| {
        let query = format!("{{ newsItem(slug: \"{slug}\", view: DRAFT) {{ hero {{ id url }} }} }}");
        editor.graphql(&query, json!({})).await.json()["data"]["newsItem"]["hero"].clone()
    };
    let (hidden, shown) = (hero("one").await, hero("two").await);
    let own = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let picture = |address: &Value| json!([{ "locale": "en", "title": "Ours", "body": { "markdown": format!("![]({})", address.as_str().unwrap()) } }]);
    let plain = [("locale", json!("en")), ("cities", json!([own]))];
    let with = |field: &str, value: Value| {
        let mut input: Value = plain.iter().cloned().map(|(name, value)| (name.to_owned(), value)).collect();
        input["text"] = json!([{ "locale": "en", "title": "Ours" }]);
        input[field] = value;
        input
    };
    let id = hidden["id"].as_str().unwrap();
    let elsewhere = json!(format!("/assets/{id}/x.gif"));
    for (input, field) in [
        (with("hero", hidden["id"].clone()), json!(["hero"])),
        (with("text", picture(&hidden["url"])), json!(["text", "en", "body"])),
        (with("text", picture(&elsewhere)), json!(["text", "en", "body"])),
    ] {
        let refused = act(&city, "createNewsItem", "newsItem { id }", input).await;
        let error = &refused["userErrors"][0];
        assert_eq!((&error["field"], &error["code"]), (&field, &json!("NOT_FOUND")), "{refused}");
    }
    // What is hidden and what is nowhere are told alike, but for the id.
    let mut told = Vec::new();
    for id in [id.to_owned(), nobodys(&format!("{id}/x")).trim_end_matches("/x").to_owned()] {
        let by_hero = act(&city, "createNewsItem", "newsItem { id }", with("hero", json!(id))).await;
        let address = json!(format!("/assets/{id}/x.gif"));
        let by_text = act(&city, "createNewsItem", "newsItem { id }", with("text", picture(&address))).await;
        told.push(format!("{by_hero}{by_text}").replace(&id, "ID"));
    }
    assert_eq!(told[0], told[1]);
    let made = act(&city, "createNewsItem", "newsItem { id }", with("hero", shown["id"].clone())).await;
    let id = &made["newsItem"]["id"];
    let change = |hero: &Value| json!({ "id": id, "expectedVersion": 1, "hero": hero });
    let refused = act(&city, "updateNewsItem", "newsItem { id }", change(&hidden["id"])).await;
    assert_eq!(refused["userErrors"][0]["code"], "NOT_FOUND");
    // What an editor put there stays.
    act(&editor, "updateNewsItem", "newsItem { id }", change(&hidden["id"])).await;
    let again = json!({ "id": id, "expectedVersion": 2, "text": [{ "locale": "en", "excerpt": "More." }] });
    let kept = act(&city, "updateNewsItem", "newsItem { hero { id } }", again).await;
    assert_eq!(kept["newsItem"]["hero"]["id"], hidden["id"], "{kept}");
}
