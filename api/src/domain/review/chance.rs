//! Chance that repeats itself, for tests.

use entity::id::{SubmissionId, UserId};
use uuid::Uuid;

/// `SplitMix64`: the same numbers for the same seed.
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 up to, not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % end
    }

    pub fn shuffled<T: Clone>(&mut self, of: &[T]) -> Vec<T> {
        let mut rest = of.to_vec();
        (0..rest.len()).map(|_| rest.remove(self.below(rest.len()))).collect()
    }
}

pub fn submission(number: usize) -> SubmissionId {
    SubmissionId(Uuid::from_u128(number as u128 + 1))
}

pub fn user(number: usize) -> UserId {
    UserId(Uuid::from_u128(number as u128 + 1))
}
