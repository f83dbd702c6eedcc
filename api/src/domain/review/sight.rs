//! What somebody may see of a submission that they may see at all: the one place that says so.

use entity::id::UserId;
use entity::instant::Instant;

use super::phase::{OthersReviews, Phase, Rules};

/// As whom somebody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Whoever sent it in.
    Sender,
    /// Who judges, by the rules of the phase.
    Reviewer(UserId),
    /// Who looks after the review, and sees all of it.
    Overseer,
}

/// What they see of one submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    pub viewer: Viewer,
    /// Whether they are not told whose it is, and read the redacted text instead of the original.
    pub is_blind: bool,
    others_reviews: OthersReviews,
}

impl Sight {
    /// Of a submission to a call with these phases. One who oversees or sent it in is bound by none of them.
    pub fn at(viewer: Viewer, phases: &[Phase], now: Instant) -> Self {
        let rules = Rules::at(phases, now);
        match viewer {
            Viewer::Sender => Self::of_sender(),
            Viewer::Overseer => Self::of_overseer(),
            Viewer::Reviewer(_) => {
                Self { viewer, is_blind: rules.is_blind, others_reviews: rules.others_reviews }
            }
        }
    }

    pub fn of_sender() -> Self {
        Self { viewer: Viewer::Sender, is_blind: false, others_reviews: OthersReviews::Never }
    }

    pub fn of_overseer() -> Self {
        Self { viewer: Viewer::Overseer, is_blind: false, others_reviews: OthersReviews::Always }
    }

    /// The reviewer who looks, if it is one.
    pub fn reviewer(&self) -> Option<UserId> {
        match self.viewer {
            Viewer::Reviewer(user) => Some(user),
            Viewer::Sender | Viewer::Overseer => None,
        }
    }

    /// Whether they read what this reviewer wrote and gave; `has_own`: they reviewed it themselves. What is made of scores,
    /// means and ranks, is made of what they may read.
    pub fn shows_review(&self, of: UserId, has_own: bool) -> bool {
        match self.viewer {
            Viewer::Sender => false,
            Viewer::Overseer => true,
            Viewer::Reviewer(own) if own == of => true,
            Viewer::Reviewer(_) => match self.others_reviews {
                OthersReviews::Always => true,
                OthersReviews::AfterOwn => has_own,
                OthersReviews::Never => false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::chance::user;
    use super::super::phase::tests::phase;
    use super::*;

    #[test]
    fn what_is_seen_depends_on_who_looks_and_on_the_phase() {
        use OthersReviews::{AfterOwn, Always, Never};
        let (own, other) = (user(1), user(2));
        // Blind; another's review before one's own; after it; one's own.
        for (viewer, others, expected) in [
            (Viewer::Sender, Always, [false, false, false, false]),
            (Viewer::Overseer, Never, [false, true, true, true]),
            (Viewer::Reviewer(own), Always, [true, true, true, true]),
            (Viewer::Reviewer(own), AfterOwn, [true, false, true, true]),
            (Viewer::Reviewer(own), Never, [true, false, false, true]),
        ] {
            let phases = [Phase { is_blind: true, ..phase(0, 10, others) }];
            let sight = Sight::at(viewer, &phases, Instant(5));
            let shown = [(other, false), (other, true), (own, true)];
            let shown = shown.map(|(of, has_own)| sight.shows_review(of, has_own));
            let found = [[sight.is_blind].as_slice(), &shown].concat();
            assert_eq!(found, expected, "{viewer:?} {others:?}");
        }
    }
}
