//! Connections between two reads: who had one hands it to who waits longest, or parks it for the next who comes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::Duration;

use sea_orm::sqlx;
use sea_orm::sqlx::pool::PoolConnection;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};

/// Reads in a row on one connection. Then its pool has it, and with it whoever waits there for something else.
const IN_A_ROW: u8 = 32;

/// A connection of a pool, and how many have read on it since it came from there.
pub struct Lent<D: sqlx::Database> {
    pub connection: PoolConnection<D>,
    reads: u8,
}

impl<D: sqlx::Database> Lent<D> {
    pub fn of_pool(connection: PoolConnection<D>) -> Self {
        Self { connection, reads: 0 }
    }
}

/// Clones share them.
pub struct Turns<D: sqlx::Database> {
    state: Arc<Mutex<State<D>>>,
    parking: Parking,
}

#[derive(Clone, Copy)]
struct Parking {
    /// How many stand there at most. The others are for who asks the pool.
    most: usize,
    /// How long one stands there: then its pool has it, to look whether it is well before it is lent again.
    time: Duration,
}

struct State<D: sqlx::Database> {
    /// Who waits, the longest first; some have gone.
    waiting: VecDeque<oneshot::Sender<Lent<D>>>,
    /// Since when each stands there, the longest first. Nobody waits while there are some.
    parked: VecDeque<(Instant, Lent<D>)>,
    /// Whether somebody comes to clear what has stood there for too long.
    is_watched: bool,
    is_closed: bool,
}

impl<D: sqlx::Database> Clone for Turns<D> {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), parking: self.parking }
    }
}

impl<D: sqlx::Database> Turns<D> {
    /// Between reads on a pool of `size` connections: up to half of them are kept for the next, for as long as `time`.
    pub fn new(size: u32, time: Duration) -> Self {
        let state =
            State { waiting: VecDeque::new(), parked: VecDeque::new(), is_watched: false, is_closed: false };
        let most = usize::try_from(size / 2).unwrap_or(usize::MAX);
        Self { state: Arc::new(Mutex::new(state)), parking: Parking { most, time } }
    }

    /// The one that was parked last, whose pages are the freshest.
    pub fn take(&self) -> Option<Lent<D>> {
        self.state().parked.pop_back().map(|(_, lent)| lent)
    }

    /// The same, or else a place among those that wait.
    pub fn take_or_wait(&self) -> Result<Lent<D>, oneshot::Receiver<Lent<D>>> {
        let mut state = self.state();
        if let Some((_, lent)) = state.parked.pop_back() {
            return Ok(lent);
        }
        let (hands, handed) = oneshot::channel();
        state.waiting.push_back(hands);
        Err(handed)
    }

    /// By who has just had an answer on it, and so knows that it is well.
    pub fn hand_on(&self, mut lent: Lent<D>) {
        if lent.reads == IN_A_ROW {
            return;
        }
        lent.reads += 1;
        let mut state = self.state();
        while let Some(next) = state.waiting.pop_front() {
            match next.send(lent) {
                Ok(()) => return,
                Err(back) => lent = back,
            }
        }
        if state.is_closed || state.parked.len() >= self.parking.most {
            // Not under the lock: its pool takes it back by a task.
            drop(state);
            return drop(lent);
        }
        state.parked.push_back((Instant::now(), lent));
        if !std::mem::replace(&mut state.is_watched, true) {
            tokio::spawn(watch(Arc::downgrade(&self.state), self.parking.time));
        }
    }

    /// Those that have gone are passed over by who hands on; this is for who does not.
    pub fn forget_gone(&self) {
        self.state().waiting.retain(|next| !next.is_closed());
    }

    /// Gives back what is parked; nothing is from here on.
    pub fn close(&self) {
        let parked = {
            let mut state = self.state();
            state.is_closed = true;
            std::mem::take(&mut state.parked)
        };
        drop(parked);
    }

    /// How many are parked.
    pub fn parked(&self) -> usize {
        self.state().parked.len()
    }

    fn state(&self) -> MutexGuard<'_, State<D>> {
        lock(&self.state)
    }
}

fn lock<D: sqlx::Database>(state: &Mutex<State<D>>) -> MutexGuard<'_, State<D>> {
    state.lock().expect("nothing panics while holding it")
}

/// Gives back what has been parked for `time`, until nothing is.
async fn watch<D: sqlx::Database>(state: Weak<Mutex<State<D>>>, time: Duration) {
    loop {
        let since = match state.upgrade() {
            Some(state) => longest(&state),
            None => return,
        };
        let Some(since) = since else { return };
        sleep_until(since + time).await;
        let Some(state) = state.upgrade() else { return };
        let now = Instant::now();
        while let Some(lent) = overdue(&state, now, time) {
            drop(lent);
        }
    }
}

/// Since when one is parked. Whoever watches is done if none is.
fn longest<D: sqlx::Database>(state: &Mutex<State<D>>) -> Option<Instant> {
    let mut state = lock(state);
    let since = state.parked.front().map(|(since, _)| *since);
    state.is_watched = since.is_some();
    since
}

fn overdue<D: sqlx::Database>(state: &Mutex<State<D>>, now: Instant, time: Duration) -> Option<Lent<D>> {
    let mut state = lock(state);
    let (since, _) = state.parked.front()?;
    if *since + time > now {
        return None;
    }
    state.parked.pop_front().map(|(_, lent)| lent)
}
