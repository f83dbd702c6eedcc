//! Hears of what others change, and knows when something begins or ends by itself.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant as Moment, sleep_until, timeout};

use crate::app::App;
use crate::app::freshness::Tail;
use crate::error::Result;
use crate::platform::database::{Heard, Side};

/// How often to look: what another process changed is known a little later, in less than 200 ms.
const PERIOD: Duration = Duration::from_millis(100);
/// After so long without an answer a replica is gone.
const PATIENCE: Duration = Duration::from_secs(2);

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut tail = Tail::default();
    let mut is_silent = false;
    let mut due = Moment::now();
    while !*stop.borrow_and_update() {
        // Whoever rings waits for the boundary alone.
        let is_due = Moment::now() >= due;
        let heard = hear(&app, is_due.then_some(&mut tail)).await;
        if is_due {
            due = Moment::now() + PERIOD;
        }
        match heard {
            Err(error) if !is_silent => {
                tracing::error!(%error, "changes cannot be followed: answers are no longer kept, until they can");
                is_silent = true;
            }
            Ok(()) if is_silent && is_due => {
                tracing::info!("changes are followed again");
                is_silent = false;
            }
            _ => {}
        }
        tokio::select! {
            () = app.freshness.asked() => {}
            () = sleep_until(due) => {}
            _ = stop.changed() => {}
        }
    }
}

async fn hear(app: &App, tail: Option<&mut Tail>) -> Result<()> {
    let heard = app.db.heard();
    let look = look(app, tail, heard);
    let (Some(replica), Side::Replica) = (&app.db.replica, heard.side) else { return look.await };
    match timeout(PATIENCE, look).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => replica.leave(replica.explain(error)),
        Err(_) => replica.leave(format_args!("no answer in {PATIENCE:?}")),
    }
    // The next look is at the primary.
    Ok(())
}

async fn look(app: &App, tail: Option<&mut Tail>, heard: Heard<'_>) -> Result<()> {
    if let Some(tail) = tail {
        tail.follow(app, heard).await?;
    }
    app.freshness.look_ahead(app, heard.db).await
}
