//! Measures the program under load: `cargo run --release -p tests --bin bench [WORKLOAD…] [--items N] [--json FILE]`.
//!
//! On SQLite, and on PostgreSQL when `TEST_POSTGRES_URL` names a server on this machine. What counts are ratios to what
//! was measured in turns with it: a bare handler that answers the same bytes, and one that reads the page by a single
//! statement written by hand, each in a process of its own. One run at a time; `--help` tells the rest.

mod asked;
mod driver;
mod gate;
mod limit;
mod number;
mod options;
mod report;
mod sample;
mod stage;
mod statements;
mod store;
mod work;

use std::error::Error;

use clap::Parser;
use harness::{Value, json};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use options::{Databases, Options};
use report::Report;
use store::Store;
use work::Bench;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let options = Options::parse();
    if let Some(file) = &options.serve_answer {
        return Runtime::new()?.block_on(limit::wire::serve(file));
    }
    if let Some(url) = &options.serve_page {
        return Runtime::new()?.block_on(limit::page::serve(url, options.statement.as_deref()));
    }
    rlimit::increase_nofile_limit(u64::MAX)?;
    // On one thread, so that a core is left to what is measured.
    Builder::new_current_thread().enable_all().build()?.block_on(measure(&options))
}

async fn measure(options: &Options) -> Done {
    if cfg!(debug_assertions) {
        println!("NOTE: not a release build; the figures say little.");
    }
    if !stage::has_cache() {
        println!("NOTE: this program has no cache of answers; what should hit is a miss.");
    }
    let mut report = Report::default();
    for store in stores(options)? {
        work::all(&mut Bench { options, report: &mut report }, &store).await?;
    }
    report.sum_up();
    if let Some(file) = &options.json {
        report.write(file, &machine(options)?)?;
    }
    Ok(())
}

fn stores(options: &Options) -> Result<Vec<Store>, Box<dyn Error>> {
    let named = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty());
    let postgres = named.map(|url| Url::parse(&url)).transpose()?;
    let mut stores = Vec::new();
    if options.database != Databases::Postgres {
        stores.push(Store { postgres: None, keeps: options.keep });
    }
    match postgres {
        Some(_) if options.database == Databases::Sqlite => {}
        Some(server) => stores.push(Store { postgres: Some(server), keeps: options.keep }),
        None if options.database == Databases::Postgres => {
            return Err("TEST_POSTGRES_URL names no server: set it, or ask for --database sqlite".into());
        }
        None => println!("NOTE: TEST_POSTGRES_URL names no server; PostgreSQL is left out."),
    }
    Ok(stores)
}

/// What the figures are of.
fn machine(options: &Options) -> Result<Value, Box<dyn Error>> {
    let about = std::fs::read_to_string("/proc/cpuinfo")?;
    let model = about.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    Ok(json!({
        "cores": std::thread::available_parallelism()?.get(), "model": model.map(|(_, name)| name),
        "isRelease": !cfg!(debug_assertions), "hasCache": stage::has_cache(), "items": options.items,
        "seconds": options.seconds, "rounds": options.rounds, "soak": options.soak,
    }))
}
