//! How much memory the bodies of all requests may take at once, and those of all answers, and how much of it those of one
//! client.

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
/// Bytes that a request which waits takes beside its head and body.
const WAITING: usize = 16 * 1024;
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
    by_client: HashMap<Option<Who>, usize>,
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

    fn take(&self, client: Option<Who>, bytes: usize) -> bool {
        let mut taken = self.taken();
        let before = taken.by_client.get(&client).copied().unwrap_or_default();
        let left_by_others = self.all.saturating_sub(taken.bytes - before);
        let has_room = before + bytes <= left_by_others / SHARE;
        if has_room {
            taken.bytes += bytes;
            taken.by_client.insert(client, before + bytes);
        }
        has_room
    }

    /// What is there already is counted even where there is no room for it.
    fn add(&self, client: Option<Who>, bytes: usize) {
        let mut taken = self.taken();
        taken.bytes += bytes;
        *taken.by_client.entry(client).or_default() += bytes;
    }

    fn give_back(&self, client: Option<Who>, bytes: usize) {
        let mut taken = self.taken();
        taken.bytes -= bytes;
        if let Some(of_client) = taken.by_client.get_mut(&client) {
            *of_client -= bytes;
            if *of_client == 0 {
                taken.by_client.remove(&client);
            }
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().expect("nothing panics while holding it")
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

/// An answer that is asked for, and then waits for its client to take it: counted for as long.
#[derive(Debug)]
pub struct Held {
    budget: Arc<Budget>,
    client: Option<Who>,
    bytes: usize,
}

impl Held {
    /// `None` when there is no room for it. Its size is not known yet.
    pub fn begin(budget: &Arc<Budget>, client: Option<Who>) -> Option<Self> {
        let bytes = WAITING;
        let has_room = budget.take(client, bytes);
        has_room.then(|| Self { budget: Arc::clone(budget), client, bytes })
    }

    /// It is known now. Most are no larger than what was set aside, and take no further lock.
    pub fn is(&mut self, bytes: usize) {
        let more = bytes.saturating_sub(self.bytes);
        if more > 0 {
            self.budget.add(self.client, more);
            self.bytes += more;
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.budget.give_back(self.client, self.bytes);
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
    fn an_answer_is_counted_as_it_is_until_it_is_taken() {
        let budget = Arc::new(Budget::of_answers());
        let held = Held::begin(&budget, Some(client(1))).expect("there is room");
        let mut large = Held::begin(&budget, Some(client(1))).expect("there is room");
        large.is(300 * MIB);
        assert_eq!(taken(&budget), 300 * MIB + WAITING, "it was made already");
        assert!(Held::begin(&budget, Some(client(1))).is_none() && Held::begin(&budget, None).is_none());
        drop(large);
        assert!(Held::begin(&budget, Some(client(1))).is_some());
        drop(held);
        assert!(taken(&budget) == 0 && budget.taken().by_client.is_empty());
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
