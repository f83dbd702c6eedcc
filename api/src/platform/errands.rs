//! Work that no request waits for: a short queue, one after another.

use std::pin::Pin;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// Errands that may wait; past it they are turned away.
const ROOM: usize = 100;
/// How long one may take.
const LONGEST: Duration = Duration::from_mins(1);

type Errand = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Clones share the queue.
#[derive(Clone, Debug)]
pub struct Errands(mpsc::Sender<Errand>);

impl Errands {
    /// Ends when the last clone is gone.
    pub fn start() -> Self {
        let (queue, mut errands) = mpsc::channel::<Errand>(ROOM);
        tokio::spawn(async move {
            while let Some(errand) = errands.recv().await {
                // On a task of its own: a panic costs one errand.
                let mut running = tokio::spawn(errand);
                if timeout(LONGEST, &mut running).await.is_err() {
                    tracing::warn!("an errand took longer than {LONGEST:?}: it is given up");
                    running.abort();
                }
            }
        });
        Self(queue)
    }

    /// False if too many are waiting.
    pub fn take(&self, errand: impl Future<Output = ()> + Send + 'static) -> bool {
        self.0.try_send(Box::pin(errand)).is_ok()
    }

    /// Until all that were taken so far are done, or for as long as that.
    pub async fn finish(&self, patience: Duration) {
        let (done, told) = oneshot::channel();
        let last: Errand = Box::pin(async move {
            let _ = done.send(());
        });
        let all = async {
            if self.0.send(last).await.is_ok() {
                // Nobody tells it who was given up: then there is no more to wait for.
                let _ = told.await;
            }
        };
        if timeout(patience, all).await.is_err() {
            tracing::warn!("there was no more time for the errands that were waiting");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn errands_are_bounded_and_one_that_breaks_stops_no_other() {
        static DONE: AtomicUsize = AtomicUsize::new(0);
        let errands = Errands::start();
        assert!(errands.take(async { panic!("broken") }));
        let count = async || {
            DONE.fetch_add(1, Ordering::SeqCst);
        };
        let taken = (0..2 * ROOM).filter(|_| errands.take(count()));
        assert_eq!(taken.count(), ROOM - 1);
        errands.finish(LONGEST).await;
        assert_eq!(DONE.load(Ordering::SeqCst), ROOM - 1);
    }
}
