//! What readers notice of fifty who sign in, over and over.

use std::time::Duration;

use harness::load::{Crowd, read_at_a_pace};

use super::Bench;
use crate::sample::median;
use crate::stage::Stage;
use crate::store::{EDITORS, editor};
use crate::{Done, asked};

const ROUNDS: usize = 3;

pub async fn measure(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    let spell = bench.spell() * 2;
    let page = asked::page(0);
    let read = async |spell| read_at_a_pace(stage.cached.address, &page, spell).await;
    read(spell / 4).await?;
    let (mut ratios, mut p99, mut signed_in) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let quiet = read(spell).await?;
        let crowd = Crowd::gather(stage.cached.address, (1..=EDITORS).map(editor));
        let loud = read(spell).await?;
        signed_in += crowd.dismiss().await?;
        p99.push(slow(&loud));
        ratios.push(slow(&loud) / slow(&quiet));
    }
    bench.report.figure("Cluster page while 50 sign in: p99", median(p99), "ms");
    bench.report.figure("Cluster page while 50 sign in: p99 / p99 when nobody does", median(ratios), "");
    bench.report.figure("Sign-ins meanwhile", f64::from(signed_in), "");
    Ok(())
}

/// The 99th percentile of durations in order, in milliseconds.
fn slow(took: &[Duration]) -> f64 {
    let at = (took.len() * 99).div_ceil(100).max(1) - 1;
    took.get(at).map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
}
