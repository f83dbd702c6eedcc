//! What happens by itself: each loop asks a plain function for what is due, and waits until there may be more.

mod attachment;
mod freshness;
mod list_sizes;
mod mail;
mod replica;
mod retention;
mod statistics;

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::app::App;

/// The loops of a server.
#[derive(Debug)]
pub struct Workers {
    stop: watch::Sender<bool>,
    running: Vec<JoinHandle<()>>,
}

impl Workers {
    pub fn start(app: &App) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut running = vec![
            tokio::spawn(retention::run(app.clone(), stopped.clone())),
            tokio::spawn(attachment::run(app.clone(), stopped.clone())),
            tokio::spawn(freshness::run(app.clone(), stopped.clone())),
            tokio::spawn(statistics::run(app.clone(), stopped.clone())),
            tokio::spawn(list_sizes::run(app.clone(), stopped.clone())),
        ];
        if let Some(replica) = app.db.replica.clone() {
            running.push(tokio::spawn(replica::run(app.clone(), replica, stopped.clone())));
        }
        if app.mailer.is_some() {
            running.push(tokio::spawn(mail::run(app.clone(), stopped)));
        }
        Self { stop, running }
    }

    /// Lets each finish what it is at, for as long as that; what is left is found by the next one.
    pub async fn stop(self, patience: Duration) {
        self.stop.send_replace(true);
        for worker in self.running {
            if timeout(patience, worker).await.is_err() {
                tracing::warn!("a worker was still busy: what it was at is taken up again");
            }
        }
    }
}
