//! A hundred times the content beside ten thousand items.

use super::{Bench, reads};
use crate::driver::{always, in_rounds};
use crate::number::Number;
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
    Ok(())
}
