//! How often somebody may try: failures cost more and more time, good tries nothing.

mod who;

use std::net::IpAddr;
use std::time::Duration;

use entity::instant::Instant;
use moka::ops::compute::Op;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

use who::Name;
pub use who::Who;

/// Accounts and addresses remembered at once; the longest unused are forgotten.
const REMEMBERED: u64 = 100_000;
/// What has been quiet for so long is forgotten.
const QUIET: Duration = Duration::from_hours(1);
/// Addresses of one account that are known; the longest unused are forgotten.
const HOMES: usize = 16;
/// For how long an address is known to be somebody's.
const AT_HOME: Duration = Duration::from_hours(30 * 24);
/// The longest wait of most, in milliseconds.
const QUARTER: i64 = 15 * 60 * 1000;
const SECOND: i64 = 1000;
/// One failure is forgiven for every so many milliseconds without another.
const FORGIVEN: i64 = 5 * 60 * 1000;

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
pub struct Attempts {
    /// `None`: nothing is counted.
    tried: Option<Cache<Who, Tried>>,
    /// Accounts and the addresses from which somebody has shown lately whose they are: from there they do not wait for those
    /// who guess elsewhere.
    at_home: Cache<Name, Vec<(IpAddr, Instant)>>,
}

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
        Self { tried: Some(cache.time_to_idle(QUIET).build()), at_home: at_home() }
    }

    /// Nobody is ever made to wait.
    pub fn unlimited() -> Self {
        Self { tried: None, at_home: at_home() }
    }

    /// One more attempt by all of these, or how many milliseconds to wait until it may be made: then it counts for none
    /// of them.
    pub fn begin(&self, all: impl IntoIterator<Item = Who>, now: Instant) -> Result<Attempt<'_>, i64> {
        let mut attempt = Attempt { attempts: self, who: Vec::new(), now };
        let mut is_at_home = false;
        for who in all {
            is_at_home |= self.is_at_home(who, now);
            if is_at_home && matches!(who, Who::Account(_)) {
                continue;
            }
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

    /// Whoever knew the password of this account may have been another: at home is from here on only who has shown in another
    /// way whose it is, if it is known where they are.
    pub fn move_home(&self, account: Who, to: Option<Who>, now: Instant) {
        if let Who::Account(name) = account {
            self.at_home.invalidate(&name);
        }
        if let Some(pair) = to {
            self.settle(pair, now);
        }
    }

    fn is_at_home(&self, who: Who, now: Instant) -> bool {
        let Who::Pair(from, name) = who else { return false };
        let since = self.at_home.get(&name).unwrap_or_default().into_iter().find(|(home, _)| *home == from);
        since.is_some_and(|(_, since)| Duration::from_millis(since.0.abs_diff(now.0)) < AT_HOME)
    }

    fn settle(&self, who: Who, now: Instant) {
        let Who::Pair(from, name) = who else { return };
        self.at_home.entry(name).and_upsert_with(|homes| {
            let mut homes = homes.map(moka::Entry::into_value).unwrap_or_default();
            homes.retain(|(home, _)| *home != from);
            homes.insert(0, (from, now));
            homes.truncate(HOMES);
            homes
        });
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
        let Some(all) = &self.tried else { return };
        all.entry(who).and_compute_with(|entry| {
            match change(entry.map(moka::Entry::into_value).unwrap_or_default()) {
                Some(tried) if tried.failures == 0 && tried.under_way == 0 => Op::Remove,
                Some(tried) => Op::Put(tried),
                None => Op::Nop,
            }
        });
    }
}

fn at_home() -> Cache<Name, Vec<(IpAddr, Instant)>> {
    let cache = Cache::builder().max_capacity(REMEMBERED).eviction_policy(EvictionPolicy::lru());
    cache.time_to_live(AT_HOME).build()
}

impl Attempt<'_> {
    /// It was the right one: of accounts that it counts for all failures are forgotten. Not of an address: whoever may
    /// sign in to one account shall not guess at others for that.
    pub fn succeeded(mut self) {
        for who in std::mem::take(&mut self.who) {
            self.attempts.settle(who, self.now);
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

#[cfg(test)]
mod tests;
