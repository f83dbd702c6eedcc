//! The one clock: nobody else asks the machine what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use entity::instant::Instant;

/// Says what time it is. Clones of a fixed clock are moved together.
#[derive(Clone, Debug)]
pub struct Clock(Hands);

#[derive(Clone, Debug)]
enum Hands {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Hands::System)
    }

    /// A clock that stands still until it is moved.
    pub fn fixed(now: Instant) -> Self {
        Self(Hands::Fixed(Arc::new(AtomicI64::new(now.0))))
    }

    pub fn now(&self) -> Instant {
        match &self.0 {
            Hands::System => system_now(),
            Hands::Fixed(millis) => Instant(millis.load(Ordering::Acquire)),
        }
    }

    /// Moves a fixed clock; the machine's clock is not ours to move and stays as it is.
    pub fn move_to(&self, now: Instant) {
        if let Hands::Fixed(millis) = &self.0 {
            millis.store(now.0, Ordering::Release);
        }
    }
}

/// A machine whose clock stands before 1970 is in 1970.
#[expect(clippy::disallowed_methods, reason = "this is the one clock")]
fn system_now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_still_until_it_is_moved_everywhere_at_once() {
        let clock = Clock::fixed(Instant(1000));
        let other = clock.clone();
        assert_eq!(clock.now(), Instant(1000));
        other.move_to(Instant(2000));
        assert_eq!(clock.now(), Instant(2000));
    }

    #[test]
    fn the_system_clock_runs_and_cannot_be_moved() {
        let clock = Clock::system();
        let before = clock.now();
        clock.move_to(Instant(0));
        assert!(clock.now() >= before && before > Instant(1_700_000_000_000));
    }
}
