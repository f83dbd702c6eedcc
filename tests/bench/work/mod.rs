//! The kinds of load, one file each.

mod allocations;
mod crowd;
mod documents;
mod editor;
mod flood;
mod growth;
mod import;
mod mixed;
mod page;
mod reads;
mod start;
mod storm;

use std::time::Duration;

use crate::Done;
use crate::options::{Options, Workload};
use crate::report::Report;
use crate::stage::Stage;
use crate::store::{Data, Store};

/// What every kind of load is given.
pub struct Bench<'a> {
    pub options: &'a Options,
    pub report: &'a mut Report,
}

impl Bench<'_> {
    fn rounds(&self) -> usize {
        usize::from(self.options.rounds)
    }

    fn spell(&self) -> Duration {
        Duration::from_secs_f64(self.options.seconds)
    }

    fn wants(&self, workload: Workload) -> bool {
        self.options.wants(workload)
    }
}

/// Everything wanted, on one database.
pub async fn all(bench: &mut Bench<'_>, store: &Store) -> Done {
    let [small, large] = bench.options.sizes();
    let is_larger = large > small;
    let small = store.data(small).await?;
    let large = if is_larger { store.data(large).await? } else { small.clone() };
    let outcome = over(bench, store, [&small, &large]).await;
    store.put_away(&large).await?;
    store.put_away(&small).await?;
    outcome
}

async fn over(bench: &mut Bench<'_>, store: &Store, [small, large]: [&Data; 2]) -> Done {
    bench.report.at(small.place());
    if bench.wants(Workload::Import) {
        import::measure(bench, store, small).await?;
    }
    let stage = Stage::open(small.clone()).await?;
    on(bench, &stage).await?;
    bench.report.at(large.place());
    if bench.wants(Workload::Growth) && large.news > small.news {
        growth::measure(bench, [&stage, &Stage::open(large.clone()).await?]).await?;
    }
    drop(stage);
    if bench.wants(Workload::Start) {
        start::measure(bench, large).await?;
    }
    if bench.wants(Workload::Memory) {
        mixed::measure_memory(bench, &Stage::open(large.clone()).await?).await?;
    }
    Ok(())
}

/// What ten thousand items are enough for.
async fn on(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    if bench.wants(Workload::Page) {
        page::measure(bench, stage).await?;
    }
    if bench.wants(Workload::Documents) {
        documents::measure(bench, stage).await?;
    }
    if bench.wants(Workload::Reads) {
        reads::measure(bench, stage).await?;
    }
    if bench.wants(Workload::Allocations) {
        allocations::measure(bench, stage).await?;
    }
    if bench.wants(Workload::Crowd) {
        crowd::measure(bench, stage).await?;
    }
    if bench.wants(Workload::Flood) {
        flood::measure(bench, stage).await?;
    }
    if bench.wants(Workload::Mixed) {
        mixed::measure(bench, stage).await?;
    }
    if bench.wants(Workload::Storm) {
        storm::measure(bench, stage).await?;
    }
    Ok(())
}
