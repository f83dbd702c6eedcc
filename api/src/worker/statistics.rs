//! Has the database count what it holds, so that it goes on planning well as content grows.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::app::App;

const PERIOD: Duration = Duration::from_hours(1);

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        if let Err(error) = app.db.count().await {
            tracing::warn!(%error, "the database cannot count what it holds: it is tried again");
        }
        tokio::select! {
            () = sleep(PERIOD) => {}
            _ = stop.changed() => {}
        }
    }
}
