//! How much memory the bodies of all requests may take at once, and those of all answers, and how much of it those of one
//! client.
//!
//! Invariants: what one client has takes no more from the others than was its part when it was taken, whatever it has; what
//! is given back is what was taken.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;

use crate::platform::attempts::Who;

/// Bytes for all: some two hundred bodies that are as large as is usually allowed.
const ALL: usize = 256 * 1024 * 1024;
/// Where larger bodies are allowed, as many of them.
const BODIES: usize = 16;
/// The part that one client may have of what the others leave: however much few of them take, the next finds some.
const SHARE: usize = 4;
/// How many times its part the answers of a client may come to that turned out larger than what was set aside for them.
const BEYOND: usize = 2;
/// Bytes that a request which waits takes beside its head and body.
pub const WAITING: usize = 16 * 1024;
/// Bytes of a body that is not counted any more once it is here: what is kept of it then may be kept for long.
pub const SMALL: usize = 16 * 1024;

/// What there is, and who has how much of it.
#[derive(Debug)]
pub struct Budget {
    all: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    bytes: usize,
    /// Of these, what the others cannot have.
    counted: usize,
    by_client: HashMap<Option<Who>, Part>,
}

/// What one client has. No more of it is counted than was its part of what the others left.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    bytes: usize,
    counted: usize,
}

impl Budget {
    /// `largest`: bytes that one body may have.
    pub fn new(largest: usize) -> Self {
        Self { all: ALL.max(largest.saturating_mul(BODIES)), taken: Mutex::default() }
    }

    /// For answers.
    pub fn of_answers() -> Self {
        Self::new(0)
    }

    /// Whether there was room for it.
    pub fn take(&self, client: Option<Who>, bytes: usize) -> bool {
        let mut taken = self.taken();
        let (part, share) = self.part(&taken, client);
        let wanted = part.bytes + bytes;
        let has_room = wanted <= share;
        if has_room {
            taken.set(client, Part { bytes: wanted, counted: wanted });
        }
        has_room
    }

    /// What is there already is counted even where there is no room for it. Whether that can go on: not where a client has
    /// much more than its part, unless it is all that it has, and not where all of them together have.
    pub fn add(&self, client: Option<Who>, bytes: usize) -> bool {
        let mut taken = self.taken();
        let (part, share) = self.part(&taken, client);
        let (now, may_have) = (part.bytes + bytes, share.max(part.counted));
        taken.set(client, Part { bytes: now, counted: now.min(may_have) });
        let is_alone = part.bytes <= WAITING;
        let is_small = bytes <= WAITING;
        (is_alone || now <= BEYOND * may_have) && (is_small || taken.bytes <= BEYOND * self.all)
    }

    pub fn give_back(&self, client: Option<Who>, bytes: usize) {
        let mut taken = self.taken();
        let part = taken.by_client.get(&client).copied().unwrap_or_default();
        let left = part.bytes - bytes;
        taken.set(client, Part { bytes: left, counted: left.min(part.counted) });
    }

    /// What a client has, and may have of what the others leave.
    fn part(&self, taken: &Taken, client: Option<Who>) -> (Part, usize) {
        let part = taken.by_client.get(&client).copied().unwrap_or_default();
        let left_by_others = self.all.saturating_sub(taken.counted - part.counted);
        (part, left_by_others / SHARE)
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().expect("nothing panics while holding it")
    }
}

impl Taken {
    fn set(&mut self, client: Option<Who>, part: Part) {
        let before = match part.bytes {
            0 => self.by_client.remove(&client),
            _ => self.by_client.insert(client, part),
        };
        let before = before.unwrap_or_default();
        self.bytes = self.bytes - before.bytes + part.bytes;
        self.counted = self.counted - before.counted + part.counted;
    }
}

/// A body that is waited for, or came: counted for as long as it is in memory.
#[derive(Debug)]
pub struct Kept {
    bytes: Vec<u8>,
    budget: Arc<Budget>,
    client: Option<Who>,
    taken: usize,
}

impl Kept {
    /// `None` when there is no room for it. `head`: bytes of the head, which waits with it.
    pub fn begin(budget: &Arc<Budget>, client: Option<Who>, head: usize) -> Option<Self> {
        let taken = WAITING + head;
        let has_room = budget.take(client, taken);
        has_room.then(|| Self { bytes: Vec::new(), budget: Arc::clone(budget), client, taken })
    }

    /// Whether there was room for what came. Counted is what is set aside: it doubles, so few frames ask.
    pub fn add(&mut self, data: &[u8]) -> bool {
        let before = self.bytes.capacity();
        self.bytes.reserve(data.len());
        let more = self.bytes.capacity() - before;
        if more > 0 && !self.budget.take(self.client, more) {
            return false;
        }
        self.taken += more;
        self.bytes.extend_from_slice(data);
        true
    }

    /// The whole of it.
    pub fn into_bytes(mut self) -> Bytes {
        if self.bytes.len() <= SMALL {
            return std::mem::take(&mut self.bytes).into();
        }
        Bytes::from_owner(self)
    }
}

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.budget.give_back(self.client, self.taken);
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

    fn taken(budget: &Budget) -> usize {
        budget.taken().bytes
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
    fn a_body_is_counted_until_its_last_reader_lets_go() {
        let budget = Arc::new(Budget::new(MIB));
        let mut kept = Kept::begin(&budget, Some(client(1)), 0).expect("there is room");
        assert!(kept.add(&vec![b'x'; MIB]));
        let bytes = kept.into_bytes();
        let slice = bytes.slice(7..9);
        drop(bytes);
        assert_eq!(taken(&budget), MIB + WAITING);
        drop(slice);
        assert_eq!(taken(&budget), 0);
        let mut small = Kept::begin(&budget, None, 100).expect("there is room");
        assert!(small.add(b"{}") && taken(&budget) > WAITING + 100, "while it is waited for");
        let small = small.into_bytes();
        assert_eq!((&small[..], taken(&budget)), (&b"{}"[..], 0));
    }

    #[test]
    fn what_is_there_already_takes_no_more_from_the_others_than_its_part() {
        let budget = Budget::of_answers();
        assert!(budget.add(Some(client(1)), 300 * MIB), "it is all that it has");
        assert!(!budget.take(Some(client(1)), 1), "it has more than its part");
        assert!(budget.take(None, 48 * MIB), "as if it had its part");
        assert!(budget.take(Some(client(2)), 36 * MIB) && !budget.take(Some(client(2)), 1));
        assert!(
            budget.add(Some(client(2)), 36 * MIB) && !budget.add(Some(client(2)), 1),
            "up to twice as much"
        );
        assert!(!budget.take(Some(client(3)), 27 * MIB + 1) && budget.take(Some(client(3)), 27 * MIB));
        assert!(!budget.add(Some(client(4)), 200 * MIB), "all together have too much");
        assert!(budget.add(Some(client(5)), WAITING), "as little as that is not what takes it");
        budget.give_back(Some(client(1)), 299 * MIB);
        assert!(budget.take(Some(client(1)), 1), "it has less than its part again");
        let left: Vec<_> = budget.taken().by_client.iter().map(|(who, part)| (*who, part.bytes)).collect();
        for (who, bytes) in left {
            budget.give_back(who, bytes);
        }
        let taken = budget.taken();
        assert!((taken.bytes, taken.counted) == (0, 0) && taken.by_client.is_empty(), "{taken:?}");
    }

    #[test]
    fn what_is_refused_takes_nothing() {
        let budget = Arc::new(Budget::new(MIB));
        assert!(budget.take(Some(client(1)), 63 * MIB));
        let mut kept = Kept::begin(&budget, Some(client(1)), 0).expect("there is room");
        assert!(!kept.add(&vec![b'x'; MIB]));
        drop(kept);
        assert_eq!(taken(&budget), 63 * MIB);
        assert!(
            Budget::new(64 * MIB).take(Some(client(1)), 2 * 64 * MIB),
            "large ones have room where they are allowed"
        );
    }
}
