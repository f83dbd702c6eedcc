//! The clocks of a calendar: what each zone showed, and will, around its dates (RFC 5545, 3.6.5).

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Date, bare};
use crate::kit::clocks::{self, Clock, is_utc};

/// Days around the dates within which a clock is described: what others put beside them is near.
const AROUND: i64 = 366 * 24 * 3600 * 1000;

/// Every zone that a date names, once.
pub fn all(dates: &[Date]) -> String {
    let mut spans: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for date in dates.iter().filter(|date| !is_utc(&date.zone)) {
        let (first, last) = (date.starts, date.ends.unwrap_or(date.starts));
        let span = spans.entry(&date.zone).or_insert((first, last));
        *span = (span.0.min(first), span.1.max(last));
    }
    spans.into_iter().map(|(zone, (first, last))| described(zone, first - AROUND, last + AROUND)).collect()
}

fn described(zone: &str, first: i64, last: i64) -> String {
    let Some(clocks) = clocks::clocks(zone, first, last) else { return String::new() };
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n");
    for clock in &clocks {
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
