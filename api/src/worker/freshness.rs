//! Hears of what others change, and knows when something begins or ends by itself.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::app::App;
use crate::app::freshness::Tail;

/// How often to look: what another process changed is known a little later, in less than 200 ms.
const PERIOD: Duration = Duration::from_millis(100);

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut tail = Tail::default();
    let mut is_silent = false;
    while !*stop.borrow_and_update() {
        let heard = match tail.follow(&app).await {
            Ok(()) => app.freshness.look_ahead(&app).await,
            failed => failed,
        };
        match heard {
            Err(error) if !is_silent => {
                tracing::error!(%error, "changes cannot be followed: answers are no longer kept, until they can");
                is_silent = true;
            }
            Ok(()) if is_silent => {
                tracing::info!("changes are followed again");
                is_silent = false;
            }
            _ => {}
        }
        tokio::select! {
            () = app.freshness.asked() => {}
            () = sleep(PERIOD) => {}
            _ = stop.changed() => {}
        }
    }
}
