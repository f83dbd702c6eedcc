//! Lists, feeds and plain JSON.

use std::error::Error;

use harness::load::{Load, Server};

use super::Bench;
use crate::driver::{Contender, always, good, in_rounds};
use crate::stage::{Stage, contender};
use crate::statements::Recorder;
use crate::{Done, asked};

/// News items before the page that is called deep: 500 pages of ten, or half of what there is.
const DEEP: u32 = 5_000;

pub async fn measure(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    let recorder = Recorder::start(&stage.data).await?;
    for contender in of(stage.bare(), stage).await? {
        let sent = recorder.sent(&(contender.requests)(0)).await?.len();
        let name = format!("Statements of {}", contender.name);
        bench.report.figure(&name, f64::from(u32::try_from(sent)?), "");
    }
    drop(recorder);
    let missed = in_rounds(&of(stage.bare(), stage).await?, bench.rounds(), bench.spell()).await?;
    bench.report.rounds("Reads, missed", &missed);
    if stage.note().is_empty() {
        let hit = in_rounds(&of(&stage.cached, stage).await?, bench.rounds(), bench.spell()).await?;
        bench.report.rounds("Reads, hit", &hit);
    }
    Ok(())
}

async fn of(server: &Server, stage: &Stage) -> Result<Vec<Contender>, Box<dyn Error>> {
    let deep = deep(stage).await?;
    let known = asked::feed(0, Some(&tag(server).await?));
    let all = [
        ("newest news, first page", asked::list(None)),
        ("newest news, 500 pages deep", deep),
        ("newest news of one cluster", asked::of_cluster(0)),
        ("50 clusters with three lists each", asked::nested()),
        ("feed of a cluster", asked::feed(0, None)),
        ("feed of a cluster, 304", known),
        ("news item by GraphQL", asked::item(9)),
        ("news item by /v1", asked::plain_item(9)),
    ];
    let all = all.map(|(name, request)| {
        let status = if name.ends_with("304") { 304 } else { 200 };
        Contender { status, ..contender(name, server, always(request)) }
    });
    Ok(all.into())
}

/// The request for the page 500 pages deep.
pub async fn deep(stage: &Stage) -> Result<Vec<u8>, Box<dyn Error>> {
    let wanted = DEEP.min(stage.data.news / 2);
    let (mut passed, mut cursor) = (0, None::<String>);
    while passed < wanted {
        let request = asked::many(100.min(wanted - passed), cursor.as_deref());
        let page = stage.ask(&request).await?["data"]["news"].take();
        passed += u32::try_from(page["nodes"].as_array().map_or(0, Vec::len))?;
        cursor = page["pageInfo"]["endCursor"].as_str().map(str::to_owned);
        if page["pageInfo"]["hasNextPage"] != true {
            return Err(format!("the list ends after {passed}").into());
        }
    }
    Ok(asked::list(cursor.as_deref()))
}

/// The tag of the feed that is asked for again.
async fn tag(server: &Server) -> Result<String, Box<dyn Error>> {
    let mut load = Load::connect(server.address).await?;
    let reply = load.ask(&asked::feed(0, None)).await?;
    good(&load, reply, 200)?;
    Ok(load.header("etag").ok_or("the feed has no tag")?.to_owned())
}
