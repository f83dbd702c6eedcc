//! The page of a cluster, beside the limits of the wire and of the database.

use harness::load::{Load, Server};
use harness::{Client, Value};

use super::Bench;
use crate::driver::{always, good, in_rounds};
use crate::number::{Number, short};
use crate::stage::{Stage, contender};
use crate::statements::Recorder;
use crate::{Done, asked, limit};

pub async fn measure(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    let wire = start_wire(stage).await?;
    let statement = limit::start_page(&stage.data.url).await?;
    for number in [0, 7, 30] {
        compare(stage, &statement, number).await?;
    }
    let sent = Recorder::start(&stage.data).await?.sent(&asked::page(0)).await?;
    let [sent] = &sent[..] else { return Err(format!("the page took {} statements", sent.len()).into()) };
    let same = limit::start_same(&stage.data.url, sent, &stage.data.folder).await?;
    let page = always(asked::page(0));
    let all = [
        ("the same bytes, bare axum", &wire),
        ("hit", &stage.cached),
        ("our statement, bare axum", &same),
        ("one JSON statement by hand, bare axum", &statement),
        ("miss", stage.bare()),
    ]
    .map(|(name, server)| contender(name, server, page.clone()));
    let rounds = in_rounds(&all, bench.rounds(), bench.spell()).await?;
    bench.report.rounds("Cluster page", &rounds);
    let [wire, hit, same, statement, miss] = &rounds[..] else { return Err("five were measured".into()) };
    let bound = if stage.data.is_on_postgres() { 1.2 } else { 1.4 };
    let hits = Number::ratio("cache hit, CPU / bare axum with the same bytes", hit.ratio(wire), 1.3);
    bench.report.number(hits.noting(stage.doubt(hit)));
    let missed = Number::ratio("miss, CPU / one JSON statement by hand", miss.ratio(statement), bound);
    bench.report.number(missed.noting(format!("our own statement alone {}", short(same.ratio(statement)))));
    Ok(())
}

/// A bare handler with the bytes of the page.
pub async fn start_wire(stage: &Stage) -> Result<Server, Box<dyn std::error::Error>> {
    stage.ask(&asked::page(0)).await?;
    let client = Client::new(stage.cached.address).with("accept", "application/json");
    let answer = client.post("/graphql", &asked::page_body(0)).await;
    limit::start_wire(&answer, &stage.data.folder).await
}

/// What is measured as the limit must answer the same.
async fn compare(stage: &Stage, statement: &Server, number: u32) -> Done {
    let request = asked::page(number);
    let ours = stage.ask(&request).await?;
    let mut load = Load::connect(statement.address).await?;
    let reply = load.ask(&request).await?;
    good(&load, reply, 200)?;
    let theirs: Value = serde_json::from_slice(load.body())?;
    if ours == theirs && !ours["data"]["cluster"].is_null() {
        return Ok(());
    }
    Err(format!("the page by hand differs: {theirs}\nours: {ours}").into())
}
