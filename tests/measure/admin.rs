//! What it costs to write, to sign in and to carry a token.

use std::error::Error;

use harness::load::{Load, Server, add_user, import, request_as, sign_in};
use harness::{CLUSTER_PAGE, Client, TestApp, TestDatabase, Value, demo, json};

use crate::log::Log;
use crate::meter::{self, Cost};
use crate::{Done, ask, crowded, mutations, token, yardstick};

/// Those who sign in at once.
pub const CLIENTS: u32 = 50;
const ADMIN: &str = "admin@example.org";
/// How often each mutation is measured, after a few that are not.
const TIMES: u32 = 400;
const WARM: u32 = 20;
/// How often every kind of mutation is gone through.
const ROUNDS: usize = 3;

const CREATE: &str = "mutation ($input: CreateNewsItemInput!) {
    createNewsItem(input: $input) { newsItem { id version } userErrors { message } } }";
const UPDATE: &str = "mutation ($input: UpdateNewsItemInput!) {
    updateNewsItem(input: $input) { newsItem { id version } userErrors { message } } }";
const PUBLISH: &str = "mutation ($input: PublishInput!) {
    publishNewsItem(input: $input) { newsItem { id version } userErrors { message } } }";
const DRAFT: &str = "query ($id: ID!) { node(id: $id, view: DRAFT) { ... on NewsItem {
    title excerpt body { html } clusters { slug title } topics { label } } } }";

pub async fn measure() -> Done {
    println!();
    statements().await;
    let folder = tempfile::tempdir()?;
    let database = TestDatabase::migrated(folder.path()).await;
    import(&database.url, folder.path(), &demo());
    for number in 1..=CLIENTS {
        add_user(&database.url, &email(number), "editor");
    }
    let server = Server::start(&database.url, folder.path()).await?;
    let mut caller = Caller::sign_in(&server).await?;
    caller.mutations().await?;
    caller.sign_ins().await?;
    token::measure(&database.url, folder.path()).await?;
    crowded::measure(&server).await
}

/// Every kind of mutation, and nothing else.
pub async fn measure_mutations() -> Done {
    let (mut rounds, mut alone) = (Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        alone.push(format!("{:.2}", yardstick::measure().await?));
        rounds.push(round().await?);
    }
    meter::sum_up(&rounds);
    println!(
        "SQLite alone, for a change of {} pages before each round: CPU {} ms",
        yardstick::PAGES,
        alone.join(", ")
    );
    Ok(())
}

/// One round on a database of its own.
async fn round() -> Result<Vec<Cost>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let database = TestDatabase::migrated(folder.path()).await;
    import(&database.url, folder.path(), &demo());
    add_user(&database.url, ADMIN, "admin");
    let server = Server::start(&database.url, folder.path()).await?;
    let answer = Load::connect(server.address).await?.json(&sign_in(ADMIN)).await?;
    let session = &answer["data"]["signIn"]["session"];
    let token = |name: &str| session[name].as_str().map(str::to_owned);
    let tokens = token("accessToken").zip(token("refreshToken"));
    let tokens = tokens.ok_or_else(|| format!("no admin: {answer}"))?;
    mutations::measure(&server, Log::of(&database.url), tokens).await
}

/// How many of them each thing takes; what begins and ends a transaction is not counted.
async fn statements() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let count = async |name: &str, who: &Client, query: &str, variables: Value| {
        app.statements();
        let answer = who.graphql(query, variables).await.json();
        println!("{name}: {} statement(s)", app.statements().len());
        answer
    };
    let made = count("createNewsItem", &editor, CREATE, create(1)).await;
    let id = &made["data"]["createNewsItem"]["newsItem"]["id"];
    count("updateNewsItem of a draft", &editor, UPDATE, update(id, 1)).await;
    count("publishNewsItem", &editor, PUBLISH, publish(id)).await;
    count("updateNewsItem of what is published", &editor, UPDATE, update(id, 3)).await;
    count("DRAFT of what has a working draft", &editor, DRAFT, json!({ "id": id })).await;
    count("Cluster page without a token", &app.client(), CLUSTER_PAGE, page()).await;
    count("Cluster page with a token", &editor, CLUSTER_PAGE, page()).await;
    count("viewer", &editor, "{ viewer { id } }", json!({})).await;
}

pub fn email(number: u32) -> String {
    format!("editor-{number}@example.org")
}

/// A text of some length, since its HTML is rendered and kept.
fn text(title: &str) -> Value {
    let body =
        "<p>What the city and its partners have done for the air that everybody breathes.</p>".repeat(8);
    json!([{ "locale": "en", "title": title, "excerpt": "What happened.", "body": { "html": body } }])
}

fn create(number: u32) -> Value {
    json!({ "input": { "locale": "en", "text": text(&format!("Air number {number}")) } })
}

fn update(id: &Value, version: u32) -> Value {
    let text = text(&format!("Air of version {version}"));
    json!({ "input": { "id": id, "expectedVersion": version, "text": text } })
}

fn publish(id: &Value) -> Value {
    json!({ "input": { "id": id } })
}

pub fn page() -> Value {
    json!({ "slug": "transport" })
}

/// An editor at the server that is measured.
struct Caller<'a> {
    server: &'a Server,
    load: Load,
    token: String,
}

impl<'a> Caller<'a> {
    async fn sign_in(server: &'a Server) -> Result<Self, Box<dyn Error>> {
        let mut load = Load::connect(server.address).await?;
        let answer = load.json(&sign_in(&email(1))).await?;
        let token = answer["data"]["signIn"]["session"]["accessToken"].as_str();
        let token = token.ok_or_else(|| format!("nobody can sign in: {answer}"))?.to_owned();
        Ok(Self { server, load, token })
    }

    fn request(&self, query: &str, variables: &Value) -> Vec<u8> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        request_as(&self.token, "/graphql", &body)
    }

    /// The id of what a mutation made or changed.
    async fn act(&mut self, mutation: &str, query: &str, variables: &Value) -> Result<Value, Box<dyn Error>> {
        let request = self.request(query, variables);
        let answer = self.load.json(&request).await?;
        let id = &answer["data"][mutation]["newsItem"]["id"];
        if id.is_null() { Err(format!("{mutation}: {answer}").into()) } else { Ok(id.clone()) }
    }

    /// What one request of many takes, each of them another.
    async fn each(&mut self, name: &str, requests: Vec<Vec<u8>>) -> Done {
        let (warm, rest) = requests.split_at(requests.len() / 20);
        for request in warm {
            self.done(request).await?;
        }
        let before = self.server.cpu().await?;
        for request in rest {
            self.done(request).await?;
        }
        let spent = self.server.cpu().await?.since(before);
        let count = u32::try_from(rest.len())?;
        println!("{name}: {}, {count} times", spent.each(count));
        Ok(())
    }

    async fn done(&mut self, request: &[u8]) -> Done {
        let answer = self.load.json(request).await?;
        let payload = answer["data"].as_object().and_then(|data| data.values().next());
        let is_done = payload.is_some_and(|payload| payload["userErrors"] == json!([]));
        if is_done { Ok(()) } else { Err(format!("refused: {answer}").into()) }
    }

    async fn mutations(&mut self) -> Done {
        let all = TIMES + WARM;
        let made = (1..=all).map(|number| self.request(CREATE, &create(number))).collect();
        self.each("createNewsItem", made).await?;
        let id = self.act("createNewsItem", CREATE, &create(0)).await?;
        let changed = (1..=all).map(|version| self.request(UPDATE, &update(&id, version))).collect();
        self.each("updateNewsItem of a draft", changed).await?;
        self.act("publishNewsItem", PUBLISH, &publish(&id)).await?;
        let changed = (all + 2..2 * all + 2).map(|version| self.request(UPDATE, &update(&id, version)));
        let changed = changed.collect();
        self.each("updateNewsItem of what is published", changed).await?;
        let draft = self.request(DRAFT, &json!({ "id": id }));
        let name = "DRAFT of what has a working draft";
        ask(self.server, name, &mut self.load, &draft).await?;
        let mut published = Vec::new();
        for number in all + 1..=2 * all {
            let id = self.act("createNewsItem", CREATE, &create(number)).await?;
            published.push(self.request(PUBLISH, &publish(&id)));
        }
        self.each("publishNewsItem", published).await
    }

    async fn sign_ins(&mut self) -> Done {
        self.each("signIn", (1..=CLIENTS).map(|number| sign_in(&email(number))).collect()).await
    }
}
