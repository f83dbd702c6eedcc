//! Hears of what others change, and knows when something begins or ends by itself.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{sleep, timeout};

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
    while !*stop.borrow_and_update() {
        match hear(&app, &mut tail).await {
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

async fn hear(app: &App, tail: &mut Tail) -> Result<()> {
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

async fn look(app: &App, tail: &mut Tail, heard: Heard<'_>) -> Result<()> {
    tail.follow(app, heard).await?;
    app.freshness.look_ahead(app, heard.db).await
}
