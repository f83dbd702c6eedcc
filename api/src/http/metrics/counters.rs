//! What is counted of requests and of kept answers.

use std::time::Duration;

use axum::http::StatusCode;

use crate::platform::count::{Count, Durations};

/// The doors that are told apart, by how their addresses begin; all others are one.
pub const DOORS: [(&str, &[&str]); 7] = [
    ("graphql", &["/graphql"]),
    ("v1", &["/v1"]),
    ("feeds", &["/feeds/"]),
    ("embed", &["/embed", "/oembed"]),
    ("sitemap", &["/sitemap"]),
    ("assets", &["/assets/"]),
    ("other", &[""]),
];
/// Of HTTP: 100 to 599.
const STATUSES: usize = 500;

/// What became of a request that may have an answer kept, as `Cache-Status` says it (RFC 9211).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was given what was kept.
    Hit,
    /// It was read for it.
    Miss,
    /// Read, and kept for others.
    Stored,
    /// It waited for another one that asked the same.
    Collapsed,
    /// It is of one caller alone.
    Bypass,
}

impl Outcome {
    pub const ALL: [Self; 5] = [Self::Hit, Self::Miss, Self::Stored, Self::Collapsed, Self::Bypass];

    pub fn name(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Stored => "stored",
            Self::Collapsed => "collapsed",
            Self::Bypass => "bypass",
        }
    }

    /// As the header says it.
    pub fn status(self) -> &'static str {
        match self {
            Self::Hit => "cities; hit",
            Self::Miss => "cities; fwd=miss",
            Self::Stored => "cities; fwd=miss; stored",
            Self::Collapsed => "cities; fwd=miss; collapsed",
            Self::Bypass => "cities; fwd=bypass",
        }
    }
}

/// What one door answered.
#[derive(Debug)]
pub struct Requests {
    statuses: [Count; STATUSES],
    /// Until the head of the answer was there.
    pub durations: Durations,
}

impl Default for Requests {
    fn default() -> Self {
        Self { statuses: std::array::from_fn(|_| Count::default()), durations: Durations::default() }
    }
}

#[derive(Debug, Default)]
pub struct Counters {
    requests: [Requests; DOORS.len()],
    outcomes: [Count; Outcome::ALL.len()],
    /// What was kept and no longer true when it was asked for.
    pub stale: Count,
    /// What had to go, or was not let in, for want of room.
    pub evicted: Count,
}

impl Counters {
    /// A request was answered.
    pub fn answered(&self, door: usize, status: StatusCode, took: Duration) {
        let requests = &self.requests[door];
        if let Some(count) =
            usize::from(status.as_u16()).checked_sub(100).and_then(|place| requests.statuses.get(place))
        {
            count.add(1);
        }
        requests.durations.add(took);
    }

    pub fn came_to(&self, outcome: Outcome) {
        self.outcomes[outcome as usize].add(1);
    }

    pub fn outcomes(&self) -> impl Iterator<Item = (&'static str, u64)> {
        Outcome::ALL.into_iter().map(|outcome| (outcome.name(), self.outcomes[outcome as usize].get()))
    }

    /// Each door with what it answered.
    pub fn doors(&self) -> impl Iterator<Item = (&'static str, &Requests)> {
        DOORS.iter().map(|(name, _)| *name).zip(&self.requests)
    }
}

impl Requests {
    /// Each status that was answered, and how often.
    pub fn statuses(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = self.statuses.iter().enumerate().map(|(place, count)| (place + 100, count.get()));
        counts.filter(|(_, count)| *count > 0)
    }
}

/// The place of the door that an address leads to.
pub fn door(path: &str) -> usize {
    let leads = |starts: &[&str]| starts.iter().any(|start| path.starts_with(start));
    DOORS.iter().position(|(_, starts)| leads(starts)).unwrap_or(DOORS.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_asked_for_belongs_to_one_of_few_doors() {
        for (path, name) in [
            ("/graphql", "graphql"),
            ("/v1/news/x", "v1"),
            ("/oembed", "embed"),
            ("/embed.js", "embed"),
            ("/sitemap.xml", "sitemap"),
            ("/assets/x", "assets"),
            ("/metrics", "other"),
            ("*", "other"),
            ("", "other"),
        ] {
            assert_eq!(DOORS[door(path)].0, name, "{path}");
        }
    }

    #[test]
    fn what_is_counted_is_told_by_its_name() {
        let counters = Counters::default();
        for outcome in Outcome::ALL {
            counters.came_to(outcome);
        }
        assert!(counters.outcomes().all(|(_, count)| count == 1));
        counters.answered(0, StatusCode::NOT_FOUND, Duration::ZERO);
        counters.answered(0, StatusCode::from_u16(999).unwrap(), Duration::ZERO);
        let (name, requests) = counters.doors().next().unwrap();
        assert_eq!((name, requests.statuses().collect::<Vec<_>>()), ("graphql", vec![(404, 1)]));
    }
}
