//! Readers of all kinds of things, and an editor who changes some of them: 99 to 1.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use harness::load::{CLUSTERS, Chance};

use super::Bench;
use super::editor::{Editor, READS};
use crate::driver::{Contender, in_rounds};
use crate::gate::Gate;
use crate::number::{Bound, Number};
use crate::sample::Rounds;
use crate::stage::{Stage, contender};
use crate::{Done, asked};

/// News items that are read singly: the newest.
const READ: u32 = 1_000;
/// Of these, how many are written in turns.
const WRITTEN: u32 = 100;

pub async fn measure(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    let rounds = load(stage, bench.rounds(), bench.spell()).await?;
    bench.report.rounds("99 reads to one write", std::slice::from_ref(&rounds));
    let share = rounds.cached().hit_share().map_or(0.0, |share| share * 100.0);
    let number = Number::ratio("99:1 mixed load, reads answered from the cache", share, 0.0).of("%");
    bench.report.number(Number { bound: Bound::Above(80.0), ..number }.noting(stage.note()));
    Ok(())
}

/// The memory that is the server's own, after the load.
#[expect(clippy::cast_precision_loss, reason = "bytes of one process")]
pub async fn measure_memory(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    let before = stage.cached.probe.memory()?;
    let soak = Duration::from_secs_f64(bench.options.soak);
    let rounds = load(stage, 1, soak).await?;
    bench.report.rounds("Mixed load before memory", std::slice::from_ref(&rounds));
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    bench.report.figure("RSS after the start (RssAnon)", megabytes(before), "MB");
    let after = megabytes(stage.cached.probe.memory()?);
    let number = Number::ratio("RSS after mixed load (RssAnon)", after, 250.0).of("MB");
    let note = format!("after {} s; promised after 600 s at 1,000,000", bench.options.soak);
    bench.report.number(number.noting(note));
    Ok(())
}

/// The load on one data set.
pub async fn load(stage: &Stage, rounds: usize, spell: Duration) -> Result<Rounds, Box<dyn Error>> {
    let news = stage.data.originals();
    let written: BTreeSet<u32> = (0..WRITTEN).map(|nth| number_of(news, nth * 7)).collect();
    let slugs: Vec<_> = written.into_iter().map(|number| format!("news-{number}")).collect();
    let editor = Editor::of(&stage.cached, &slugs).await.map_err(|cause| cause.to_string())?;
    // Room for some, so that nobody stands while it is written.
    let gate = Arc::new(Gate::with_room(READS as usize * 4));
    let writing = tokio::spawn(editor.keep_writing(Arc::clone(&gate)));
    let requests = Arc::new(move |number| read(number, news).into());
    let readers = contender("reads, with the CPU of writes", &stage.cached, requests);
    let read = in_rounds(&[Contender { gate: Some(Arc::clone(&gate)), ..readers }], rounds, spell).await;
    gate.shut();
    // Why readers were sent away is told by who kept the gate.
    writing.await?.map_err(|cause| cause.to_string())?;
    read?.pop().ok_or_else(|| "one was measured".into())
}

/// One of many things, the newest and the first clusters more often.
fn read(number: u64, news: u32) -> Vec<u8> {
    let mut chance = Chance::of(number);
    let kind = chance.below(100);
    let cluster = chance.popular(CLUSTERS);
    let item = number_of(news, chance.popular(READ));
    match kind {
        0..40 => asked::page(cluster),
        40..60 => asked::of_cluster(cluster),
        60..65 => asked::list(None),
        65..85 => asked::item(item),
        85..95 => asked::plain_item(item),
        _ => asked::feed(cluster, None),
    }
}

/// The number of the nth newest of so many: every fiftieth is a draft, for which its neighbour is taken.
fn number_of(news: u32, nth: u32) -> u32 {
    let number = news - 1 - nth % news;
    if number.is_multiple_of(50) { number + 1 } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_neither_read_nor_written() {
        let all: Vec<u32> = (0..READ).map(|nth| number_of(10_000, nth)).collect();
        assert!(all.iter().all(|number| number % 50 != 0 && *number < 10_000));
        assert_eq!(all[0], 9_999);
        assert_eq!(number_of(100, 99), 1);
    }
}
