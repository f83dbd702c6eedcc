//! How content comes to be, and what becomes of it.

mod conflict;
mod draft;
mod lists;
mod many;
mod membership;
mod proposal;
mod rich_text;
mod steps;
mod writing;

use harness::{Client, Value, json};

/// Runs a mutation of one input, `createNewsItem`, and answers its payload.
pub async fn act(who: &Client, mutation: &str, selection: &str, input: Value) -> Value {
    let answer = try_act(who, mutation, selection, input).await;
    assert!(answer.get("errors").is_none(), "{mutation}: {answer}");
    answer["data"][mutation].clone()
}

/// The same with whatever else the server has to say.
pub async fn try_act(who: &Client, mutation: &str, selection: &str, input: Value) -> Value {
    let kind = match mutation {
        _ if mutation.starts_with("create") || mutation.starts_with("update") => {
            format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..])
        }
        _ if mutation.ends_with("Revision") => "RestoreRevisionInput".to_owned(),
        _ if mutation.starts_with("publish") => "PublishInput".to_owned(),
        _ if mutation.starts_with("purge") => "PurgeInput".to_owned(),
        _ if mutation.starts_with("return") => "ReturnInput".to_owned(),
        _ if mutation.starts_with("commentOn") => "CommentInput".to_owned(),
        _ => "ContentInput".to_owned(),
    };
    let query = format!(
        "mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ {selection} userErrors {{ field code message }}
         conflict {{ currentVersion fields {{ path yours current }} }} }} }}"
    );
    who.graphql(&query, json!({ "input": input })).await.json()
}

const ITEM: &str = "newsItem { id version status title: localeServed hasDraft slug }";

/// A new draft of a news item: its id.
pub async fn drafted(who: &Client, title: &str) -> String {
    let input = json!({ "locale": "en", "text": [{ "locale": "en", "title": title }] });
    let payload = act(who, "createNewsItem", ITEM, input).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    payload["newsItem"]["id"].as_str().unwrap().to_owned()
}

/// The same, published.
pub async fn published(who: &Client, title: &str) -> String {
    let id = drafted(who, title).await;
    let payload = act(who, "publishNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(payload["newsItem"]["status"], "PUBLISHED", "{payload}");
    id
}

/// A news item by its id, as this reader may see it; `view` is LIVE or DRAFT.
pub async fn read(who: &Client, id: &str, view: &str) -> Value {
    let query = format!(
        "query ($id: ID!) {{ node(id: $id, view: {view}) {{ ... on NewsItem {{
             slug status version hasDraft title excerpt publishedAt body {{ html }} clusters {{ slug }} }} }} }}"
    );
    who.graphql(&query, json!({ "id": id })).await.json()
}
