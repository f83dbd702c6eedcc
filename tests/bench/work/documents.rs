//! What it is worth that a document was seen before.

use std::sync::Arc;

use super::Bench;
use crate::driver::{always, in_rounds};
use crate::number::Number;
use crate::stage::{Stage, contender};
use crate::{Done, asked};

/// The cache of answers is off: both ask the database.
pub async fn measure(bench: &mut Bench<'_>, stage: &Stage) -> Done {
    let all = [
        contender("never seen before", stage.bare(), Arc::new(|number| asked::new_page(number).into())),
        contender("seen before", stage.bare(), always(asked::page(0))),
    ];
    let rounds = in_rounds(&all, bench.rounds(), bench.spell()).await?;
    bench.report.rounds("Document, missed", &rounds);
    let ratio = rounds[1].ratio(&rounds[0]);
    bench.report.number(Number::ratio("a second miss of a known document / the first", ratio, 0.8));
    Ok(())
}
