//! One of many that ask the same at once goes and asks; the others wait for what it brings.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::watch;

use super::kept::Kept;
use super::key::Key;

/// What a flight led to.
#[derive(Clone, Debug)]
pub enum Outcome {
    Kept(Arc<Kept>),
    /// It is not for others: everybody asks by themselves.
    Personal,
}

type Waiting = watch::Receiver<Option<Outcome>>;

/// The flights under way.
#[derive(Clone, Debug, Default)]
pub struct Flights(Arc<Mutex<HashMap<Key, Waiting>>>);

/// The one who asks. Dropped without an outcome, another one takes its place.
#[derive(Debug)]
pub struct Leader {
    key: Key,
    flights: Flights,
    outcome: watch::Sender<Option<Outcome>>,
}

/// Who somebody is in a flight.
#[derive(Debug)]
pub enum Part {
    Leader(Leader),
    Follower(Waiting),
}

impl Flights {
    pub fn join(&self, key: &Key) -> Part {
        let mut flying = self.flying();
        if let Some(waiting) = flying.get(key) {
            return Part::Follower(waiting.clone());
        }
        let (outcome, waiting) = watch::channel(None);
        flying.insert(key.clone(), waiting);
        Part::Leader(Leader { key: key.clone(), flights: self.clone(), outcome })
    }

    fn flying(&self) -> MutexGuard<'_, HashMap<Key, Waiting>> {
        self.0.lock().expect("nothing panics while holding it")
    }
}

impl Leader {
    pub fn land(self, outcome: Outcome) {
        self.outcome.send_replace(Some(outcome));
    }
}

impl Drop for Leader {
    fn drop(&mut self) {
        self.flights.flying().remove(&self.key);
    }
}

/// What the leader brought; `None` if it went away before.
pub async fn brought(mut waiting: Waiting) -> Option<Outcome> {
    let outcome = waiting.wait_for(Option::is_some).await.ok()?;
    outcome.clone()
}
