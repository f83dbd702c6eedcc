//! A hundred times the content beside ten thousand items.

use harness::{Value, json};

use super::{Bench, mixed, reads};
use crate::driver::{always, in_rounds};
use crate::number::Number;
use crate::sample::Rounds;
use crate::stage::{Stage, contender};
use crate::{Done, asked};

/// In turns on both, without the cache of answers.
pub async fn measure(bench: &mut Bench<'_>, stages: [&Stage; 2]) -> Done {
    let deep = [reads::deep(stages[0]).await?, reads::deep(stages[1]).await?];
    let is_counted = stages[0].data.is_counted().await?;
    let note = if is_counted { "" } else { "the smaller one has no statistics (ANALYZE) to plan by" };
    for (name, requests) in [
        ("cluster page, missed", [asked::page(0), asked::page(0)]),
        ("first page", [asked::list(None), asked::list(None)]),
        ("newest news of one cluster", [asked::of_cluster(0), asked::of_cluster(0)]),
        ("of one kind", narrowed("kinds", json!(["CALL"]))),
        ("in one language", narrowed("locale", json!("en"))),
        ("of a cluster and a topic", narrowed("topics", json!(["news"]))),
        ("of a cluster and a topic of none", narrowed("topics", json!(["no-such-topic"]))),
        ("page 500", deep),
        ("nested lists", [asked::nested(), asked::nested()]),
        ("feed", [asked::feed(0, None), asked::feed(0, None)]),
    ] {
        let all: Vec<_> = stages
            .iter()
            .zip(requests)
            .map(|(stage, request)| contender(&stage.data.place(), stage.bare(), always(request)))
            .collect();
        let rounds = in_rounds(&all, bench.rounds(), bench.spell()).await?;
        bench.report.rounds(&format!("Growth, {name}"), &rounds);
        let against = format!("{name} / the same at {} items", stages[0].data.news);
        let number = Number::ratio(against, rounds[1].ratio(&rounds[0]), 1.5);
        bench.report.number(number.noting(note));
    }
    changes(bench, stages).await
}

fn narrowed(name: &str, value: Value) -> [Vec<u8>; 2] {
    let request = asked::narrowed(0, name, value);
    [request.clone(), request]
}

/// Spells of a load before it is measured: an editor goes round all that is written, which of a million lies all over the
/// file, and is read from the disk the first time.
const ROUND: u32 = 8;

/// Each change looks for what begins or ends next by itself, mends lists, and ends what rested on them.
async fn changes(bench: &mut Bench<'_>, stages: [&Stage; 2]) -> Done {
    for stage in stages {
        mixed::load(stage, 1, bench.spell() * ROUND).await?;
    }
    let mut both = stages.map(|stage| Rounds { name: stage.data.place(), samples: Vec::new() });
    for _ in 0..bench.rounds() {
        for (rounds, stage) in both.iter_mut().zip(stages) {
            rounds.samples.extend(mixed::load(stage, 1, bench.spell()).await?.samples);
        }
    }
    bench.report.rounds("Growth, 99 reads to one write", &both);
    let against = format!("99 reads to one write / the same at {} items", stages[0].data.news);
    bench.report.number(Number::ratio(against, both[1].ratio(&both[0]), 1.5));
    Ok(())
}
