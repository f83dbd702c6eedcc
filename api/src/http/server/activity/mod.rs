//! What one connection is doing, and until when it may go on doing it.

mod guard;
mod patience;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::answer::{PIECE, Progress};
pub use guard::{Receiving, Sending, Work};
pub use patience::Patience;

/// How long a connection that was asked to end may take for it.
const LEAVING: Duration = Duration::from_secs(1);

/// What one connection is doing.
#[derive(Debug)]
pub struct Activity {
    state: Mutex<State>,
    evicted: Notify,
}

#[derive(Debug)]
struct State {
    /// Requests begun and not yet answered.
    busy: usize,
    /// Requests of these whose body has not arrived.
    receiving: usize,
    /// Answers of which the last was not taken yet, by number: few.
    answers: Vec<(u64, Progress)>,
    /// How many answers there have been.
    answered: u64,
    /// Whether they go one after another, so that what is written is of the one that is open.
    in_turn: bool,
    /// Bytes written since that was progress.
    written: usize,
    /// Whether part of a head may have arrived.
    heard: bool,
    /// When it began to wait, or the first byte of the next request came.
    since: Instant,
    /// When the last byte came.
    moved: Instant,
    leaving: Option<Instant>,
}

/// Who makes room first: the lower, then the longer ago.
pub type Rank = (u8, Instant);

impl Activity {
    pub fn new() -> Arc<Self> {
        let now = Instant::now();
        let state = State {
            busy: 0,
            receiving: 0,
            answers: Vec::new(),
            answered: 0,
            in_turn: false,
            written: 0,
            heard: true,
            since: now,
            moved: now,
            leaving: None,
        };
        Arc::new(Self { state: Mutex::new(state), evicted: Notify::new() })
    }

    /// A request has come; it is worked on until the guard goes.
    pub fn work(self: &Arc<Self>) -> Work {
        let mut state = self.state();
        let is_alone = state.is_between();
        state.busy += 1;
        // Its last byte may have come long ago, behind that of a request before it.
        state.moved = Instant::now();
        drop(state);
        Work { activity: Arc::clone(self), is_alone }
    }

    /// A body is awaited until the guard goes.
    pub fn receive(self: &Arc<Self>) -> Receiving {
        self.state().receiving += 1;
        Receiving(Arc::clone(self))
    }

    pub(super) fn read(&self) {
        let mut state = self.state();
        state.moved = Instant::now();
        if state.is_between() && !state.heard {
            state.heard = true;
            state.since = state.moved;
        }
    }

    /// It speaks HTTP/1.
    pub fn goes_in_turn(&self) {
        self.state().in_turn = true;
    }

    /// What the library holds of an answer goes out after its last piece was taken.
    pub(super) fn wrote(&self, bytes: usize) {
        let mut state = self.state();
        state.written += bytes;
        if state.in_turn && state.written >= PIECE {
            state.written = 0;
            let now = Instant::now();
            state.answers.iter_mut().for_each(|(_, answer)| answer.moved = now);
        }
    }

    /// No further request is wanted.
    pub(super) fn leave(&self) {
        self.state().leaving = Some(Instant::now());
    }

    /// When to give up if nothing happens until then.
    pub(super) fn deadline(&self, patience: &Patience) -> Instant {
        let state = self.state();
        match (state.open().min(), state.leaving) {
            (Some(first), None) => first + patience.stalled,
            // Its other answers have as long again to be taken, as far as they are.
            (Some(first), Some(since)) => {
                let last = state.open().max().unwrap_or(first);
                first.max(last.min(since)) + patience.stalled
            }
            (None, Some(since)) => since + LEAVING,
            // On HTTP/2 a ping between requests looks the same; closing it then is graceful and loses nothing.
            (None, None) if state.heard => state.since + patience.head,
            (None, None) => state.since + patience.idle,
        }
    }

    /// `None` while it is at work: only who waits for its client makes room for another.
    pub(super) fn rank(&self) -> Option<Rank> {
        let (state, now) = (self.state(), Instant::now());
        if state.busy > state.receiving {
            return None;
        }
        let sends = (state.busy > 0).then_some((1, state.moved));
        let takes = state.answers.iter().map(|(_, answer)| answer.rank(now)).max();
        sends.max(takes).or(Some((0, state.since)))
    }

    pub(super) fn evict(&self) {
        self.evicted.notify_one();
    }

    pub(super) async fn evicted(&self) {
        self.evicted.notified().await;
    }

    #[cfg(test)]
    pub(super) fn is_answering(&self) -> bool {
        !self.state().answers.is_empty()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while holding it")
    }
}

impl State {
    /// Whether it is between requests, or in the head of one.
    fn is_between(&self) -> bool {
        self.busy == 0 && self.answers.is_empty()
    }

    /// When each thing that is open moved last.
    fn open(&self) -> impl Iterator<Item = Instant> {
        let working = (self.busy > 0).then_some(self.moved);
        self.answers.iter().map(|(_, answer)| answer.moved).chain(working)
    }

    /// Something is over.
    fn pause(&mut self) {
        if self.is_between() {
            self.heard = false;
            self.since = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests;
