//! How often somebody may try: guesses cost more and more time.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use entity::instant::Instant;
use moka::ops::compute::Op;
use moka::sync::Cache;

/// Accounts and addresses remembered at once; the least used are forgotten.
const REMEMBERED: u64 = 100_000;
/// What has been quiet for so long is forgotten.
const QUIET: Duration = Duration::from_hours(1);
/// The longest wait, in milliseconds.
const LONGEST: i64 = 15 * 60 * 1000;

/// Whose attempts are counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// By e-mail address, whether it is known or not.
    Account(String),
    /// Of IPv6 the network of 64 bits that one customer has.
    Address(IpAddr),
}

#[derive(Clone, Copy, Debug, Default)]
struct Tried {
    /// Without success since the last one.
    count: u32,
    last: Instant,
}

/// Counts on one node: behind several, each counts for itself.
#[derive(Clone, Debug)]
pub struct Attempts(Option<Cache<Who, Tried>>);

impl Attempts {
    pub fn counted() -> Self {
        Self(Some(Cache::builder().max_capacity(REMEMBERED).time_to_idle(QUIET).build()))
    }

    /// Nobody is ever made to wait.
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// Counts one more attempt before it is made, or tells how many milliseconds to wait until it may be.
    pub fn begin(&self, who: &Who, now: Instant) -> Result<(), i64> {
        let Some(tried) = &self.0 else { return Ok(()) };
        let mut wait = 0;
        tried.entry_by_ref(who).and_compute_with(|entry| {
            let before = entry.map(moka::Entry::into_value).unwrap_or_default();
            wait = before.last.0.saturating_add(pause(who, before.count)).saturating_sub(now.0);
            if wait > 0 && before.count > 0 {
                return Op::Nop;
            }
            wait = 0;
            Op::Put(Tried { count: before.count.saturating_add(1), last: now })
        });
        if wait > 0 { Err(wait) } else { Ok(()) }
    }

    /// Forgets what was tried for an account: it was the right one. Of an address only this attempt is forgotten:
    /// whoever may sign in to one account shall not guess at others for that.
    pub fn succeeded(&self, who: &Who) {
        let Some(tried) = &self.0 else { return };
        if matches!(who, Who::Account(_)) {
            tried.invalidate(who);
            return;
        }
        tried.entry_by_ref(who).and_compute_with(|entry| match entry.map(moka::Entry::into_value) {
            Some(before) => Op::Put(Tried { count: before.count.saturating_sub(1), ..before }),
            None => Op::Nop,
        });
    }
}

impl Who {
    pub fn address(address: IpAddr) -> Self {
        Self::Address(match address {
            IpAddr::V6(address) => {
                let net = u128::from(address) >> 64 << 64;
                IpAddr::V6(Ipv6Addr::from(net))
            }
            other @ IpAddr::V4(_) => other,
        })
    }

    /// Attempts that cost no wait: a person mistypes, and an office shares an address.
    fn free(&self) -> u32 {
        match self {
            Self::Account(_) => 5,
            Self::Address(_) => 30,
        }
    }
}

/// Milliseconds between the last attempt and the next: one second after the free ones, and twice as long each time.
fn pause(who: &Who, count: u32) -> i64 {
    match count.checked_sub(who.free()) {
        None => 0,
        Some(doubled) => {
            1_i64.checked_shl(doubled.min(20)).unwrap_or(LONGEST).saturating_mul(1000).min(LONGEST)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant(1_780_315_200_000 + seconds * 1000)
    }

    #[test]
    fn guesses_cost_more_and_more_time() {
        let (attempts, ana) = (Attempts::counted(), Who::Account("ana".into()));
        for _ in 0..5 {
            assert_eq!(attempts.begin(&ana, at(0)), Ok(()));
        }
        assert_eq!(attempts.begin(&ana, at(0)), Err(1000));
        assert_eq!(attempts.begin(&ana, at(1)), Ok(()));
        assert_eq!(attempts.begin(&ana, at(2)), Err(1000), "two seconds this time");
        assert_eq!(attempts.begin(&ana, at(3)), Ok(()));
        let mut now = 3;
        for _ in 0..30 {
            now += attempts.begin(&ana, at(now)).unwrap_err() / 1000;
            assert_eq!(attempts.begin(&ana, at(now)), Ok(()));
        }
        assert_eq!(attempts.begin(&ana, at(now)), Err(LONGEST));
        assert_eq!(attempts.begin(&Who::Account("bo".into()), at(now)), Ok(()), "another one");
        attempts.succeeded(&ana);
        assert_eq!(attempts.begin(&ana, at(now)), Ok(()));
        let office = Who::address("192.0.2.1".parse().unwrap());
        for _ in 0..100 {
            assert_eq!(attempts.begin(&office, at(0)), Ok(()));
            attempts.succeeded(&office);
        }
        let unlimited = Attempts::unlimited();
        assert!((0..100).all(|_| unlimited.begin(&ana, at(0)).is_ok()));
    }

    #[test]
    fn many_at_once_are_counted_before_they_are_made() {
        let (attempts, ana) = (Attempts::counted(), Who::Account("ana".into()));
        let let_through: usize = std::thread::scope(|scope| {
            let run = || (0..100).filter(|_| attempts.begin(&ana, at(0)).is_ok()).count();
            let all: Vec<_> = (0..8).map(|_| scope.spawn(run)).collect();
            all.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(let_through, 5);
    }

    #[test]
    fn an_address_is_a_customers_network() {
        let of = |text: &str| Who::address(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
