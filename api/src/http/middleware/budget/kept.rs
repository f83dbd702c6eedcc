//! A body for as long as it is in memory.

use std::sync::Arc;

use axum::body::Bytes;

use super::{Budget, SMALL, WAITING};
use crate::platform::attempts::Who;

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
        budget.taken().counted
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
