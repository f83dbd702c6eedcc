//! What happened since the start, counted: atomic additions, without locks and without memory.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Grows, and never shrinks.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The upper ends of what durations are counted by, in microseconds; the last one has none.
pub const BOUNDS: [u64; 13] =
    [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000];

/// How often something took how long.
#[derive(Debug, Default)]
pub struct Durations {
    counts: [Count; BOUNDS.len() + 1],
    /// In nanoseconds.
    sum: Count,
}

impl Durations {
    pub fn add(&self, took: Duration) {
        let micros = took.as_micros();
        let place = BOUNDS.iter().position(|bound| micros <= u128::from(*bound)).unwrap_or(BOUNDS.len());
        self.counts[place].add(1);
        self.sum.add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    }

    /// How often up to each of [`BOUNDS`] and not to the one before; the last one: longer than that.
    pub fn counts(&self) -> [u64; BOUNDS.len() + 1] {
        std::array::from_fn(|place| self.counts[place].get())
    }

    pub fn sum(&self) -> Duration {
        Duration::from_nanos(self.sum.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_duration_is_counted_once_by_the_first_bound_that_holds_it() {
        let durations = Durations::default();
        for micros in [0, 100, 101, 5_000_000, 5_000_001, 60_000_000] {
            durations.add(Duration::from_micros(micros));
        }
        let counts = durations.counts();
        assert_eq!((counts[0], counts[1], counts[12], counts[13]), (2, 1, 1, 2));
        assert_eq!(counts.iter().sum::<u64>(), 6);
        assert_eq!(durations.sum().as_secs(), 70);
    }
}
