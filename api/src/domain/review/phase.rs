//! When submissions are judged, and by which rules.
//!
//! A call without phases is judged at any time, openly. One with phases is judged while one of them is open; before,
//! between and after them nothing is saved, and whatever the strictest of them hides stays hidden.

use entity::instant::Instant;
use serde::{Deserialize, Serialize};

use crate::domain::check::{Check, Need};
use crate::domain::mistake::Code;
use crate::domain::stored;

/// Phases of one call.
pub const PHASES: usize = 20;

/// A time of judging.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Phase {
    pub name: String,
    /// From this instant on.
    #[serde(with = "stored::instant")]
    pub opens_at: Instant,
    /// No longer from this instant on.
    #[serde(with = "stored::instant")]
    pub closes_at: Instant,
    pub allows: Vec<Allowed>,
    pub others_reviews: OthersReviews,
    /// Whether reviewers are not told whose a submission is.
    pub is_blind: bool,
}

/// What reviewers do in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Allowed {
    Score,
    Comment,
}

/// When reviewers read what others wrote; the later, the stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OthersReviews {
    Always,
    AfterOwn,
    Never,
}

/// What holds at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    pub may_score: bool,
    pub may_comment: bool,
    pub others_reviews: OthersReviews,
    pub is_blind: bool,
}

impl Rules {
    pub fn at(phases: &[Phase], now: Instant) -> Self {
        if phases.is_empty() {
            let others_reviews = OthersReviews::Always;
            return Self { may_score: true, may_comment: true, others_reviews, is_blind: false };
        }
        let open = phases.iter().find(|phase| (phase.opens_at..phase.closes_at).contains(&now));
        let may = |allowed| open.is_some_and(|phase| phase.allows.contains(&allowed));
        let strictest = phases.iter().map(|phase| phase.others_reviews).max();
        let is_any_blind = phases.iter().any(|phase| phase.is_blind);
        Self {
            may_score: may(Allowed::Score),
            may_comment: may(Allowed::Comment),
            others_reviews: open
                .map(|phase| phase.others_reviews)
                .or(strictest)
                .unwrap_or(OthersReviews::Never),
            is_blind: open.map_or(is_any_blind, |phase| phase.is_blind),
        }
    }

    /// Whether anything may be saved.
    pub fn are_open(&self) -> bool {
        self.may_score || self.may_comment
    }
}

/// Notes everything that is wrong with the phases of a call: they are told in order, and one at a time is open.
pub fn check(phases: &[Phase], check: &mut Check) {
    if phases.len() > PHASES {
        let message = format!("has {} entries; at most {PHASES}", phases.len());
        check.wrong("phases", Code::TooMany, message);
        return;
    }
    let mut before: Option<Instant> = None;
    check.each("phases", phases, |check, phase| {
        check.title("name", &phase.name, Need::Required);
        check.after("closesAt", Some(phase.closes_at), ("opensAt", Some(phase.opens_at)));
        if before.is_some_and(|closed| phase.opens_at < closed) {
            let message = "must not be earlier than closesAt of the phase before it: one is open at a time";
            check.wrong("opensAt", Code::InvalidState, message);
        }
        if phase.allows.is_empty() {
            let message = "is required: say whether reviewers SCORE, COMMENT, or both";
            check.wrong("allows", Code::Required, message);
        }
        check.distinct("allows", &phase.allows, 2);
        before = Some(phase.closes_at);
    });
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn phase(from: i64, to: i64, others_reviews: OthersReviews) -> Phase {
        let (opens_at, closes_at) = (Instant(from), Instant(to));
        let allows = vec![Allowed::Score, Allowed::Comment];
        Phase { name: "First".to_owned(), opens_at, closes_at, allows, others_reviews, is_blind: false }
    }

    #[test]
    fn while_no_phase_is_open_nothing_is_saved_and_the_strictest_of_them_holds() {
        let blind = Phase { is_blind: true, ..phase(10, 20, OthersReviews::AfterOwn) };
        let talk = Phase { allows: vec![Allowed::Comment], ..phase(30, 40, OthersReviews::Always) };
        let phases = [blind, talk];
        let at = |now| {
            let rules = Rules::at(&phases, Instant(now));
            (rules.may_score, rules.may_comment, rules.others_reviews, rules.is_blind)
        };
        let closed = (false, false, OthersReviews::AfterOwn, true);
        for (now, expected) in [
            (9, closed),
            (10, (true, true, OthersReviews::AfterOwn, true)),
            (19, (true, true, OthersReviews::AfterOwn, true)),
            (20, closed),
            (30, (false, true, OthersReviews::Always, false)),
            (40, closed),
        ] {
            assert_eq!(at(now), expected, "{now}");
        }
        let usual = Rules::at(&[], Instant(0));
        assert!(usual.are_open() && usual.may_score && !usual.is_blind);
        assert_eq!(usual.others_reviews, OthersReviews::Always);
    }

    #[test]
    fn every_mistake_in_phases_is_told_at_its_place() {
        let said = |phases: &[Phase]| {
            let mut found = Check::new(0);
            check(phases, &mut found);
            found.into_mistakes().iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let good = [phase(10, 20, OthersReviews::Never), phase(20, 30, OthersReviews::Always)];
        assert_eq!(said(&good), Vec::<String>::new());
        let nameless = Phase { name: " ".to_owned(), allows: vec![], ..phase(19, 19, OthersReviews::Never) };
        let twice = Phase { allows: vec![Allowed::Score; 2], ..phase(19, 40, OthersReviews::Never) };
        assert_eq!(
            said(&[good[0].clone(), nameless, twice]),
            [
                "phases.1.name: is required: say it in a few words",
                "phases.1.closesAt: must be later than opensAt",
                "phases.1.opensAt: must not be earlier than closesAt of the phase before it: one is open at a time",
                "phases.1.allows: is required: say whether reviewers SCORE, COMMENT, or both",
                "phases.2.allows.1: is in the list twice: keep one",
            ]
        );
        assert_eq!(said(&vec![good[0].clone(); 21]), ["phases: has 21 entries; at most 20"]);
    }
}
