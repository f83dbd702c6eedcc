//! Until when submissions are taken: as it is told, as an instant, and who is still in time.

use entity::instant::Instant;

use super::check::no_time_zone;
use super::mistake::Code;
use crate::kit::time::{self, rfc3339};
use crate::kit::wall::{self, Wall};

/// The last place on earth where a day ends; editors may write it `AoE`, "anywhere on earth".
pub const ANYWHERE_ON_EARTH: &str = "Etc/GMT+12";
/// The longest period of grace, in seconds: two days.
pub const GRACE_SECONDS: i32 = 48 * 3600;

/// Whether a submission is taken, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// Not yet.
    NotOpen,
    /// Yes: it is open.
    Open,
    /// Yes, though the deadline has passed and everybody is told that it is closed: what was sent in time by a slow line or
    /// a slow clock still counts.
    Grace,
    /// No longer.
    Closed,
}

impl Acceptance {
    pub fn takes(self) -> bool {
        matches!(self, Self::Open | Self::Grace)
    }
}

/// The one rule: open from `opens_at` on until just before `closes_at`, taken for `grace` seconds more. The instant of the
/// deadline itself is too late, and so is that of the end of grace.
pub fn accepts(now: Instant, opens_at: Option<Instant>, closes_at: Instant, grace: i32) -> Acceptance {
    let grace = i64::from(grace.max(0)) * 1000;
    if opens_at.is_some_and(|opens| now < opens) {
        Acceptance::NotOpen
    } else if now < closes_at {
        Acceptance::Open
    } else if now.0 < closes_at.0.saturating_add(grace) {
        Acceptance::Grace
    } else {
        Acceptance::Closed
    }
}

/// Until the deadline, a part of a second counted as a whole one; `None` once it has passed.
pub fn seconds_remaining(now: Instant, closes_at: Instant) -> Option<i32> {
    let left = closes_at.0.saturating_sub(now.0);
    (left > 0).then(|| i32::try_from(left.saturating_add(999) / 1000).unwrap_or(i32::MAX))
}

/// A deadline: what was promised, and the instant that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub at: Instant,
    /// By the clock of `time_zone`: `2021-06-20T23:59:59`.
    pub local: String,
    pub time_zone: String,
}

/// What somebody says of a deadline: the instant, or the time by the clock of a zone.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub at: Option<Instant>,
    pub local: Option<String>,
    pub time_zone: Option<String>,
}

/// Why a deadline cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub part: Part,
    pub code: Code,
    pub message: String,
}

/// The part of it that is to be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    At,
    Local,
    TimeZone,
}

impl Deadline {
    /// The instant, by the clock of a zone.
    pub fn of(at: Instant, time_zone: String) -> Self {
        let local = time::local(at.0, &time_zone).unwrap_or_default();
        Self { at, local, time_zone }
    }
}

impl Told {
    /// Is there a time in it?
    pub fn is_told(&self) -> bool {
        self.at.is_some() || self.local.is_some()
    }

    /// What is meant. Of what is known already a zone alone changes how the same instant is told. A time that comes twice,
    /// as clocks are put back over it, means the later instant, so that nobody is shut out early.
    pub fn resolve(self, known: Option<&Deadline>) -> Result<Deadline, Wrong> {
        let zone = self.time_zone.map(|zone| if zone == "AoE" { ANYWHERE_ON_EARTH.to_owned() } else { zone });
        let zone = zone.or_else(|| known.map(|known| known.time_zone.clone()));
        let zone = zone.unwrap_or_else(|| "UTC".to_owned());
        if !time::is_time_zone(&zone) {
            return Err(wrong(Part::TimeZone, no_time_zone(&zone)));
        }
        match (self.at, self.local, known) {
            (None, None, Some(known)) if known.time_zone == zone => Ok(known.clone()),
            (None, None, Some(known)) => Ok(Deadline::of(known.at, zone)),
            (None, None, None) => {
                let message = "is required: give it, or closesAtLocal with timeZone".to_owned();
                Err(Wrong { part: Part::At, code: Code::Required, message })
            }
            (Some(at), None, _) => Ok(Deadline::of(whole(at)?, zone)),
            (None, Some(local), _) => read(&local, zone),
            (Some(at), Some(local), _) => agreed(whole(at)?, &local, zone),
        }
    }
}

fn whole(at: Instant) -> Result<Instant, Wrong> {
    if at.0.rem_euclid(1000) == 0 {
        return Ok(at);
    }
    let down = rfc3339(at.0 - at.0.rem_euclid(1000));
    Err(wrong(Part::At, format!("must be a whole second: give {down} or the one after it")))
}

fn usual(local: &str) -> Result<String, Wrong> {
    let message = || format!("\"{local}\" is no time such as 2021-06-20T23:59:59, without a zone");
    wall::usual(local).ok_or_else(|| wrong(Part::Local, message()))
}

/// The instant at which the clock of the zone shows this.
fn read(local: &str, time_zone: String) -> Result<Deadline, Wrong> {
    let local = usual(local)?;
    match wall::instants(&local, &time_zone) {
        Wall::Once(at) | Wall::Twice(_, at) => Ok(Deadline { at: Instant(at), local, time_zone }),
        Wall::Skipped(instead) => {
            let message = format!(
                "is skipped by the clocks of {time_zone}, which are put forward over it: give {instead}, or another time \
                 that they show"
            );
            Err(wrong(Part::Local, message))
        }
        Wall::Beyond => Err(wrong(
            Part::Local,
            "lies outside of the years 0001 to 9999 by UTC: give another time".to_owned(),
        )),
    }
}

/// Both, if they mean the same; of a time that comes twice the instant says which.
fn agreed(at: Instant, local: &str, zone: String) -> Result<Deadline, Wrong> {
    let local = usual(local)?;
    let deadline = Deadline::of(at, zone);
    if deadline.local == local {
        return Ok(deadline);
    }
    let (shown, zone) = (deadline.local, deadline.time_zone);
    Err(wrong(
        Part::At,
        format!("is {shown} by the clock of {zone}, not {local}: give one of the two, or both the same"),
    ))
}

fn wrong(part: Part, message: String) -> Wrong {
    Wrong { part, code: Code::Invalid, message }
}

#[cfg(test)]
mod tests;
