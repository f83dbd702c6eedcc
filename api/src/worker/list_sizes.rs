//! Counts how many rows the parts of lists have, by which lists are read.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::app::App;

/// How often to ask whether it is time; of all nodes one does it, at most once an hour.
const PERIOD: Duration = Duration::from_mins(10);

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        if let Err(error) = app.count_lists_if_due().await {
            tracing::warn!(%error, "lists cannot be counted: it is tried again in an hour");
        }
        tokio::select! {
            () = sleep(PERIOD) => {}
            _ = stop.changed() => {}
        }
    }
}
