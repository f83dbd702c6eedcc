//! The last minute before a deadline: many send in at once, each sends again, and the server's clock decides.

use std::collections::HashSet;
use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use harness::load::{Load, Server, add_user, request, request_as, sign_in};
use harness::{TestDatabase, Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::admin;
use crate::{Done, quantile};

const CLIENTS: u32 = 100;
/// Submissions of each.
const EACH: u32 = 10;

const CREATE: &str = "mutation ($input: CreateCallInput!) { createCall(input: $input) { call { id slug } userErrors { message } } }";
const PUBLISH: &str = "mutation ($id: ID!) { publishCall(input: { id: $id }) { userErrors { message } } }";

/// What one client was told.
#[derive(Default)]
struct Told {
    took: Vec<Duration>,
    /// Id and time of each that was taken.
    taken: Vec<(String, String)>,
    late: u32,
    /// Answers that were neither: each is a failure.
    strange: Vec<String>,
}

pub async fn measure() -> Done {
    println!();
    let folder = tempfile::tempdir()?;
    let database = TestDatabase::migrated(folder.path()).await;
    add_user(&database.url, &admin::email(1), "editor");
    let server = Server::start(&database.url, folder.path()).await?;
    let mut caller = Load::connect(server.address).await?;
    let answer = caller.json(&sign_in(&admin::email(1))).await?;
    let token =
        answer["data"]["signIn"]["session"]["accessToken"].as_str().ok_or("nobody can sign in")?.to_owned();
    // All of it in a minute that ends with the deadline, and then all at once, some of it too late.
    let (paced, at_once) = (Duration::from_mins(1), Duration::ZERO);
    for (name, number, within, ahead) in [
        ("spread over the last minute", 1, paced, Duration::from_secs(62)),
        ("all at once, before the deadline", 2, at_once, Duration::from_mins(2)),
        ("all at once, across the deadline", 3, at_once, Duration::from_secs(2)),
    ] {
        let slug = call(&mut caller, &token, number, ahead).await?;
        let before = server.cpu().await?;
        let told = send_in(server.address, &slug, within).await?;
        let spent = server.cpu().await?.since(before);
        report(name, &database, &slug, told).await?;
        println!("  {}", spent.each(2 * CLIENTS * EACH));
    }
    Ok(())
}

/// A published call that closes so much later; its slug.
async fn call(
    caller: &mut Load,
    token: &str,
    number: u32,
    ahead: Duration,
) -> Result<String, Box<dyn Error>> {
    let clock = caller.json(&request("/graphql", "{\"query\":\"{ serverTime }\"}")).await?;
    let now = clock["data"]["serverTime"].as_str().ok_or("no time")?.to_owned();
    let closes = later(&now, ahead)?;
    let input = json!({ "locale": "en", "closesAt": closes, "form": form(),
        "text": [{ "locale": "en", "title": format!("Deadline {number}") }] });
    let body = json!({ "query": CREATE, "variables": { "input": input } }).to_string();
    let made = caller.json(&request_as(token, "/graphql", &body)).await?;
    let call = &made["data"]["createCall"]["call"];
    let slug = call["slug"].as_str().ok_or_else(|| made.to_string())?.to_owned();
    let body = json!({ "query": PUBLISH, "variables": { "id": call["id"] } }).to_string();
    caller.json(&request_as(token, "/graphql", &body)).await?;
    Ok(slug)
}

fn form() -> Value {
    json!({ "type": "object", "required": ["budget"], "additionalProperties": false,
        "properties": { "budget": { "type": "integer", "minimum": 0 }, "lessons": { "type": "string", "maxLength": 4000 } } })
}

/// Of whole seconds, as deadlines are.
fn later(now: &str, ahead: Duration) -> Result<String, Box<dyn Error>> {
    let at: jiff::Timestamp = now.parse()?;
    let at = jiff::Timestamp::from_second(at.as_second() + i64::try_from(ahead.as_secs())?)?;
    Ok(at.to_string())
}

async fn send_in(address: SocketAddr, slug: &str, within: Duration) -> Result<Told, Box<dyn Error>> {
    let start = Instant::now() + Duration::from_millis(500);
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        let first = start + within * client / (CLIENTS * EACH);
        clients.spawn(one(address, slug.to_owned(), client, (first, within / EACH)));
    }
    let mut all = Told::default();
    while let Some(told) = clients.join_next().await {
        let told = told?.map_err(|error| error.to_string())?;
        all.took.extend(told.took);
        all.taken.extend(told.taken);
        all.late += told.late;
        all.strange.extend(told.strange);
    }
    Ok(all)
}

/// Each of its submissions, and each again, as one does whose line broke.
async fn one(
    address: SocketAddr,
    slug: String,
    client: u32,
    (mut due, pace): (Instant, Duration),
) -> Result<Told, std::io::Error> {
    let mut load = Load::connect(address).await?;
    let mut told = Told::default();
    for number in 0..EACH {
        sleep_until(due).await;
        due += pace;
        let body = json!({ "idempotencyKey": format!("{slug}-client-{client:04}-{number:04}"), "locale": "en",
            "title": format!("Trams {client} {number}"), "summary": "How a line was built.",
            "body": { "markdown": "We began with **one** street. ".repeat(40) }, "cityName": "Gothenburg",
            "country": "SE", "answers": { "budget": number, "lessons": "Begin early. ".repeat(20) },
            "contact": { "name": "Ana", "email": "ana@gothenburg.example" } });
        let request = request(&format!("/v1/calls/{slug}/submissions"), &body.to_string());
        for _ in 0..2 {
            let asked = Instant::now();
            let answer = load.json(&request).await?;
            told.took.push(asked.elapsed());
            match (answer["id"].as_str(), answer["submittedAt"].as_str(), answer["status"].as_u64()) {
                (Some(id), Some(at), _) => told.taken.push((id.to_owned(), at.to_owned())),
                (_, _, Some(409)) => told.late += 1,
                _ => told.strange.push(answer.to_string()),
            }
        }
    }
    Ok(told)
}

/// Fails where one was lost, doubled, or taken late.
async fn report(name: &str, database: &TestDatabase, slug: &str, mut told: Told) -> Done {
    told.took.sort_unstable();
    if let Some(strange) = told.strange.first() {
        return Err(format!("{} answers were strange, such as {strange}", told.strange.len()).into());
    }
    let ids: HashSet<&String> = told.taken.iter().map(|(id, _)| id).collect();
    let of_call = format!("submission s join call c on c.id = s.call_id where c.slug = '{slug}'");
    let stored = database.count(&of_call).await;
    let late = database.count(&format!("{of_call} and s.submitted_at >= c.closes_at")).await;
    let references = database.texts(&format!("select distinct s.reference from {of_call}")).await.len();
    let is_whole = usize::try_from(stored)? == ids.len() && references == ids.len() && late == 0;
    println!(
        "{name}: {} sent twice by {CLIENTS} clients, {} taken, {} answers that it was too late, {stored} stored, {late} of \
         them late; p50 {:.0} ms, p99 {:.0} ms, longest {:.0} ms",
        CLIENTS * EACH,
        ids.len(),
        told.late,
        quantile(&told.took, 50),
        quantile(&told.took, 99),
        quantile(&told.took, 100),
    );
    if is_whole {
        Ok(())
    } else {
        Err(format!("{} were answered, {references} references", ids.len()).into())
    }
}
