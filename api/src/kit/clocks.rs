//! What the clocks of a place show, and when they change.

use jiff::{SignedDuration, Timestamp};

use super::time::ZONES;

/// Whether a zone is Greenwich's own, by whatever name of the IANA database.
pub fn is_utc(zone: &str) -> bool {
    matches!(zone, "UTC" | "Etc/UTC" | "Etc/GMT" | "Etc/Zulu" | "Etc/Universal" | "Etc/UCT" | "Etc/Greenwich")
}

/// What the clocks of a zone show from some instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    let clock = |at: Timestamp, is_first: bool| {
        let now = zone.to_offset_info(at);
        let before =
            at.checked_sub(SignedDuration::from_secs(1)).map_or(now.offset(), |ago| zone.to_offset(ago));
        let before = if is_first { now.offset() } else { before };
        let begins = before.to_datetime(at);
        Clock {
            begins: format!("{begins:.0}"),
            before: before.seconds(),
            after: now.offset().seconds(),
            is_daylight: now.dst().is_dst(),
            name: now.abbreviation().to_owned(),
        }
    };
    Some(std::iter::once(clock(since, true)).chain(later.map(|at| clock(at, false))).collect())
}
