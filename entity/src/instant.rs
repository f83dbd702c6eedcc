//! A point in time.

use sea_orm::DeriveValueType;

/// Unix milliseconds, a BIGINT in both databases; the clock makes them, `kit::time` prints them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
pub struct Instant(pub i64);

impl Instant {
    /// After everything: the end of what never ends.
    pub const MAX: Self = Self(i64::MAX);
    /// Before everything.
    pub const MIN: Self = Self(i64::MIN);
}
