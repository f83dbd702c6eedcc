//! A thousand callers at once who miss the same answer.

use std::io;
use std::sync::Arc;

use harness::load::Load;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::Bench;
use crate::driver::good;
use crate::number::Number;
use crate::sample::Cached;
use crate::stage::Stage;
use crate::{Done, asked};

const CALLERS: u32 = 1_000;
/// Of documents that no other load asks for.
const FIRST: u64 = 1 << 40;
const TIMES: u64 = 3;

/// An execution is an answer that says it was missed and not collapsed, or says nothing.
#[expect(clippy::cast_precision_loss, reason = "a thousand at most")]
pub async fn measure(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    let mut worst = 0;
    for number in FIRST..FIRST + TIMES {
        let told = at_once(stage, asked::new_page(number).into()).await?;
        worst = worst.max(told.misses + told.silent);
    }
    let number = Number::ratio("1,000 concurrent misses of one key", worst as f64, 1.0).of("executions");
    bench.report.number(number.noting(stage.note()));
    Ok(())
}

async fn at_once(stage: &Stage, request: Arc<[u8]>) -> Result<Cached, Box<dyn std::error::Error>> {
    let all_here = Arc::new(Barrier::new(CALLERS as usize));
    let mut asking = JoinSet::new();
    for _ in 0..CALLERS {
        let load = Load::connect(stage.cached.address).await?;
        asking.spawn(ask(load, Arc::clone(&request), Arc::clone(&all_here)));
    }
    let mut told = Cached::default();
    while let Some(one) = asking.join_next().await {
        told.add(one??);
    }
    Ok(told)
}

async fn ask(mut load: Load, request: Arc<[u8]>, all_here: Arc<Barrier>) -> io::Result<Cached> {
    all_here.wait().await;
    let reply = load.ask(&request).await?;
    good(&load, reply, 200)?;
    let mut told = Cached::default();
    told.note(load.header("cache-status"));
    Ok(told)
}
