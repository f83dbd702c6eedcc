//! Sends mails as they are written, and those that could not be sent again.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::sleep;

use crate::app::App;
use crate::error::Result;
use crate::service::mail::{send, take_due};

/// How often to look for what other nodes wrote, and what is due again.
const PERIOD: Duration = Duration::from_secs(5);
/// How many are sent at once: one that a server takes its time for holds up no other.
const MOST: usize = 4;

/// What was written before it is told to stop is sent, once.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut sending = JoinSet::new();
    loop {
        let is_last = *stop.borrow_and_update();
        match take_due(&app, MOST - sending.len()).await {
            Ok(due) => due.into_iter().for_each(|mail| {
                let app = app.clone();
                sending.spawn(async move { send(&app, mail).await });
            }),
            Err(error) => tracing::error!(%error, "mails cannot be looked for: it is tried again"),
        }
        if is_last && sending.is_empty() {
            return;
        }
        tokio::select! {
            Some(outcome) = sending.join_next() => tell(outcome),
            () = app.mail_bell.notified() => {}
            () = sleep(PERIOD) => {}
            _ = stop.changed(), if !is_last => {}
        }
    }
}

fn tell(outcome: Result<Result<()>, JoinError>) {
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "what became of a mail cannot be noted: it is sent again"),
        Err(error) => tracing::error!(%error, "a mail was not sent: it is tried again"),
    }
}
