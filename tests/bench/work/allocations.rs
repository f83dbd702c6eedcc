//! What a request allocates, told by the program that counts it.

use std::error::Error;
use std::fs;

use harness::load::{Load, Server, serve_counted};

use super::{Bench, reads};
use crate::driver::good;
use crate::stage::{NO_CACHE, Stage};
use crate::{Done, asked};

/// Requests of two runs: what starting, ending and the first of them take is in both.
const REQUESTS: [u32; 2] = [200, 2_200];

/// How many times, and how many bytes.
type Counted = [f64; 2];

pub async fn measure(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    let deep = reads::deep(stage).await?;
    for (name, request, settings) in [
        ("the cluster page, kept", asked::page(0), &[][..]),
        ("the cluster page, missed", asked::page(0), &NO_CACHE),
        ("newest news, missed", asked::list(None), &NO_CACHE),
        ("newest news, 500 pages deep, missed", deep, &NO_CACHE),
        ("50 clusters with three lists each, missed", asked::nested(), &NO_CACHE),
        ("feed of a cluster, missed", asked::feed(0, None), &NO_CACHE),
        ("news item by /v1, missed", asked::plain_item(9), &NO_CACHE),
    ] {
        let [few, many] = REQUESTS;
        let [less, more] =
            [spent(stage, settings, &request, few).await?, spent(stage, settings, &request, many).await?];
        let [times, bytes] = [0, 1].map(|n| (more[n] - less[n]) / f64::from(many - few));
        bench.report.figure(&format!("Allocations of {name}"), times, "");
        bench.report.figure(&format!("Bytes allocated by {name}"), bytes, "");
    }
    Ok(())
}

async fn spent(
    stage: &Stage,
    settings: &[&str],
    request: &[u8],
    times: u32,
) -> Result<Counted, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("counted");
    let mut command = serve_counted(&stage.data.url, &stage.data.folder, &file);
    command.args(settings);
    let server = Server::launch(command, None).await?;
    let mut load = Load::connect(server.address).await?;
    for _ in 0..times {
        let reply = load.ask(request).await?;
        good(&load, reply, 200)?;
    }
    drop(load);
    server.end()?;
    let counted = fs::read_to_string(file)?;
    let (times, bytes) = counted.split_once(' ').ok_or("two numbers are counted")?;
    Ok([times.parse()?, bytes.parse()?])
}
