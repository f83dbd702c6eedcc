//! The deadline of a call, and how it is told.

use super::Input;
use crate::domain::check::Check;
use crate::domain::deadline::{Deadline, Part, Told};
use crate::service::save::UNSTAMPED;

impl Input {
    pub fn deadline(&self) -> Deadline {
        let (at, local) = (self.closes_at, self.closes_at_local.clone());
        let time_zone = self.time_zone.clone();
        if local.is_empty() { Deadline::of(at, time_zone) } else { Deadline { at, local, time_zone } }
    }

    pub fn set_deadline(&mut self, deadline: Deadline) {
        let Deadline { at, local, time_zone } = deadline;
        (self.closes_at, self.closes_at_local, self.time_zone) = (at, local, time_zone);
    }

    /// Lays what is told over the deadline there is. What cannot be meant is noted, and leaves it as it was: then the answer
    /// is no.
    pub fn tell_deadline(&mut self, told: Told, check: &mut Check) -> bool {
        let known = (self.closes_at != UNSTAMPED).then(|| self.deadline());
        match told.resolve(known.as_ref()) {
            Ok(deadline) => self.set_deadline(deadline),
            Err(wrong) => {
                check.wrong(field(wrong.part), wrong.code, wrong.message);
                return false;
            }
        }
        true
    }
}

fn field(part: Part) -> &'static str {
    match part {
        Part::At => "closesAt",
        Part::Local => "closesAtLocal",
        Part::TimeZone => "timeZone",
    }
}
