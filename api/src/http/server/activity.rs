//! What one connection is doing, and until when it may go on doing it.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::config::Http;

/// How long a client is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the first byte of a request, or from the start of the connection, to the end of the head.
    pub head: Duration,
    /// Between requests.
    pub idle: Duration,
    /// Without a byte in either direction while a request is answered.
    pub stalled: Duration,
}

/// How long a connection that was asked to end may take for it.
const LEAVING: Duration = Duration::from_secs(1);

impl From<&Http> for Patience {
    fn from(settings: &Http) -> Self {
        Self {
            head: settings.header_timeout,
            idle: settings.idle_timeout,
            stalled: settings.request_timeout + settings.body_timeout,
        }
    }
}

/// What one connection is doing.
#[derive(Debug)]
pub struct Activity {
    state: Mutex<State>,
    evicted: Notify,
}

#[derive(Debug)]
struct State {
    /// Requests begun and not yet answered to the last byte.
    busy: usize,
    /// Requests of these whose body has not arrived.
    receiving: usize,
    /// Whether part of a head may have arrived.
    heard: bool,
    /// When it began to wait, or the first byte of the next request came.
    since: Instant,
    /// When the last byte went either way.
    moved: Instant,
    leaving: Option<Instant>,
}

/// Who makes room first: the lower, then the longer ago.
pub type Rank = (u8, Instant);

impl Activity {
    pub fn new() -> Arc<Self> {
        let now = Instant::now();
        let state = State { busy: 0, receiving: 0, heard: true, since: now, moved: now, leaving: None };
        Arc::new(Self { state: Mutex::new(state), evicted: Notify::new() })
    }

    /// A request has come; it is over when the guard goes.
    pub fn work(self: &Arc<Self>) -> Work {
        self.state().busy += 1;
        Work(Arc::clone(self))
    }

    /// A body is awaited until the guard goes.
    pub fn receive(self: &Arc<Self>) -> Receiving {
        self.state().receiving += 1;
        Receiving(Arc::clone(self))
    }

    pub(super) fn read(&self) {
        let mut state = self.state();
        state.moved = Instant::now();
        if state.busy == 0 && !state.heard {
            state.heard = true;
            state.since = state.moved;
        }
    }

    pub(super) fn wrote(&self) {
        self.state().moved = Instant::now();
    }

    /// No further request is wanted.
    pub(super) fn leave(&self) {
        self.state().leaving = Some(Instant::now());
    }

    /// When to give up if nothing happens until then.
    pub(super) fn deadline(&self, patience: &Patience) -> Instant {
        let state = self.state();
        match state.leaving {
            _ if state.busy > 0 => state.moved + patience.stalled,
            Some(since) => since + LEAVING,
            // On HTTP/2 a ping between requests looks the same; closing it then is graceful and loses nothing.
            None if state.heard => state.since + patience.head,
            None => state.since + patience.idle,
        }
    }

    /// `None` while it is at work: only who waits for its client makes room for another.
    pub(super) fn rank(&self) -> Option<Rank> {
        let state = self.state();
        match state.busy {
            0 => Some((0, state.since)),
            busy if busy == state.receiving => Some((1, state.moved)),
            _ => None,
        }
    }

    pub(super) fn evict(&self) {
        self.evicted.notify_one();
    }

    pub(super) async fn evicted(&self) {
        self.evicted.notified().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while holding it")
    }
}

/// A request being answered.
#[derive(Debug)]
pub struct Work(Arc<Activity>);

impl Drop for Work {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.busy -= 1;
        if state.busy == 0 {
            state.heard = false;
            state.since = Instant::now();
        }
    }
}

/// A body being received.
#[derive(Debug)]
pub struct Receiving(Arc<Activity>);

impl Drop for Receiving {
    fn drop(&mut self) {
        self.0.state().receiving -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience = Patience {
        head: Duration::from_secs(10),
        idle: Duration::from_secs(75),
        stalled: Duration::from_secs(40),
    };

    /// Seconds, rounded up.
    fn left(activity: &Activity) -> u64 {
        (activity.deadline(&PATIENCE) - Instant::now()).as_secs() + 1
    }

    #[test]
    fn a_head_has_less_time_than_a_pause_between_requests() {
        let activity = Activity::new();
        assert_eq!(left(&activity), 10, "nothing sent yet");
        let work = activity.work();
        assert_eq!(left(&activity), 40, "being answered");
        drop(work);
        assert_eq!(left(&activity), 75, "between requests");
        activity.read();
        assert_eq!(left(&activity), 10, "the next head has begun");
        activity.leave();
        assert_eq!(left(&activity), 1, "asked to go");
    }

    #[test]
    fn who_waits_makes_room_first_then_who_sends_and_never_who_works() {
        let waiting = Activity::new();
        let sending = Activity::new();
        let (_work, receiving) = (sending.work(), sending.receive());
        assert!(waiting.rank() < sending.rank());
        drop(receiving);
        assert_eq!(sending.rank(), None);
    }
}
