//! Chance that is the same every time.

/// Numbers that look like chance and are the same every time (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The same seed gives the same numbers.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// Less than `end`, each as likely.
    pub fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % u64::from(end)).unwrap_or_default()
    }

    /// The same as a place in a list.
    pub fn index(&mut self, end: usize) -> usize {
        self.below(u32::try_from(end).unwrap_or(u32::MAX)) as usize
    }

    /// So many different ones of `end`, in any order.
    pub fn some_of(&mut self, end: usize, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..end).collect();
        for at in 0..count.min(end) {
            let other = at + self.index(end - at);
            all.swap(at, other);
        }
        all.truncate(count);
        all
    }

    /// Less than `end`, and the smaller the likelier: half of all are below its square root.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 0 and `end`"
    )]
    pub fn popular(&mut self, end: u32) -> u32 {
        let part = f64::from(self.below(1 << 24)) / f64::from(1 << 24);
        (f64::from(end).powf(part) - 1.0).floor() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_ones_are_popular() {
        let mut chance = Chance::of(3);
        let all: Vec<u32> = (0..10_000).map(|_| chance.popular(100)).collect();
        let first = all.iter().filter(|one| **one < 9).count();
        assert!((4_700..5_300).contains(&first), "{first}");
        assert!(all.iter().all(|one| *one < 100) && all.iter().any(|one| *one > 90));
    }
}
