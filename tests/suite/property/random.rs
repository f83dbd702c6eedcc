//! Chance that repeats itself, and instants as text.

/// `SplitMix64`: the same numbers for the same seed.
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 up to, not including, `end`.
    pub fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next() >> 33).unwrap() % end
    }

    pub fn index(&mut self, end: usize) -> usize {
        usize::try_from(self.below(i64::try_from(end).unwrap())).unwrap()
    }

    pub fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.index(from.len())].clone()
    }

    /// None up to `most` of them, each once, in any order.
    pub fn some<T: Clone>(&mut self, from: &[T], most: usize) -> Vec<T> {
        let mut rest = from.to_vec();
        let count = self.index(most + 1).min(rest.len());
        (0..count).map(|_| rest.remove(self.index(rest.len()))).collect()
    }

    /// A `TypeID`; as text it sorts as its UUID does.
    pub fn id(&mut self, prefix: &str) -> String {
        let alphabet = b"0123456789abcdefghjkmnpqrstvwxyz";
        let digits: String =
            (0..26).map(|digit| char::from(alphabet[self.index(if digit == 0 { 8 } else { 32 })])).collect();
        format!("{prefix}_{digits}")
    }
}

/// RFC 3339 in UTC.
pub fn instant(at: i64) -> String {
    let (days, time) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000));
    // Days from civil, turned round (Hinnant).
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    let year = yoe + era * 400 + i64::from(month <= 2);
    let (seconds, millis) = (time / 1000, time % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}
