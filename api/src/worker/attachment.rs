//! Removes the bytes of files that went, and gives up uploads that nobody goes on with.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::app::App;
use crate::service::submission::attachment::sweep;

/// How often to look for what other nodes let go, or left undone.
const PERIOD: Duration = Duration::from_mins(10);

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        let is_last = *stop.borrow_and_update();
        if let Err(error) = sweep(&app).await {
            tracing::error!(%error, "the bytes of files that went cannot be removed: it is tried again");
        }
        if is_last {
            return;
        }
        tokio::select! {
            () = app.removal_bell.notified() => {}
            () = sleep(PERIOD) => {}
            _ = stop.changed() => {}
        }
    }
}
