//! The review of submissions: who judges what, what they may see meanwhile, and what their scores amount to.

pub mod assign;
pub mod conflict;
pub mod phase;
pub mod ranking;
pub mod score;
pub mod sight;
pub mod statistics;
pub mod without;

#[cfg(test)]
mod chance;

use entity::submission::State;

/// Whether anybody may judge it: it was submitted, and nothing is decided.
pub fn is_judged(state: State) -> bool {
    matches!(state, State::Submitted | State::UnderReview | State::Shortlisted)
}

/// Whether it has a place in the ranking of its call.
pub fn is_ranked(state: State) -> bool {
    is_judged(state) || is_released(state)
}

/// Whether its sender reads what reviewers wrote to them: once the decision was released.
pub fn is_released(state: State) -> bool {
    matches!(state, State::Accepted | State::Rejected)
}
