//! How much memory the bodies of all requests may take at once, and those of all answers, and how much of it those of one
//! client.
//!
//! Invariants: what one client has takes no more from the others than was its part when it was taken, whatever it has; what
//! is given back is what was taken.

mod kept;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use crate::platform::attempts::Who;
pub use kept::Kept;

/// Bytes for all: some two hundred bodies that are as large as is usually allowed.
const ALL: usize = 256 * 1024 * 1024;
/// Where larger bodies are allowed, as many of them.
const BODIES: usize = 16;
/// The part that one client may have of what the others leave: however much few of them take, the next finds some.
const SHARE: usize = 4;
/// How many times its part the answers of a client may come to that turned out larger than what was set aside for them.
const BEYOND: usize = 2;
/// Bytes of answers that a client may have in any case, however little the others leave.
const FLOOR: usize = 512 * 1024;
/// Bytes that a request which waits takes beside its head and body.
pub const WAITING: usize = 16 * 1024;
/// Bytes of a body that is not counted any more once it is here: what is kept of it then may be kept for long.
pub const SMALL: usize = 16 * 1024;

/// What there is, and who has how much of it.
#[derive(Debug)]
pub struct Budget {
    all: usize,
    floor: usize,
    taken: Mutex<Taken>,
    /// How many clients have more than is counted of them: without any, nobody needs the lock to know that.
    beyond: AtomicUsize,
}

#[derive(Debug, Default)]
struct Taken {
    /// What the others cannot have.
    counted: usize,
    by_client: HashMap<Option<Who>, Part>,
}

/// What one client has. No more of it is counted than was its part of what the others left.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    bytes: usize,
    counted: usize,
}

impl Part {
    /// Part of what it has was not counted when that was taken.
    fn may_be_beyond(&self) -> bool {
        self.bytes > self.counted
    }
}

impl Budget {
    /// `largest`: bytes that one body may have.
    pub fn new(largest: usize) -> Self {
        let all = ALL.max(largest.saturating_mul(BODIES));
        Self { all, floor: 0, taken: Mutex::default(), beyond: AtomicUsize::new(0) }
    }

    /// For answers.
    pub fn of_answers() -> Self {
        Self { floor: FLOOR, ..Self::new(0) }
    }

    /// Whether there was room for it.
    pub fn take(&self, client: Option<Who>, bytes: usize) -> bool {
        self.change(client, |part, share| {
            let wanted = part.bytes + bytes;
            if wanted > share.max(self.floor) {
                return (part, false);
            }
            (Part { bytes: wanted, counted: wanted.min(share.max(part.counted)) }, true)
        })
    }

    /// What is there already is counted even where there is no room for it. Whether that can go on: not where a client has
    /// much more than its part.
    pub fn add(&self, client: Option<Who>, bytes: usize) -> bool {
        self.change(client, |part, share| {
            let (now, may_have) = (part.bytes + bytes, share.max(part.counted));
            (Part { bytes: now, counted: now.min(may_have) }, now <= BEYOND * may_have.max(self.floor))
        })
    }

    /// Whether a client has more than its part. Mostly nobody has, which takes no lock.
    pub fn is_beyond(&self, client: Option<Who>) -> bool {
        if self.beyond.load(Ordering::Relaxed) == 0 {
            return false;
        }
        let taken = self.taken();
        let part = taken.by_client.get(&client).copied().unwrap_or_default();
        part.bytes > self.share(taken.counted, part).max(part.counted).max(self.floor)
    }

    pub fn give_back(&self, client: Option<Who>, bytes: usize) {
        self.change(client, |part, _| {
            let left = part.bytes - bytes;
            (Part { bytes: left, counted: left.min(part.counted) }, ())
        });
    }

    /// What a client may have of what the others leave.
    fn share(&self, counted: usize, part: Part) -> usize {
        self.all.saturating_sub(counted - part.counted) / SHARE
    }

    /// `to`: from what a client has, and may have of what the others leave, to what it has then.
    fn change<T>(&self, client: Option<Who>, to: impl FnOnce(Part, usize) -> (Part, T)) -> T {
        let mut taken = self.taken();
        let Taken { counted, by_client } = &mut *taken;
        let entry = by_client.entry(client);
        let before = match &entry {
            Entry::Occupied(part) => *part.get(),
            Entry::Vacant(_) => Part::default(),
        };
        let (after, told) = to(before, self.share(*counted, before));
        match entry {
            Entry::Occupied(part) if after.bytes == 0 => {
                part.remove();
            }
            Entry::Occupied(mut part) => *part.get_mut() = after,
            Entry::Vacant(_) if after.bytes == 0 => {}
            Entry::Vacant(part) => {
                part.insert(after);
            }
        }
        match (before.may_be_beyond(), after.may_be_beyond()) {
            (false, true) => self.beyond.fetch_add(1, Ordering::Relaxed),
            (true, false) => self.beyond.fetch_sub(1, Ordering::Relaxed),
            _ => 0,
        };
        *counted = *counted - before.counted + after.counted;
        told
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().expect("nothing panics while holding it")
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    const MIB: usize = 1024 * 1024;

    fn client(last: u8) -> Who {
        Who::address(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn one_client_has_a_share_of_what_the_others_leave() {
        let budget = Budget::new(MIB);
        assert!(budget.take(Some(client(0)), 64 * MIB), "a quarter");
        assert!(!budget.take(Some(client(0)), 1) && !budget.take(Some(client(1)), 48 * MIB + 1));
        assert!(budget.take(Some(client(1)), 48 * MIB), "a quarter of the rest");
        let greedy = |last| (0..64).filter(|_| budget.take(Some(client(last)), MIB)).count();
        let others: usize = (2..=255).map(greedy).sum();
        assert!((256 - 5..256).contains(&(64 + 48 + others)), "{others}");
        assert!(budget.take(None, MIB / 2), "there is always some left");
        budget.give_back(None, MIB / 2);
        assert!(!budget.taken().by_client.contains_key(&None));
    }

    #[test]
    fn what_is_there_already_takes_no_more_from_the_others_than_its_part() {
        let budget = Budget::of_answers();
        assert!(!budget.is_beyond(Some(client(1))));
        assert!(budget.take(Some(client(1)), 64 * MIB) && budget.add(Some(client(1)), 64 * MIB));
        assert!(!budget.add(Some(client(1)), 172 * MIB), "it has much more than its part");
        assert!(budget.is_beyond(Some(client(1))) && !budget.is_beyond(None));
        assert!(budget.take(None, 48 * MIB), "as if it had its part");
        assert!(budget.take(Some(client(2)), 36 * MIB) && !budget.take(Some(client(2)), 1));
        assert!(
            budget.add(Some(client(2)), 36 * MIB) && !budget.add(Some(client(2)), 1),
            "up to twice as much"
        );
        assert!(!budget.take(Some(client(3)), 27 * MIB + 1) && budget.take(Some(client(3)), 27 * MIB));
        assert!(budget.add(Some(client(4)), 30 * MIB) && !budget.add(Some(client(4)), 30 * MIB));
        let many: usize = (6..=255).filter(|last| budget.add(Some(client(*last)), MIB)).count();
        assert_eq!(many, 250, "one answer is given in any case");
        assert!(!budget.add(Some(client(255)), MIB) && !budget.add(Some(client(5)), MIB + 1));
        let mine = Some(Who::address(IpAddr::from([198, 51, 100, 1])));
        let asked = (0..64).filter(|_| budget.take(mine, WAITING)).count();
        assert_eq!(asked, 32, "so many may be asked for at once in any case");
        assert!(!budget.is_beyond(mine) && budget.add(mine, FLOOR) && budget.is_beyond(mine));
        budget.give_back(Some(client(1)), 299 * MIB);
        assert!(budget.take(Some(client(1)), 1), "it has less than its part again");
        let left: Vec<_> = budget.taken().by_client.iter().map(|(who, part)| (*who, part.bytes)).collect();
        for (who, bytes) in left {
            budget.give_back(who, bytes);
        }
        let taken = budget.taken();
        assert!(taken.counted == 0 && taken.by_client.is_empty(), "{taken:?}");
        assert_eq!(budget.beyond.load(Ordering::Relaxed), 0);
    }
}
