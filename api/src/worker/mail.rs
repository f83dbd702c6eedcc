//! Sends mails as they are written, and those that could not be sent again.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::app::App;
use crate::service::mail::send_due;

/// How often to look for what other nodes wrote, and what is due again.
const PERIOD: Duration = Duration::from_secs(5);

/// What was written before it is told to stop is sent, once.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        let is_last = *stop.borrow_and_update();
        match send_due(&app).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "mails cannot be looked for: it is tried again"),
        }
        if is_last {
            return;
        }
        tokio::select! {
            () = app.mail_bell.notified() => {}
            () = sleep(PERIOD) => {}
            _ = stop.changed() => {}
        }
    }
}
