//! Runs mutations and tells what each costs beside what it may.

use std::error::Error;

use harness::load::{Cpu, Load, Server, request_as};
use harness::{Value, json};

use crate::Done;
use crate::log::{Log, between};

/// Milliseconds of CPU that one mutation may take on SQLite (issue 3).
const LIMIT: f64 = 3.0;

/// What mutations of a kind took in one round.
#[derive(Debug)]
pub struct Cost {
    name: String,
    count: u32,
    /// By all of them.
    spent: Cpu,
    /// Written to SQLite's log by all of them; `None` on `PostgreSQL`.
    pages: Option<u32>,
}

impl Cost {
    /// Milliseconds of CPU of the server.
    fn millis(&self) -> f64 {
        self.spent.server_millis() / f64::from(self.count)
    }
}

/// Somebody who may do everything, at the server that is measured.
pub struct Meter<'a> {
    server: &'a Server,
    log: Option<Log>,
    load: Load,
    token: String,
    costs: Vec<Cost>,
}

impl<'a> Meter<'a> {
    pub async fn new(server: &'a Server, log: Option<Log>, token: String) -> Result<Self, Box<dyn Error>> {
        let load = Load::connect(server.address).await?;
        Ok(Self { server, log, load, token, costs: Vec::new() })
    }

    /// The data of an answer without errors.
    pub async fn ask(&mut self, query: &str, variables: &Value) -> Result<Value, Box<dyn Error>> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let answer = self.load.json(&request_as(&self.token, "/graphql", &body)).await?;
        if answer.get("errors").is_some() {
            return Err(format!("{query}: {answer}").into());
        }
        Ok(answer["data"].clone())
    }

    /// What came of a mutation that is not measured.
    pub async fn act(&mut self, mutation: &str, shown: &str, input: Value) -> Result<Value, Box<dyn Error>> {
        let kind = kind(mutation);
        let query = format!(
            "mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ {shown} userErrors {{ field message }} }} }}"
        );
        let data = self.ask(&query, &json!({ "input": input })).await?;
        let payload = data[mutation].clone();
        if payload["userErrors"] != json!([]) {
            return Err(format!("{mutation} is refused: {payload}").into());
        }
        Ok(payload)
    }

    /// What came of a mutation, and how many pages it wrote.
    async fn noted(
        &mut self,
        mutation: &str,
        shown: &str,
        input: Value,
    ) -> Result<(Value, u32), Box<dyn Error>> {
        let end = |log: &Option<Log>| log.as_ref().map_or(Ok(0), Log::end);
        let before = end(&self.log)?;
        let payload = self.act(mutation, shown, input).await?;
        Ok((payload, between(before, end(&self.log)?)))
    }

    /// What came of a mutation with each of these inputs; notes what it took.
    pub async fn each(
        &mut self,
        (mutation, of): (&str, &str),
        shown: &str,
        inputs: Vec<Value>,
    ) -> Result<Vec<Value>, Box<dyn Error>> {
        let count = inputs.len();
        let before = self.server.cpu().await?;
        let (mut payloads, mut pages) = (Vec::with_capacity(count), 0);
        for input in inputs {
            let (payload, written) = self.noted(mutation, shown, input).await?;
            payloads.push(payload);
            pages += written;
        }
        let spent = self.server.cpu().await?.since(before);
        self.tell(&format!("{mutation}{of}"), u32::try_from(count)?, (spent, pages));
        Ok(payloads)
    }

    /// One mutation of so many things; notes what it took.
    pub async fn many(&mut self, (mutation, of): (&str, &str), things: usize, input: Value) -> Done {
        let before = self.server.cpu().await?;
        let (_, pages) = self.noted(mutation, "results { id userErrors { message } }", input).await?;
        let spent = self.server.cpu().await?.since(before);
        let name = format!("{mutation}{of}, for each of {things}");
        self.tell(&name, u32::try_from(things)?, (spent, pages));
        Ok(())
    }

    /// The same of sessions, of which each is refreshed by what the one before answered.
    pub async fn chain(&mut self, mutation: &str, times: usize, mut token: String) -> Done {
        let before = self.server.cpu().await?;
        let mut pages = 0;
        for _ in 0..times {
            let input = json!({ "refreshToken": token });
            let (payload, written) = self.noted(mutation, "session { refreshToken }", input).await?;
            pages += written;
            payload["session"]["refreshToken"].as_str().ok_or("a token")?.clone_into(&mut token);
        }
        let spent = self.server.cpu().await?.since(before);
        self.tell(mutation, u32::try_from(times)?, (spent, pages));
        Ok(())
    }

    fn tell(&mut self, name: &str, count: u32, (spent, pages): (Cpu, u32)) {
        let pages = self.log.is_some().then_some(pages);
        self.costs.push(Cost { name: name.to_owned(), count, spent, pages });
    }

    /// What each kind took, in the order in which they ran.
    pub fn costs(self) -> Vec<Cost> {
        self.costs
    }
}

/// Tells what each kind took in the middle one of these rounds, and which of them are above the limit. A round passes over a
/// kind in a third of a second, and whatever else the machine does may last for longer.
pub fn sum_up(rounds: &[Vec<Cost>]) {
    let (mut above, mut kinds) = (Vec::new(), 0);
    for place in 0..rounds.first().map_or(0, Vec::len) {
        let mut costs: Vec<&Cost> = rounds.iter().filter_map(|round| round.get(place)).collect();
        costs.sort_by(|one, other| one.millis().total_cmp(&other.millis()));
        let (Some(middle), Some(worst)) = (costs.get(costs.len() / 2), costs.last()) else { continue };
        // What a server of its own does is counted, but has no limit.
        let is_above = middle.millis() > LIMIT && middle.pages.is_some();
        let verdict = if is_above { ": ABOVE" } else { "" };
        let (name, cost, worst) = (&middle.name, middle.spent.each(middle.count), worst.millis());
        let pages = middle.pages.map_or(String::new(), |pages| format!(", {} pages", pages / middle.count));
        println!("{name}: {cost}{pages}, at worst {worst:.3}, limit {LIMIT} ms{verdict}");
        above.extend(is_above.then_some(&**name));
        kinds += 1;
    }
    let above = if above.is_empty() { "none".to_owned() } else { above.join(", ") };
    println!("{kinds} kinds of mutations, the middle of {} rounds; above the limit: {above}", rounds.len());
}

/// The type of a mutation's input.
fn kind(mutation: &str) -> String {
    let begins = |verb: &str| mutation.starts_with(verb);
    let shared = match mutation {
        _ if mutation.ends_with("Revision") => "RestoreRevision",
        _ if mutation.ends_with("Many") || mutation.contains("Membership") => "",
        "submitSubmission" => "Submission",
        _ if mutation.ends_with("Submission")
            || mutation.ends_with("Token")
            || mutation.ends_with("Session") =>
        {
            ""
        }
        _ if begins("create") || begins("update") || begins("extend") => "",
        _ if begins("publish") => "Publish",
        _ if begins("purge") => "Purge",
        _ if begins("return") => "Return",
        _ if begins("commentOn") => "Comment",
        _ => "Content",
    };
    if shared.is_empty() {
        return format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    }
    format!("{shared}Input")
}
