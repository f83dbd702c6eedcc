//! Erases what was kept long enough.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::app::App;
use crate::service::privacy::erase_due;

/// How often to ask whether it is time; of all nodes one does it, once an hour.
const PERIOD: Duration = Duration::from_mins(10);

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        match erase_due(&app).await {
            Ok(due) if due.contacts + due.drafts > 0 => {
                tracing::info!(
                    contacts = due.contacts,
                    drafts = due.drafts,
                    "erased what was kept long enough"
                );
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "what was kept long enough cannot be erased: it is tried again");
            }
        }
        tokio::select! {
            () = sleep(PERIOD) => {}
            _ = stop.changed() => {}
        }
    }
}
