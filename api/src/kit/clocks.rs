//! What the clocks of a place show, and when they change.

use jiff::{SignedDuration, Timestamp};

use super::time::ZONES;

/// Years of which every clock is known, a year before and after included.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=9990;

/// Whether a zone is Greenwich's own, by whatever name of the IANA database.
pub fn is_utc(zone: &str) -> bool {
    matches!(zone, "UTC" | "Etc/UTC" | "Etc/GMT" | "Etc/Zulu" | "Etc/Universal" | "Etc/UCT" | "Etc/Greenwich")
}

/// Whether the clock of a zone tells this instant so that everybody who reads it means the same: it is the first of two at which
/// that clock shows this time, and in a year that clocks are known for.
pub fn tells(zone: &str, at: i64) -> bool {
    let told = || {
        let (zone, at) = (ZONES.get(zone).ok()?, Timestamp::from_millisecond(at).ok()?);
        let clock = zone.to_datetime(at);
        let first = zone.to_ambiguous_timestamp(clock).earlier().ok()?;
        Some(first == at && YEARS.contains(&clock.year()))
    };
    told().unwrap_or(false)
}

/// What the clocks of a zone show from some instant on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock {
    /// The wall clock as it was until then: `2021-03-28T02:00:00`.
    pub begins: String,
    /// Seconds east of Greenwich until then, and from then on.
    pub before: i32,
    pub after: i32,
    pub is_daylight: bool,
    /// `CEST`, or where a place has no letters for it `+03`.
    pub name: String,
}

/// The clocks of a zone from one instant to another, the first of them since before. `None` if there is no such zone.
pub fn clocks(zone: &str, first: i64, last: i64) -> Option<Vec<Clock>> {
    let zone = ZONES.get(zone).ok()?;
    let (first, last) = (Timestamp::from_millisecond(first).ok()?, Timestamp::from_millisecond(last).ok()?);
    let since = zone.preceding(first).next().map_or(first, |change| change.timestamp());
    let later = zone.following(first).map(|change| change.timestamp()).take_while(|at| *at <= last);
    let clock = |at: Timestamp| {
        let now = zone.to_offset_info(at);
        let before =
            at.checked_sub(SignedDuration::from_secs(1)).map_or(now.offset(), |ago| zone.to_offset(ago));
        let begins = before.to_datetime(at);
        Clock {
            begins: format!("{begins:.0}"),
            before: before.seconds(),
            after: now.offset().seconds(),
            is_daylight: now.dst().is_dst(),
            name: now.abbreviation().to_owned(),
        }
    };
    Some(std::iter::once(since).chain(later).map(clock).collect())
}
