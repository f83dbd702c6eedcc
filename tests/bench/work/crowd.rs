//! Many at once who ask for what the cache has.

use super::{Bench, page};
use crate::driver::{Contender, always, in_rounds};
use crate::number::{Number, short};
use crate::sample::Sample;
use crate::stage::{Stage, contender};
use crate::{Done, asked};

const CONNECTIONS: u32 = 256;

pub async fn measure(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    let wire = page::start_wire(stage).await?;
    let request = always(asked::page(0));
    let all = [("the same bytes, bare axum", &wire), ("hit", &stage.cached)].map(|(name, server)| {
        Contender { connections: CONNECTIONS, ..contender(name, server, request.clone()) }
    });
    let rounds = in_rounds(&all, bench.rounds(), bench.spell()).await?;
    bench.report.rounds("256 connections", &rounds);
    let spread = |sample: &Sample| sample.quantile(0.99) / sample.quantile(0.5);
    let number = |value| Number::ratio("p99 / p50 of hits at 256 connections", value, 10.0);
    let doubt = stage.doubt(&rounds[1]);
    // Of misses it says nothing.
    bench.report.number(if doubt.is_empty() {
        let beside = format!("bare axum {}", short(rounds[0].middle(spread)));
        number(rounds[1].middle(spread)).noting(beside)
    } else {
        number(f64::NAN).noting(doubt)
    });
    Ok(())
}
