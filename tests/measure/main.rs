//! Prints what the program costs: `cargo run --release -p tests --bin measure [admin | mutations | reviews | deadline]`.
//!
//! On SQLite, and then on PostgreSQL when `TEST_POSTGRES_URL` names a server on this machine. With a word, only that:
//! `admin`, what it costs to write, to sign in and to carry a token; `mutations`, what every kind of mutation costs;
//! `reviews`, to rank; `deadline`, what the last minute before one is like. Figures are CPU time of processes, so other
//! load disturbs them little; compare those of one run. What reads cost under load, and with much content, tells `bench`.

mod admin;
mod crowded;
mod deadline;
mod log;
mod meter;
mod mutations;
mod nouns;
mod reviews;
mod thing;
mod token;
mod yardstick;

use std::error::Error;
use std::process::Command;
use std::time::{Duration, Instant};

use harness::load::{Load, Server, import, request};
use harness::{CLUSTER_PAGE, TestApp, TestDatabase, audits, demo, json};

type Done = Result<(), Box<dyn Error>>;

/// Set for a process that measures on one database.
const ONE: &str = "CITIES_MEASURE_ONE";

/// What can be measured alone.
const WORDS: [&str; 4] = ["admin", "deadline", "mutations", "reviews"];

/// How long each question is asked.
const SPELL: Duration = Duration::from_secs(4);

/// The harness chooses the database by `TEST_POSTGRES_URL`, once a process: of two, each has a process of its own.
fn main() -> Done {
    let postgres = std::env::var("TEST_POSTGRES_URL").unwrap_or_default();
    if postgres.is_empty() || std::env::var_os(ONE).is_some() {
        return tokio::runtime::Runtime::new()?.block_on(measure());
    }
    for url in ["", &postgres] {
        let mut again = Command::new(std::env::current_exe()?);
        again.args(std::env::args_os().skip(1)).env("TEST_POSTGRES_URL", url).env(ONE, "1");
        if !again.status()?.success() {
            return Err("a measurement failed".into());
        }
    }
    Ok(())
}

async fn measure() -> Done {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(strange) = words.iter().find(|word| !WORDS.contains(&word.as_str())) {
        return Err(format!("{strange} cannot be measured alone: {} can", WORDS.join(", ")).into());
    }
    if cfg!(debug_assertions) {
        println!("NOTE: not a release build; the figures say little.");
    }
    let program = std::fs::metadata(harness::program())?;
    let megabytes = program.len() / 1024 / 1024;
    println!("Program: {megabytes} MiB");
    let database = TestDatabase::empty(tempfile::tempdir()?.path()).await;
    println!("\nDatabase: {}", if database.is_postgres() { "PostgreSQL" } else { "SQLite" });
    drop(database);
    if words.iter().any(|word| word == "deadline") {
        return deadline::measure().await;
    }
    if words.is_empty() {
        audit().await?;
        page().await?;
        hostile().await?;
    }
    let is_wanted = |word: &str| words.is_empty() || words.iter().any(|wanted| wanted == word);
    if is_wanted("reviews") {
        reviews::measure().await?;
    }
    if is_wanted("admin") {
        admin::measure().await?;
    }
    if is_wanted("admin") || is_wanted("mutations") {
        admin::measure_mutations().await?;
    }
    Ok(())
}

/// Asks one thing for a while and prints what it took.
async fn ask(server: &Server, name: &str, load: &mut Load, request: &[u8]) -> Done {
    let reply = load.ask(request).await?;
    load.repeat(request, SPELL / 4).await?;
    let before = server.cpu().await?;
    let (count, middle) = load.repeat(request, SPELL).await?;
    let spent = server.cpu().await?.since(before);
    println!(
        "{name}: {}, median {:.2} ms, {count} times, {}, {} bytes",
        spent.each(count),
        middle.as_secs_f64() * 1000.0,
        reply.status,
        reply.length,
    );
    Ok(())
}

/// In milliseconds, of durations in order.
fn quantile(took: &[Duration], percent: usize) -> f64 {
    let at = (took.len() * percent).div_ceil(100).max(1) - 1;
    took.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
}

/// What others say of the door.
async fn audit() -> Done {
    let app = TestApp::start().await;
    if let Some(audits) = audits(app.address()).await {
        let passed = audits.iter().filter(|audit| audit["status"] == "ok").count();
        println!("Audits of graphql-http: {passed} of {} pass", audits.len());
    }
    Ok(())
}

/// The cluster page of the demo content.
async fn page() -> Done {
    let body = json!({ "query": CLUSTER_PAGE, "variables": { "slug": "transport" } }).to_string();
    let app = TestApp::with_demo().await;
    app.graphql(CLUSTER_PAGE, json!({ "slug": "transport" })).await;
    println!("Cluster page: {} statement(s)", app.statements().len());
    drop(app);
    let folder = tempfile::tempdir()?;
    let database = TestDatabase::migrated(folder.path()).await;
    import(&database.url, folder.path(), &demo());
    let started = Instant::now();
    let server = Server::start(&database.url, folder.path()).await?;
    let mut load = Load::connect(server.address).await?;
    load.ask(&request("/graphql", &body)).await?;
    println!("Start to first cluster page: {} ms", started.elapsed().as_millis());
    ask(&server, "Cluster page", &mut load, &request("/graphql", &body)).await
}

/// Documents that mean harm.
async fn hostile() -> Done {
    let folder = tempfile::tempdir()?;
    let database = TestDatabase::migrated(folder.path()).await;
    let server = Server::start(&database.url, folder.path()).await?;
    let link = |n| format!("fragment F{n} on Query {{ ...F{0} ...F{0} }}", n + 1);
    let chain = (0..30).map(link).collect::<Vec<_>>().join(" ");
    let chain = format!("{{ ...F0 }} {chain} fragment F30 on Query {{ __typename }}");
    let large = format!("{{ {} }}", "__typename ".repeat(1024 * 1024 / 11 - 10));
    let deep = format!("{}__typename{}", "{ ... ".repeat(20_000), "}".repeat(20_000));
    for (name, document) in
        [("30 doubling fragments", chain), ("1 MiB of fields", large), ("Deep nesting", deep)]
    {
        let body = json!({ "query": document }).to_string();
        let mut load = Load::connect(server.address).await?;
        ask(&server, name, &mut load, &request("/graphql", &body)).await?;
    }
    Ok(())
}
