//! The wall clock of a zone, read the other way round: which instant a time on it is.

use jiff::Span;
use jiff::civil::DateTime;
use jiff::tz::AmbiguousOffset;

use super::time::{self, ZONES, civil, has_shape, unix_ms};

/// When the clock of a zone shows a time, in Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wall {
    Once(i64),
    /// Twice, as clocks are put back over it: first and last.
    Twice(i64, i64),
    /// Never, as clocks are put forward over it; what they show in its place.
    Skipped(String),
    /// No instant that can be told: there is no such zone, or it lies outside of the years 0001 to 9999.
    Beyond,
}

/// A time without a zone in its one form: `2021-06-20T23:59:59`. Seconds may be left out of what is read, as HTML leaves
/// them out; `None` for what is no time of a day that exists.
pub fn usual(text: &str) -> Option<String> {
    let text = text.to_ascii_uppercase();
    let text = if has_shape(&text, "dddd-dd-ddTdd:dd") { format!("{text}:00") } else { text };
    let is_time =
        has_shape(&text, "dddd-dd-ddTdd:dd:dd") && !text.starts_with("0000") && !text.ends_with(":60");
    (is_time && text.parse::<DateTime>().is_ok()).then_some(text)
}

/// The year of an instant by the clock of UTC.
pub fn year(ms: i64) -> i32 {
    time::rfc3339(ms)[..4].parse().expect("an instant begins with its year")
}

/// The instant so many months before, by the calendar of UTC.
pub fn months_before(ms: i64, months: i32) -> i64 {
    let before = civil(ms).and_then(|at| at.checked_sub(Span::new().months(months.clamp(0, 1_200))).ok());
    before.map_or(i64::MIN, unix_ms)
}

/// The day of an instant by the clock of UTC: `2021-04-30`.
pub fn day(ms: i64) -> String {
    time::rfc3339(ms)[..10].to_owned()
}

/// The instants at which the clock of `zone` shows `local`, a time in its usual form.
pub fn instants(local: &str, zone: &str) -> Wall {
    found(local, zone).unwrap_or(Wall::Beyond)
}

fn found(local: &str, zone: &str) -> Option<Wall> {
    let moment = ZONES.get(zone).ok()?.to_ambiguous_timestamp(local.parse().ok()?);
    let earlier = moment.earlier().ok()?.as_millisecond();
    let later = moment.later().ok()?.as_millisecond();
    if time::parse_rfc3339(&time::rfc3339(later)) != Some(later) {
        return None;
    }
    Some(match moment.offset() {
        AmbiguousOffset::Unambiguous { .. } => Wall::Once(later),
        AmbiguousOffset::Fold { .. } => Wall::Twice(earlier, later),
        AmbiguousOffset::Gap { .. } => Wall::Skipped(time::local(later, zone)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(wall: &Wall) -> Vec<String> {
        match wall {
            Wall::Once(at) => vec![time::rfc3339(*at)],
            Wall::Twice(first, last) => vec![time::rfc3339(*first), time::rfc3339(*last)],
            Wall::Skipped(instead) => vec![format!("skipped: {instead}")],
            Wall::Beyond => Vec::new(),
        }
    }

    #[test]
    fn a_time_has_one_form() {
        for (text, usual_form) in [
            ("2021-06-20T23:59:59", Some("2021-06-20T23:59:59")),
            ("2021-06-20t23:59", Some("2021-06-20T23:59:00")),
            ("2021-06-20 23:59:59", None),
            ("2021-06-20T23:59:59Z", None),
            ("2021-06-20T23:59:59.5", None),
            ("2021-06-20T23:59:60", None),
            ("2021-06-20T24:00:00", None),
            ("2021-06-31T23:59:59", None),
            ("0000-06-20T23:59:59", None),
            ("+02021-06-20T23:59", None),
            ("", None),
        ] {
            assert_eq!(usual(text).as_deref(), usual_form, "{text}");
        }
    }

    #[test]
    fn a_clock_shows_a_time_once_twice_or_never() {
        for (local, zone, expected) in [
            ("2021-06-20T23:59:59", "Asia/Shanghai", vec!["2021-06-20T15:59:59.000Z"]),
            ("2021-06-20T23:59:59", "Etc/GMT+12", vec!["2021-06-21T11:59:59.000Z"]),
            (
                "2021-10-31T02:30:00",
                "Europe/Berlin",
                vec!["2021-10-31T00:30:00.000Z", "2021-10-31T01:30:00.000Z"],
            ),
            ("2021-03-28T02:30:00", "Europe/Berlin", vec!["skipped: 2021-03-28T03:30:00"]),
            // A whole day that never was.
            ("2011-12-30T12:00:00", "Pacific/Apia", vec!["skipped: 2011-12-31T12:00:00"]),
            ("0001-01-01T00:00:00", "UTC", vec!["0001-01-01T00:00:00.000Z"]),
            ("0001-01-01T00:00:00", "Etc/GMT-14", vec![]),
            ("9999-12-31T23:59:59", "UTC", vec![]),
            ("2021-06-20T23:59:59", "Mars/Olympus", vec![]),
        ] {
            assert_eq!(told(&instants(local, zone)), expected, "{local} {zone}");
        }
    }
}
