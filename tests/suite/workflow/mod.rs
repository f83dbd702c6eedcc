//! How content comes to be, and what becomes of it.

mod audit;
mod called;
mod comment;
mod conflict;
mod crash;
mod document;
mod draft;
mod event;
mod gone;
mod history;
mod hostile;
mod inbox;
mod lists;
mod many;
mod membership;
mod old_slug;
mod picture;
pub mod preview;
mod proposal;
mod purge;
mod rich_text;
mod slug;
mod statements;
mod steps;
mod text;
pub mod unseen;
mod withdrawn;
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
        _ if ["create", "update", "extend"].iter().any(|verb| mutation.starts_with(verb)) => {
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

pub const ITEM: &str = "newsItem { id version status title: localeServed hasDraft slug }";

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

/// All pages of a list of records, this many at a time: every node, in order.
pub async fn pages(who: &Client, list: &str, arguments: &str, selection: &str, size: usize) -> Vec<Value> {
    let (mut nodes, mut after) = (Vec::new(), Value::Null);
    loop {
        let query = format!(
            "query ($after: String) {{ {list}({arguments} first: {size}, after: $after) {{
                 totalCount pageInfo {{ hasNextPage hasPreviousPage endCursor }}
                 edges {{ cursor node {{ {selection} }} }} nodes {{ {selection} }} }} }}"
        );
        let answer = who.graphql(&query, json!({ "after": after })).await.json();
        let page = &answer["data"][list];
        assert!(answer.get("errors").is_none(), "{answer}");
        assert_eq!(page["pageInfo"]["hasPreviousPage"], json!(!nodes.is_empty()), "{page}");
        let found = page["nodes"].as_array().unwrap().clone();
        let of_edges = page["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone());
        assert!(of_edges.eq(found.iter().cloned()), "{page}");
        nodes.extend(found);
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] != true {
            assert_eq!(page["totalCount"], nodes.len(), "{page}");
            return nodes;
        }
        assert_eq!(page["nodes"].as_array().unwrap().len(), size, "{page}");
    }
}

/// What a query is refused with.
pub async fn refusal(who: &Client, query: &str) -> (String, String) {
    let answer = who.graphql(query, json!({})).await.json();
    let error = &answer["errors"][0];
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{query}: {answer}")).to_owned();
    (text(&error["extensions"]["code"]), text(&error["message"]))
}

/// The values of one field.
pub fn all(nodes: &[Value], field: &str) -> Vec<Value> {
    nodes.iter().map(|node| node[field].clone()).collect()
}
