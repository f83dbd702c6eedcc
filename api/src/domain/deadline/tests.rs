//! The rule of the deadline to the second, and every way to tell one.

use super::*;

fn at(text: &str) -> Instant {
    Instant(time::parse_rfc3339(text).unwrap())
}

fn told(instant: &str, local: &str, zone: &str) -> Told {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Told { at: some(instant).map(|text| at(&text)), local: some(local), time_zone: some(zone) }
}

fn means(told: Told) -> (String, String, String) {
    let Deadline { at, local, time_zone } = told.resolve(None).unwrap();
    (rfc3339(at.0), local, time_zone)
}

#[track_caller]
fn refuses(told: Told, part: Part, words: &str) {
    let wrong = told.resolve(None).unwrap_err();
    assert!(wrong.part == part && wrong.message.contains(words), "{wrong:?}");
}

#[test]
fn the_deadline_itself_is_too_late_to_the_millisecond() {
    let (opens, closes) = (Instant(1_000), Instant(10_000));
    for (now, grace, expected) in [
        (999, 0, Acceptance::NotOpen),
        (1_000, 0, Acceptance::Open),
        (9_999, 0, Acceptance::Open),
        (10_000, 0, Acceptance::Closed),
        (10_000, 5, Acceptance::Grace),
        (14_999, 5, Acceptance::Grace),
        (15_000, 5, Acceptance::Closed),
        (10_000, -5, Acceptance::Closed),
        (i64::MIN, 5, Acceptance::NotOpen),
        (i64::MAX, i32::MAX, Acceptance::Closed),
    ] {
        assert_eq!(accepts(Instant(now), Some(opens), closes, grace), expected, "{now} {grace}");
    }
    assert_eq!(accepts(Instant(i64::MIN), None, Instant::MAX, i32::MAX), Acceptance::Open);
    assert_eq!(accepts(Instant::MAX, None, Instant::MAX, i32::MAX), Acceptance::Closed);
    let taken = [Acceptance::NotOpen, Acceptance::Open, Acceptance::Grace, Acceptance::Closed];
    assert_eq!(taken.map(Acceptance::takes), [false, true, true, false]);
}

#[test]
fn what_remains_is_counted_in_seconds_begun() {
    for (now, closes, left) in [
        (0, 1, Some(1)),
        (0, 1_000, Some(1)),
        (0, 1_001, Some(2)),
        (1_000, 1_000, None),
        (1_001, 1_000, None),
        (i64::MIN, i64::MAX, Some(i32::MAX)),
    ] {
        assert_eq!(seconds_remaining(Instant(now), Instant(closes)), left, "{now} {closes}");
    }
}

#[test]
fn a_deadline_is_told_by_instant_or_by_clock() {
    let shanghai = ("2021-06-20T15:59:59.000Z", "2021-06-20T23:59:59", "Asia/Shanghai");
    for (instant, local, zone, expected) in [
        ("2021-06-20T15:59:59Z", "", "Asia/Shanghai", shanghai),
        ("", "2021-06-20T23:59:59", "Asia/Shanghai", shanghai),
        ("2021-06-20T15:59:59Z", "2021-06-20T23:59:59", "Asia/Shanghai", shanghai),
        ("", "2021-06-20T23:59", "", ("2021-06-20T23:59:00.000Z", "2021-06-20T23:59:00", "UTC")),
        ("", "2021-06-20T23:59:59", "AoE", ("2021-06-21T11:59:59.000Z", "2021-06-20T23:59:59", "Etc/GMT+12")),
        (
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59",
            "UTC",
            ("9999-12-31T23:59:59.000Z", "9999-12-31T23:59:59", "UTC"),
        ),
    ] {
        let (instant_means, local_means, zone_means) = means(told(instant, local, zone));
        assert_eq!(
            (instant_means.as_str(), local_means.as_str(), zone_means.as_str()),
            expected,
            "{local} {zone}"
        );
    }
}

#[test]
fn a_time_that_comes_twice_is_the_later_one_unless_the_instant_says_which() {
    let local = "2021-10-31T02:30:00";
    assert_eq!(means(told("", local, "Europe/Berlin")).0, "2021-10-31T01:30:00.000Z");
    for instant in ["2021-10-31T00:30:00.000Z", "2021-10-31T01:30:00.000Z"] {
        assert_eq!(
            means(told(instant, local, "Europe/Berlin")),
            (instant.into(), local.into(), "Europe/Berlin".into())
        );
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_to_give() {
    refuses(told("", "", "UTC"), Part::At, "is required: give it, or closesAtLocal");
    refuses(told("", "2021-06-20T23:59:59", "EST"), Part::TimeZone, "not an IANA time zone");
    refuses(told("", "20 June 2021", "UTC"), Part::Local, "no time such as");
    refuses(told("", "2021-06-20T23:59:59Z", "UTC"), Part::Local, "without a zone");
    refuses(told("", "2021-03-28T02:30:00", "Europe/Berlin"), Part::Local, "give 2021-03-28T03:30:00");
    refuses(told("", "9999-12-31T23:59:59", "AoE"), Part::Local, "give another time");
    refuses(told("2021-06-20T23:59:59.999Z", "", ""), Part::At, "give 2021-06-20T23:59:59.000Z");
    refuses(
        told("2021-06-20T23:59:59Z", "2021-06-20T23:59:59", "Asia/Shanghai"),
        Part::At,
        "is 2021-06-21T07:59:59 by the clock of Asia/Shanghai, not 2021-06-20T23:59:59",
    );
}

#[test]
fn a_zone_alone_tells_the_same_instant_by_another_clock() {
    let known = told("2021-06-20T15:59:59Z", "", "Asia/Shanghai").resolve(None).unwrap();
    let moved = told("", "", "America/Santiago").resolve(Some(&known)).unwrap();
    assert_eq!((moved.at, moved.local.as_str()), (known.at, "2021-06-20T11:59:59"));
    let local = told("", "2021-06-21T00:00:00", "").resolve(Some(&known)).unwrap();
    assert_eq!(rfc3339(local.at.0), "2021-06-20T16:00:00.000Z", "by the clock that is known");
    assert_eq!(Told::default().resolve(Some(&known)).unwrap(), known);
}
