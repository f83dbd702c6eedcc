//! Instants as people write them: RFC 3339 in both directions, and the wall clock of a zone.
//!
//! Zones come from the bundled IANA database, never from the machine, so every node answers alike.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZoneDatabase;
use jiff::{SignedDuration, Timestamp};

pub(super) static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
/// `0001-01-01T00:00:00.000Z`.
const FIRST_MS: i64 = -62_135_596_800_000;
/// `9999-12-31T23:59:59.999Z`.
const LAST_MS: i64 = 253_402_300_799_999;

/// The areas of the IANA database; what lies outside is an alias of old (`US/Eastern`, `EST5EDT`, `Cuba`).
const AREAS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Etc",
    "Europe",
    "Indian",
    "Pacific",
];

/// Prints Unix milliseconds in the one form all doors use: `2021-04-30T00:00:00.000Z`.
/// Before the year 1 and after 9999 it prints the first and the last instant of that span.
pub fn rfc3339(ms: i64) -> String {
    let at = civil(ms.clamp(FIRST_MS, LAST_MS)).expect("clamped to years jiff knows");
    format!("{at:.3}Z")
}

/// Reads an RFC 3339 instant with its zone (`Z` or `+08:00`) as Unix milliseconds; finer digits are cut off.
/// `None` for anything else, a local time without a zone and years outside 0001 to 9999 included.
pub fn parse_rfc3339(text: &str) -> Option<i64> {
    let (clock, offset_minutes) = split_zone(text)?;
    let seconds = clock.get(..19).filter(|head| has_shape(head, "dddd-dd-ddTdd:dd:dd"))?;
    let fraction = &clock[19..];
    let digits = fraction.strip_prefix('.').unwrap_or(fraction);
    if digits.len() > 9
        || digits.is_empty() != fraction.is_empty()
        || !digits.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let at: DateTime = seconds.to_ascii_uppercase().parse().ok()?;
    let cut: i64 = format!("{digits:0<3}")[..3].parse().ok()?;
    let ms = unix_ms(at) + cut - offset_minutes * 60_000;
    (FIRST_MS..=LAST_MS).contains(&ms).then_some(ms)
}

/// Whether `name` is an IANA zone in its canonical spelling: `Area/Location`, `UTC`, or a clock of no place such as
/// `Etc/GMT+12`, whose sign is the wrong way round: it is 12 hours *behind* UTC. Abbreviations and old aliases (`EST5EDT`,
/// `US/Eastern`, `Japan`) are not: they are ambiguous.
pub fn is_time_zone(name: &str) -> bool {
    let placed = name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area));
    let wanted = placed || name == "UTC";
    wanted && ZONES.get(name).is_ok_and(|zone| zone.iana_name() == Some(name))
}

/// The wall clock of `zone` at that instant, `2021-06-20T23:59:59`; `None` if there is no such zone. In the first and
/// the last day that can be written zones count for nothing.
pub fn local(ms: i64, zone: &str) -> Option<String> {
    let zone = ZONES.get(zone).ok()?;
    let at = Timestamp::from_millisecond(ms).ok().map(|at| zone.to_datetime(at)).or_else(|| civil(ms))?;
    Some(format!("{at:.0}"))
}

pub(super) fn civil(ms: i64) -> Option<DateTime> {
    EPOCH.checked_add(SignedDuration::from_millis(ms)).ok()
}

pub(super) fn unix_ms(at: DateTime) -> i64 {
    let since = at.duration_since(EPOCH);
    since.as_secs() * 1000 + i64::from(since.subsec_millis())
}

/// The clock's part and the zone's minutes east of Greenwich.
fn split_zone(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let (clock, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let sign = match zone.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let zone = &zone[1..];
    if !has_shape(zone, "dd:dd") {
        return None;
    }
    let (hours, minutes): (i64, i64) = (zone[..2].parse().ok()?, zone[3..].parse().ok()?);
    (hours < 24 && minutes < 60).then_some((clock, sign * (hours * 60 + minutes)))
}

/// `d` stands for a digit, any other letter for itself in either case.
pub(super) fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(byte, wanted): (u8, u8)| match wanted {
        b'd' => byte.is_ascii_digit(),
        _ => byte.eq_ignore_ascii_case(&wanted),
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

/// Whether `text` is a day that exists, written `2021-04-30`.
pub fn is_date(text: &str) -> bool {
    has_shape(text, "dddd-dd-dd") && !text.starts_with("0000") && text.parse::<Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const APRIL: i64 = 1_619_740_800_000;

    #[test]
    fn prints_one_form_for_every_number() {
        for (ms, text) in [
            (APRIL, "2021-04-30T00:00:00.000Z"),
            (APRIL + 7, "2021-04-30T00:00:00.007Z"),
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (FIRST_MS, "0001-01-01T00:00:00.000Z"),
            (FIRST_MS - 1, "0001-01-01T00:00:00.000Z"),
            (LAST_MS, "9999-12-31T23:59:59.999Z"),
            (LAST_MS + 1, "9999-12-31T23:59:59.999Z"),
            (i64::MIN, "0001-01-01T00:00:00.000Z"),
            (i64::MAX, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(rfc3339(ms), text);
        }
    }

    #[test]
    fn reads_what_it_prints() {
        let mut ms = FIRST_MS;
        while ms < LAST_MS {
            assert_eq!(parse_rfc3339(&rfc3339(ms)), Some(ms));
            ms += 86_400_000 * 37 + 1_234_567;
        }
        assert_eq!(parse_rfc3339(&rfc3339(LAST_MS)), Some(LAST_MS));
    }

    #[test]
    fn reads_any_zone_and_cuts_finer_digits() {
        for text in [
            "2021-04-30T00:00:00Z",
            "2021-04-30t00:00:00z",
            "2021-04-30T08:00:00+08:00",
            "2021-04-29T20:00:00.0-04:00",
            "2021-04-30T00:00:00.000999999Z",
            "2021-04-30T00:00:00-00:00",
        ] {
            assert_eq!(parse_rfc3339(text), Some(APRIL), "{text}");
        }
        assert_eq!(parse_rfc3339("2021-04-30T00:00:00.5Z"), Some(APRIL + 500));
        assert_eq!(
            parse_rfc3339("2024-02-29T00:00:00Z").map(rfc3339).as_deref(),
            Some("2024-02-29T00:00:00.000Z")
        );
        assert_eq!(parse_rfc3339("1969-12-31T23:59:59.999Z"), Some(-1));
    }

    #[test]
    fn refuses_what_is_not_an_instant() {
        for text in [
            "",
            "Z",
            "2021-04-30",
            "2021-04-30T00:00:00",
            "2021-04-30T00:00Z",
            "2021-04-30 00:00:00Z",
            "2021-04-31T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2021-04-30T24:00:00Z",
            "2021-04-30T00:00:00.Z",
            "2021-04-30T00:00:00,5Z",
            "2021-04-30T00:00:00.1234567890Z",
            "2021-04-30T00:00:00+0800",
            "2021-04-30T00:00:00+24:00",
            "2021-04-30T00:00:00+08:60",
            "2021-04-30T00:00:00+08:00[Asia/Shanghai]",
            "0000-12-31T00:00:00Z",
            "0001-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "+002021-04-30T00:00:00Z",
            "2021-04-30T00:00:0\u{661}Z",
            "é021-04-30T00:00:00Z",
            "1619740800000",
        ] {
            assert_eq!(parse_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn knows_zones_by_their_canonical_name() {
        for name in ["Asia/Shanghai", "America/Argentina/Buenos_Aires", "Europe/Kyiv", "UTC", "Etc/UTC"] {
            assert!(is_time_zone(name), "{name}");
        }
        assert!(["Etc/GMT+12", "Etc/GMT-14", "Etc/GMT", "Etc/GMT+8"].into_iter().all(is_time_zone));
        for name in [
            "",
            "asia/shanghai",
            "Asia/Xiamen",
            "Asia/",
            "EST5EDT",
            "CST",
            "GMT",
            "US/Eastern",
            "Etc/GMT+13",
            "Etc/gmt+1",
            "AoE",
            "+08:00",
            "../etc/passwd",
        ] {
            assert!(!is_time_zone(name), "{name}");
        }
    }

    #[test]
    fn tells_the_wall_clock_of_a_zone() {
        let deadline = 1_624_204_799_900;
        assert_eq!(local(deadline, "Asia/Shanghai").as_deref(), Some("2021-06-20T23:59:59"));
        assert_eq!(local(deadline, "America/Santiago").as_deref(), Some("2021-06-20T11:59:59"));
        assert_eq!(local(deadline, "UTC").as_deref(), Some("2021-06-20T15:59:59"));
        assert_eq!(local(253_402_300_799_999, "Pacific/Apia").as_deref(), Some("9999-12-31T23:59:59"));
        assert_eq!(local(deadline, "Mars/Olympus"), None);
        assert_eq!(local(i64::MAX, "UTC"), None);
    }

    #[test]
    fn knows_days_that_exist() {
        assert!(is_date("2021-04-30") && is_date("2024-02-29"));
        for text in
            ["2021-4-30", "2021-02-29", "20210430", "2021-04-30T00:00:00Z", "0000-01-01", "+02021-04", ""]
        {
            assert!(!is_date(text), "{text}");
        }
    }
}
