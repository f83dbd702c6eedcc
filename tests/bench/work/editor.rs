//! An editor who changes what is published, again and again.

use std::error::Error;
use std::sync::Arc;

use harness::load::{Load, Server, request_as, sign_in};
use harness::{Value, json};

use crate::gate::Gate;
use crate::store::ADMIN;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Reads to one write.
pub const READS: u32 = 99;

const FIND: &str = "query ($slug: String!) { newsItem(slug: $slug, view: DRAFT) { id version } }";
const UPDATE: &str = "mutation ($input: UpdateNewsItemInput!) {
    updateNewsItem(input: $input) { newsItem { id version } userErrors { message } } }";
const PUBLISH: &str = "mutation ($input: PublishInput!) {
    publishNewsItem(input: $input) { newsItem { id version } userErrors { message } } }";

/// Signed in, with some news items to look after.
pub struct Editor {
    load: Load,
    token: String,
    items: Vec<Value>,
    written: usize,
}

impl Editor {
    pub async fn of(server: &Server, slugs: &[String]) -> Outcome<Self> {
        let mut load = Load::connect(server.address).await?;
        let answer = load.json(&sign_in(ADMIN)).await?;
        let token = answer["data"]["signIn"]["session"]["accessToken"].as_str();
        let token = token.ok_or_else(|| format!("nobody can sign in: {answer}"))?.to_owned();
        let mut editor = Self { load, token, items: Vec::new(), written: 0 };
        for slug in slugs {
            let item = editor.ask(FIND, &json!({ "slug": slug })).await?["newsItem"].take();
            if item.is_null() {
                return Err(format!("there is no {slug}").into());
            }
            editor.items.push(item);
        }
        Ok(editor)
    }

    /// Writes once whenever so many have read, until the gate is shut.
    pub async fn keep_writing(mut self, gate: Arc<Gate>) -> Outcome<()> {
        while gate.have_passed(READS).await {
            if let Err(cause) = self.write().await {
                // Readers must not wait for one who has gone.
                gate.shut();
                return Err(cause);
            }
            gate.make_room(READS);
        }
        Ok(())
    }

    /// Other words in one item, shown at once.
    async fn write(&mut self) -> Outcome<()> {
        let at = self.written % self.items.len();
        self.written += 1;
        let item = &self.items[at];
        let text = json!([{ "locale": "en", "excerpt": format!("Changed for the time {}.", self.written) }]);
        let update = json!({ "id": item["id"], "expectedVersion": item["version"], "text": text });
        self.act("updateNewsItem", UPDATE, update).await?;
        let publish = json!({ "id": self.items[at]["id"] });
        self.items[at] = self.act("publishNewsItem", PUBLISH, publish).await?;
        Ok(())
    }

    async fn act(&mut self, mutation: &str, query: &str, input: Value) -> Outcome<Value> {
        let payload = self.ask(query, &json!({ "input": input })).await?[mutation].take();
        if payload["userErrors"] != json!([]) {
            return Err(format!("{mutation} is refused: {payload}").into());
        }
        Ok(payload["newsItem"].clone())
    }

    async fn ask(&mut self, query: &str, variables: &Value) -> Outcome<Value> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut answer = self.load.json(&request_as(&self.token, "/graphql", &body)).await?;
        if answer.get("errors").is_some() {
            return Err(format!("{query}: {answer}").into());
        }
        Ok(answer["data"].take())
    }
}
