//! What was noted a moment ago, so that it is not noted again.

use entity::instant::Instant;
use moka::ops::compute::Op;
use moka::sync::Cache;
use uuid::Uuid;

/// Things remembered at once; what is forgotten may be noted once more.
const REMEMBERED: u64 = 10_000;

/// Remembers on one node.
#[derive(Clone, Debug)]
pub struct Recent(Cache<Uuid, Instant>);

impl Default for Recent {
    fn default() -> Self {
        Self(Cache::new(REMEMBERED))
    }
}

impl Recent {
    /// Whether it was not noted for `millis`; of all who ask at once, for one alone.
    pub fn is_due(&self, thing: Uuid, now: Instant, millis: i64) -> bool {
        let mut is_due = false;
        self.0.entry(thing).and_compute_with(|entry| {
            let last = entry.map(moka::Entry::into_value);
            is_due = last.is_none_or(|last| now.0.saturating_sub(last.0) >= millis);
            if is_due { Op::Put(now) } else { Op::Nop }
        });
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_due_once_in_a_while() {
        let (recent, thing) = (Recent::default(), Uuid::from_u128(7));
        let due: Vec<bool> =
            [0, 0, 59, 60, 61, 200].map(|at| recent.is_due(thing, Instant(at), 60)).into_iter().collect();
        assert_eq!(due, [true, false, false, true, false, true]);
        assert!(recent.is_due(Uuid::from_u128(8), Instant(0), 60));
    }
}
