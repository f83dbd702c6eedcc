//! iCalendar (RFC 5545, with the properties of RFC 7986). The library escapes and folds; time zones are ours, since it would
//! stamp them like events.

mod zone;

use icalendar::{Calendar, Component, Event, Property};

use crate::kit::time::{local, rfc3339};

pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// A calendar to subscribe to; one language throughout.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    pub title: String,
    pub description: String,
    /// Where this calendar is.
    pub address: String,
    pub dates: Vec<Date>,
}

/// Something with a time.
#[derive(Clone, Debug, Default)]
pub struct Date {
    /// Globally unique, and the same for good.
    pub id: String,
    /// Goes up with every change.
    pub version: i64,
    pub title: String,
    /// Plain text; empty where there is none.
    pub description: String,
    /// Where people read of it.
    pub address: String,
    /// Where it takes place; empty where that is not said.
    pub place: String,
    pub categories: Vec<String>,
    /// Unix milliseconds.
    pub starts: i64,
    /// Unix milliseconds, exclusive; `None` is the same instant: a deadline.
    pub ends: Option<i64>,
    /// IANA.
    pub zone: String,
    /// Unix milliseconds.
    pub created: i64,
    /// Unix milliseconds.
    pub changed: i64,
    pub is_cancelled: bool,
    /// Whether it takes up the time of whoever subscribes.
    pub is_busy: bool,
}

/// Renders a calendar.
pub fn render(schedule: &Schedule) -> String {
    let mut calendar = Calendar::empty();
    let mut say = |name: &str, value: &str| {
        calendar.append_property(Property::new(name, clean(value)));
    };
    say("VERSION", "2.0");
    say("PRODID", "-//Cities//Cities//EN");
    say("CALSCALE", "GREGORIAN");
    // What the library does not know it does not escape, unless its name begins with X.
    say("NAME", &escaped(&schedule.title));
    say("X-WR-CALNAME", &schedule.title);
    if !schedule.description.is_empty() {
        say("DESCRIPTION", &schedule.description);
    }
    say("X-PUBLISHED-TTL", "PT1H");
    let mut typed = |name: &str, kind: &str, value: &str| {
        calendar.append_property(Property::new(name, clean(value)).add_parameter("VALUE", kind).done());
    };
    typed("SOURCE", "URI", &schedule.address);
    typed("REFRESH-INTERVAL", "DURATION", "PT1H");
    for date in &schedule.dates {
        calendar.push(event(date));
    }
    let text = calendar.to_string();
    let zones = zone::all(&schedule.dates);
    let at = text.find("BEGIN:VEVENT").or_else(|| text.find("END:VCALENDAR")).unwrap_or(text.len());
    format!("{}{zones}{}", &text[..at], &text[at..])
}

fn event(date: &Date) -> Event {
    let mut event = Event::new();
    let mut say = |property: Property| {
        event.append_property(property);
    };
    say(Property::new("UID", &date.id));
    say(Property::new("DTSTAMP", utc(date.changed)));
    say(Property::new("LAST-MODIFIED", utc(date.changed)));
    say(Property::new("CREATED", utc(date.created)));
    say(Property::new("SEQUENCE", date.version.to_string()));
    // Both by one clock, or the end could seem to come first.
    let zone = zone::of(date);
    say(when("DTSTART", date.starts, zone));
    if let Some(ends) = date.ends.filter(|ends| *ends > date.starts) {
        say(when("DTEND", ends, zone));
    }
    say(Property::new("SUMMARY", clean(&date.title)));
    for (name, text) in
        [("DESCRIPTION", &date.description), ("LOCATION", &date.place), ("URL", &date.address)]
    {
        if !text.is_empty() {
            say(Property::new(name, clean(text)));
        }
    }
    say(Property::new("STATUS", if date.is_cancelled { "CANCELLED" } else { "CONFIRMED" }));
    say(Property::new("TRANSP", if date.is_busy && !date.is_cancelled { "OPAQUE" } else { "TRANSPARENT" }));
    for category in &date.categories {
        event.append_multi_property(Property::new("CATEGORIES", escaped(category)));
    }
    event
}

/// By the clock of a zone, or without one by that of Greenwich.
fn when(name: &str, at: i64, zone: Option<&str>) -> Property {
    match zone.and_then(|zone| Some((zone, local(at, zone)?))) {
        Some((zone, clock)) => Property::new(name, bare(&clock)).add_parameter("TZID", zone).done(),
        None => Property::new(name, utc(at)),
    }
}

/// `20210430T000000Z`.
fn utc(at: i64) -> String {
    bare(&rfc3339(at)[..19]) + "Z"
}

/// `20210430T000000` of `2021-04-30T00:00:00`.
fn bare(clock: &str) -> String {
    clock.chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// Line ends as the library escapes them, and no other control characters.
fn clean(text: &str) -> String {
    super::clean(&text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Of a property that the library does not know, or takes for a list.
fn escaped(text: &str) -> String {
    clean(text).replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;").replace('\n', "\\n")
}

#[cfg(test)]
mod tests;
