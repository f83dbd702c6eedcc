//! Ctrl-C and SIGTERM: whoever runs a command tells it to stop.

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::Failure;

/// Watched from the moment this is made.
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    pub fn watch() -> Result<Self, Failure> {
        let failed = |error| Failure::Failed(format!("cannot watch for signals: {error}"));
        let interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate()).map_err(failed)? })
    }

    /// Resolves at the next of them.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
