//! The clocks of a calendar: what each zone showed, and will, around its dates (RFC 5545, 3.6.5).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Date, bare};
use crate::kit::clocks::{self, Clock, is_utc};

/// Around each date, its clock is described for this long: what others put beside it is near.
const AROUND: i64 = 366 * 24 * 3600 * 1000;

/// The zone that a date is told by. `None` is Greenwich's: where that is its own, where a clock shows the same time twice and
/// this is the second (RFC 5545, 3.3.5, takes the first), and in years that no clock is described for.
pub fn of(date: &Date) -> Option<&str> {
    let told = |at: i64| clocks::tells(&date.zone, at);
    let is_told = !is_utc(&date.zone) && told(date.starts) && date.ends.is_none_or(told);
    is_told.then_some(date.zone.as_str())
}

/// Every zone that a date is told by, once.
pub fn all(dates: &[Date]) -> String {
    let mut zones: BTreeMap<&str, BTreeSet<Clock>> = BTreeMap::new();
    for date in dates {
        let Some(zone) = of(date) else { continue };
        let known = zones.entry(zone).or_default();
        for at in std::iter::once(date.starts).chain(date.ends) {
            known.extend(clocks::clocks(zone, at - AROUND, at + AROUND).into_iter().flatten());
        }
    }
    zones.into_iter().map(|(zone, clocks)| described(zone, &clocks)).collect()
}

fn described(zone: &str, clocks: &BTreeSet<Clock>) -> String {
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n");
    for clock in clocks {
        observance(&mut text, clock);
    }
    text + "END:VTIMEZONE\r\n"
}

fn observance(text: &mut String, clock: &Clock) {
    let kind = if clock.is_daylight { "DAYLIGHT" } else { "STANDARD" };
    let from = bare(&clock.begins);
    let (before, after) = (offset(clock.before), offset(clock.after));
    write!(
        text,
        "BEGIN:{kind}\r\nDTSTART:{from}\r\nTZOFFSETFROM:{before}\r\nTZOFFSETTO:{after}\r\nTZNAME:{}\r\nEND:{kind}\r\n",
        clock.name
    )
    .expect("memory takes all that is written");
}

/// `+0530`, with seconds where there are some.
fn offset(seconds: i32) -> String {
    let (sign, seconds) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let rest = if rest == 0 { String::new() } else { format!("{rest:02}") };
    format!("{sign}{hours:02}{minutes:02}{rest}")
}
