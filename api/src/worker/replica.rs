//! Looks whether the replica may be read, and has it read as long as it may.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::app::App;
use crate::app::replica::{State, Watch};
use crate::platform::database::Replica;

/// How often to look.
const PERIOD: Duration = Duration::from_secs(1);

pub async fn run(app: App, replica: Replica, mut stop: watch::Receiver<bool>) {
    let mut seen = Watch::default();
    while !*stop.borrow_and_update() {
        match seen.look(&app, &replica).await {
            Ok(Some(State::Current)) => replica.take_up(),
            // It is as good as it was.
            Ok(Some(State::Behind) | None) => {}
            Ok(Some(State::Lost)) => replica.leave("it is more than half a minute behind"),
            Err(error) => replica.leave(error),
        }
        tokio::select! {
            () = sleep(PERIOD) => {}
            _ = stop.changed() => {}
        }
    }
}
