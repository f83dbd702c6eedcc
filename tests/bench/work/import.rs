//! An import of many news items at once.

use super::Bench;
use crate::Done;
use crate::store::{Data, Store};

/// Of this run's data set, or of one made again for it.
pub async fn measure(bench: &mut Bench<'_>, store: &Store, data: &Data) -> Done {
    let import = match data.import {
        Some(import) => import,
        None => store.imported(data.news).await?,
    };
    let (took, items) = import;
    bench.report.figure(&format!("Import of {items} news items"), took.as_secs_f64(), "s");
    bench.report.figure("Import", f64::from(items) / took.as_secs_f64(), "news items/s");
    Ok(())
}
