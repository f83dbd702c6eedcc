//! Whether what was read is still true: what changed since, here and in other processes, and when something begins or ends
//! by itself.
//!
//! Whoever keeps an answer takes the position before the first statement, and asks whether one of its tags changed since,
//! whenever another position is reached. Our own units of work are told of as they commit; `tail` finds those of others.

mod boundary;
mod stale;
mod tail;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::{Duration, Instant as Moment};

use entity::instant::Instant;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use crate::domain::footprint::Tag;

pub use boundary::Boundary;
pub use stale::Stale;
pub use tail::Tail;

/// Tags that are remembered. Before they are forgotten, all that was kept is.
const MAX_TAGS: usize = 100_000;
/// How long to wait for the next boundary to be read.
const PATIENCE: Duration = Duration::from_secs(1);
/// After so long without word from the database nothing that was kept is trusted.
const TRUSTED_FOR: Duration = Duration::from_secs(5);

/// What this process knows of changes. Clones share it.
#[derive(Clone, Debug)]
pub struct Freshness(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Grows with every change that is heard of.
    position: AtomicU64,
    changed: RwLock<Changed>,
    /// Units of work of ours that were told of as they committed, until the outbox tells of them, too.
    own: Mutex<HashSet<i64>>,
    boundary: watch::Sender<Option<Boundary>>,
    /// Rings when the boundary is about to be needed, and not known.
    bell: Notify,
    started: Moment,
    /// When the outbox was last read, in milliseconds since the start; 0 before that.
    heard: AtomicU64,
    /// How often it was.
    looks: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Changed {
    /// The last position at which each changed.
    at: HashMap<Tag, u64>,
    /// Whatever was read before this position is stale.
    floor: u64,
}

impl Default for Freshness {
    fn default() -> Self {
        Self(Arc::new(Inner {
            position: AtomicU64::new(1),
            changed: RwLock::default(),
            own: Mutex::default(),
            boundary: watch::Sender::new(None),
            bell: Notify::new(),
            started: Moment::now(),
            heard: AtomicU64::new(0),
            looks: watch::Sender::new(0),
        }))
    }
}

impl Freshness {
    /// Where we are: taken before the first statement of what is to be kept.
    pub fn position(&self) -> u64 {
        self.0.position.load(Ordering::Acquire)
    }

    /// The same for whoever will ask for the boundary then: it is read beside what they read.
    pub fn begin(&self) -> u64 {
        if !self.0.boundary.borrow().is_some_and(|known| known.is_sure) {
            self.0.bell.notify_one();
        }
        self.position()
    }

    /// Whether any of these changed after that position.
    pub fn has_changed(&self, since: u64, tags: &[Tag]) -> bool {
        let changed = self.0.changed.read().expect("nothing panics while holding it");
        since < changed.floor || tags.iter().any(|tag| changed.at.get(tag).is_some_and(|at| *at > since))
    }

    /// This changed: whoever asks from here on knows.
    pub fn apply(&self, stale: &Stale) {
        let mut changed = self.0.changed.write().expect("nothing panics while holding it");
        let position = self.position() + 1;
        if stale.is_everything() || changed.at.len() > MAX_TAGS {
            *changed = Changed { at: HashMap::new(), floor: position };
        }
        changed.at.extend(stale.tags().chain([Tag::ANYTHING]).map(|tag| (tag, position)));
        self.0.position.store(position, Ordering::Release);
        drop(changed);
        self.0.boundary.send_modify(|boundary| boundary.iter_mut().for_each(|known| known.is_sure = false));
    }

    /// The same of a unit of work of this process.
    pub fn apply_own(&self, unit: i64, stale: &Stale) {
        self.own().insert(unit);
        self.apply(stale);
    }

    fn own(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.0.own.lock().expect("nothing panics while holding it")
    }

    /// Whether changes by others would be known by now.
    pub fn is_listening(&self) -> bool {
        let heard = self.0.heard.load(Ordering::Relaxed);
        let now = self.0.started.elapsed();
        heard > 0 && now.saturating_sub(Duration::from_millis(heard)) < TRUSTED_FOR
    }

    /// How long ago the outbox was read; `None` before that.
    pub fn silence(&self) -> Option<Duration> {
        let heard = self.0.heard.load(Ordering::Relaxed);
        (heard > 0).then(|| self.0.started.elapsed().saturating_sub(Duration::from_millis(heard)))
    }

    /// Until somebody wants to know what is not known. Changes alone are no reason: of many in a row each would cost two reads.
    pub async fn asked(&self) {
        self.0.bell.notified().await;
    }

    /// How often the outbox was looked at: whatever was committed before the last look but one began is known.
    pub fn looks(&self) -> watch::Receiver<u64> {
        self.0.looks.subscribe()
    }

    /// Whether the first look at the outbox may still be under way.
    fn is_beginning(&self) -> bool {
        self.silence().is_none() && self.0.started.elapsed() < PATIENCE
    }

    fn heard(&self) {
        let now = u64::try_from(self.0.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.0.heard.store(now.max(1), Ordering::Relaxed);
        self.0.looks.send_modify(|looks| *looks += 1);
    }

    /// The first instant after this one at which anything begins or ends by itself; `None` if it is not known in time.
    pub async fn boundary(&self, now: Instant) -> Option<Instant> {
        let mut boundary = self.0.boundary.subscribe();
        // What was begun before the last one passed can never be told.
        let known = |boundary: &Option<Boundary>| {
            boundary.is_some_and(|known| known.is_sure && (known.holds(now) || known.from > now))
        };
        if !known(&boundary.borrow_and_update()) {
            if !self.is_listening() && !self.is_beginning() {
                return None;
            }
            self.0.bell.notify_one();
        }
        let found = timeout(PATIENCE, boundary.wait_for(known)).await.ok()?.ok()?;
        found.filter(|boundary| boundary.holds(now)).map(|boundary| boundary.next)
    }
}

#[cfg(test)]
mod tests {
    use entity::noun::Noun;
    use futures_util::FutureExt;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_changed_since_is_known_and_nothing_else() {
        let freshness = Freshness::default();
        let before = freshness.position();
        let (one, other) = (Tag(1), Tag(2));
        let mut stale = Stale::default();
        stale.add(one);
        freshness.apply(&stale);
        assert!(freshness.has_changed(before, &[other, one]));
        assert!(!freshness.has_changed(before, &[other]));
        assert!(freshness.has_changed(before, &[Tag::ANYTHING]));
        let after = freshness.position();
        assert!(!freshness.has_changed(after, &[one, other]));
        freshness.apply(&Stale::all());
        assert!(freshness.has_changed(after, &[]), "everything is stale");
    }

    #[test]
    fn the_boundary_is_read_anew_for_whoever_reads_after_a_change_and_not_for_the_change() {
        let freshness = Freshness::default();
        let rings = || freshness.asked().now_or_never().is_some();
        let known = |is_sure| Some(Boundary { from: Instant(0), next: Instant::MAX, is_sure });
        freshness.begin();
        assert!(rings(), "nothing is known at the start");
        freshness.0.boundary.send_replace(known(true));
        freshness.begin();
        assert!(!rings());
        freshness.apply(&Stale::all());
        assert_eq!(*freshness.0.boundary.borrow(), known(false), "it may be sooner now");
        assert!(!rings());
        freshness.begin();
        assert!(rings());
    }

    #[tokio::test]
    async fn whoever_asks_right_after_the_start_waits_for_the_first_look() {
        let freshness = Freshness::default();
        let (asking, first) =
            (freshness.clone(), Boundary { from: Instant(0), next: Instant(9), is_sure: true });
        let mut asked = Box::pin(asking.boundary(Instant(5)));
        assert_eq!(asked.as_mut().now_or_never(), None, "it waits");
        freshness.heard();
        freshness.0.boundary.send_replace(Some(first));
        assert_eq!(asked.await, Some(Instant(9)));
    }

    #[test]
    fn what_is_remembered_is_bounded_and_what_is_forgotten_counts_as_changed() {
        let freshness = Freshness::default();
        let before = freshness.position();
        for item in 0..MAX_TAGS as u128 {
            let mut stale = Stale::default();
            stale.thing(None, Noun::City, Uuid::from_u128(item));
            freshness.apply(&stale);
        }
        let mut stale = Stale::default();
        stale.add(Tag(u64::MAX));
        freshness.apply(&stale);
        freshness.apply(&stale);
        assert!(freshness.0.changed.read().unwrap().at.len() <= MAX_TAGS + 3);
        assert!(freshness.has_changed(before, &[Tag(u64::MAX - 1)]));
    }
}
