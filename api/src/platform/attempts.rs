//! How often somebody may try: failures cost more and more time, good tries nothing.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use entity::id::UserId;
use entity::instant::Instant;
use moka::ops::compute::Op;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

/// Accounts and addresses remembered at once; the longest unused are forgotten.
const REMEMBERED: u64 = 100_000;
/// What has been quiet for so long is forgotten.
const QUIET: Duration = Duration::from_hours(1);
/// The longest wait of most, in milliseconds.
const QUARTER: i64 = 15 * 60 * 1000;
const SECOND: i64 = 1000;
/// One failure is forgiven for every so many milliseconds without another.
const FORGIVEN: i64 = 5 * 60 * 1000;

/// Whose attempts are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// An e-mail address, whether it is known or not, wherever it is tried from.
    Account(Name),
    /// Of IPv6 the network of 64 bits that one customer has.
    Address(IpAddr),
    /// An account as it is tried from one address: it waits, and the account of the person elsewhere does not.
    Pair(IpAddr, Name),
    /// Codes of somebody whose password was right.
    SecondFactor(UserId),
    /// Mails asked for to an e-mail address; each counts as a failure.
    Mailed(Name),
    /// Mails asked for from an address; each counts as a failure.
    Mailing(IpAddr),
    /// Submissions begun from an address, and how many are free; each counts as a failure.
    Sending(IpAddr, u32),
}

/// An e-mail address as it is counted: always as long, and not to be read.
pub type Name = [u8; 16];

/// How much somebody may try.
struct Rule {
    /// Failures that cost no wait: a person mistypes, and an office shares an address.
    free: u32,
    /// Attempts under way at once; `None`: as many as may fail for free, and one where none may.
    at_once: Option<u32>,
    /// The longest wait, in milliseconds.
    longest: i64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tried {
    failures: u32,
    /// When the last failure was.
    last: Instant,
    under_way: u32,
}

/// Counts on one node: behind several, each counts for itself.
#[derive(Clone, Debug)]
pub struct Attempts(Option<Cache<Who, Tried>>);

/// An attempt under way, which failed unless it is told otherwise: who hangs up has guessed, too.
#[must_use = "dropped, it has failed"]
pub struct Attempt<'a> {
    attempts: &'a Attempts,
    who: Vec<Who>,
    now: Instant,
}

impl Attempts {
    pub fn counted() -> Self {
        let cache = Cache::builder().max_capacity(REMEMBERED).eviction_policy(EvictionPolicy::lru());
        Self(Some(cache.time_to_idle(QUIET).build()))
    }

    /// Nobody is ever made to wait.
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// One more attempt by all of these, or how many milliseconds to wait until it may be made: then it counts for none
    /// of them.
    pub fn begin(&self, all: impl IntoIterator<Item = Who>, now: Instant) -> Result<Attempt<'_>, i64> {
        let mut attempt = Attempt { attempts: self, who: Vec::new(), now };
        for who in all {
            if let Err(wait) = self.enter(who, now) {
                attempt.withdraw();
                return Err(wait);
            }
            attempt.who.push(who);
        }
        Ok(attempt)
    }

    /// Somebody has shown who they are in another way: their failures are forgotten.
    pub fn forgive(&self, who: Who) {
        self.change(who, |tried| Some(Tried { failures: 0, ..tried }));
    }

    fn enter(&self, who: Who, now: Instant) -> Result<(), i64> {
        let mut wait = 0;
        self.change(who, |tried| {
            wait = tried.wait(&who.rule(), now);
            (wait == 0).then(|| Tried { under_way: tried.under_way.saturating_add(1), ..tried })
        });
        if wait > 0 { Err(wait) } else { Ok(()) }
    }

    fn leave(&self, who: Who, settle: impl Fn(Tried) -> Tried) {
        self.change(who, |tried| {
            Some(settle(Tried { under_way: tried.under_way.saturating_sub(1), ..tried }))
        });
    }

    fn change(&self, who: Who, change: impl FnOnce(Tried) -> Option<Tried>) {
        let Some(all) = &self.0 else { return };
        all.entry(who).and_compute_with(|entry| {
            match change(entry.map(moka::Entry::into_value).unwrap_or_default()) {
                Some(tried) if tried.failures == 0 && tried.under_way == 0 => Op::Remove,
                Some(tried) => Op::Put(tried),
                None => Op::Nop,
            }
        });
    }
}

impl Attempt<'_> {
    /// It was the right one: of accounts all failures are forgotten. Not of an address: whoever may sign in to one
    /// account shall not guess at others for that.
    pub fn succeeded(mut self) {
        for who in std::mem::take(&mut self.who) {
            let is_address = matches!(who, Who::Address(_));
            self.attempts.leave(who, |tried| if is_address { tried } else { Tried { failures: 0, ..tried } });
        }
    }

    /// It was neither right nor wrong.
    pub fn withdraw(&mut self) {
        for who in std::mem::take(&mut self.who) {
            self.attempts.leave(who, |tried| tried);
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        for who in std::mem::take(&mut self.who) {
            let now = self.now;
            self.attempts.leave(who, |tried| Tried {
                failures: tried.left(now).saturating_add(1),
                last: now.max(tried.last),
                ..tried
            });
        }
    }
}

impl Tried {
    /// Failures that are not forgiven yet.
    fn left(&self, now: Instant) -> u32 {
        let forgiven = now.0.saturating_sub(self.last.0).max(0) / FORGIVEN;
        self.failures.saturating_sub(u32::try_from(forgiven).unwrap_or(u32::MAX))
    }

    /// Milliseconds until the next attempt; of those under way each may fail.
    fn wait(&self, rule: &Rule, now: Instant) -> i64 {
        let pause = rule.pause(self.failures);
        let wait = self.last.0.saturating_add(pause).saturating_sub(now.0);
        if pause > 0 && wait > 0 {
            return wait;
        }
        let may_fail = rule.free.saturating_sub(self.left(now));
        let at_once = if may_fail == 0 { 1 } else { rule.at_once.unwrap_or(may_fail) };
        if self.under_way < at_once { 0 } else { SECOND }
    }
}

impl Rule {
    /// Milliseconds between the last failure and the next attempt: one second after the free ones, and twice as long
    /// each time.
    fn pause(&self, failures: u32) -> i64 {
        match failures.checked_sub(self.free) {
            None => 0,
            Some(doubled) => (SECOND << doubled.min(20)).min(self.longest),
        }
    }
}

impl Who {
    /// In lower case, as accounts are looked for.
    pub fn account(email: &str) -> Self {
        Self::Account(name(email))
    }

    pub fn address(address: IpAddr) -> Self {
        Self::Address(network(address))
    }

    pub fn pair(address: IpAddr, email: &str) -> Self {
        Self::Pair(network(address), name(email))
    }

    pub fn mailed(email: &str) -> Self {
        Self::Mailed(name(email))
    }

    pub fn mailing(address: IpAddr) -> Self {
        Self::Mailing(network(address))
    }

    pub fn sending(address: IpAddr, free: u32) -> Self {
        Self::Sending(network(address), free)
    }

    /// Of an account as a whole the wait is short: strangers who guess from many addresses shall slow the person down,
    /// not keep them out.
    fn rule(self) -> Rule {
        let (free, at_once, longest) = match self {
            Self::Pair(..) | Self::SecondFactor(_) => (5, None, QUARTER),
            Self::Account(_) => (30, None, QUARTER / 15),
            Self::Address(_) => (30, Some(100), QUARTER),
            Self::Mailed(_) => (3, None, QUARTER),
            Self::Mailing(_) => (10, None, QUARTER),
            Self::Sending(_, free) => (free, Some(free.max(1)), QUARTER),
        };
        Rule { free, at_once, longest }
    }
}

fn name(email: &str) -> Name {
    let hash: [u8; 32] = Sha256::digest(email).into();
    *hash.first_chunk().expect("SHA-256 has 32 bytes")
}

fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) >> 64 << 64)),
        other @ IpAddr::V4(_) => other,
    }
}

#[cfg(test)]
mod tests;
