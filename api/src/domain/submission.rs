//! The way of a submission, and what its sender says may be published of it.
//!
//! ```text
//! | from \ step  | save      | submit    | withdraw  | review       | shortlist   | accept   | reject   | reopen       |
//! |--------------|-----------|-----------|-----------|--------------|-------------|----------|----------|--------------|
//! | DRAFT        | DRAFT     | SUBMITTED | WITHDRAWN |              |             |          |          |              |
//! | SUBMITTED    | SUBMITTED | SUBMITTED | WITHDRAWN | UNDER_REVIEW | SHORTLISTED | ACCEPTED | REJECTED |              |
//! | UNDER_REVIEW |           |           | WITHDRAWN |              | SHORTLISTED | ACCEPTED | REJECTED |              |
//! | SHORTLISTED  |           |           | WITHDRAWN |              |             | ACCEPTED | REJECTED | UNDER_REVIEW |
//! | ACCEPTED     |           |           |           |              |             |          |          |              |
//! | REJECTED     |           |           |           |              |             |          |          | UNDER_REVIEW |
//! | WITHDRAWN    |           |           |           |              |             |          |          |              |
//! ```
//!
//! The first three are its sender's, the others the secretariat's, who begins once the sender may change it no more.
//! A submission that was submitted is whole at any time: saving it submits it anew, and what was submitted before is kept.

use entity::submission::State;
use serde::{Deserialize, Serialize};

/// What is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Write on.
    Save,
    /// Give it to the secretariat, for the first time or anew.
    Submit,
    /// Take it back for good.
    Withdraw,
    /// Begin to judge it.
    Review,
    /// Release that it is among the best.
    Shortlist,
    /// Release that it is taken.
    Accept,
    /// Release that it is not.
    Reject,
    /// Judge it once more.
    Reopen,
}

impl Step {
    /// The decision that leads there; `None` where none does.
    pub fn deciding(state: State) -> Option<Self> {
        match state {
            State::Shortlisted => Some(Self::Shortlist),
            State::Accepted => Some(Self::Accept),
            State::Rejected => Some(Self::Reject),
            State::Draft | State::Submitted | State::UnderReview | State::Withdrawn => None,
        }
    }
}

/// Where the step leads; otherwise why it leads nowhere, and what to do.
pub fn next(from: State, step: Step) -> Result<State, &'static str> {
    use State as S;
    match (from, step) {
        (S::Draft | S::Submitted, Step::Save) => Ok(from),
        (S::Draft | S::Submitted, Step::Submit) => Ok(S::Submitted),
        (S::Draft | S::Submitted | S::UnderReview | S::Shortlisted, Step::Withdraw) => Ok(S::Withdrawn),
        (S::Submitted, Step::Review) | (S::Shortlisted | S::Rejected, Step::Reopen) => Ok(S::UnderReview),
        (S::Submitted | S::UnderReview, Step::Shortlist) => Ok(S::Shortlisted),
        (S::Submitted | S::UnderReview | S::Shortlisted, Step::Accept) => Ok(S::Accepted),
        (S::Submitted | S::UnderReview | S::Shortlisted, Step::Reject) => Ok(S::Rejected),
        (_, Step::Save | Step::Submit | Step::Withdraw) => Err(no_more_of_sender(from)),
        (S::Draft, _) => Err("was never submitted: there is nothing to judge"),
        (S::Submitted | S::UnderReview, Step::Reopen) => Err("is not decided on: there is nothing to reopen"),
        (S::UnderReview | S::Shortlisted, Step::Review | Step::Shortlist) => {
            Err("stands there or further already")
        }
        (S::Accepted, _) => Err("was accepted, and its sender knows: unpublish what came of it instead"),
        (S::Rejected, _) => Err("was rejected, and its sender knows: reopen it first"),
        (S::Withdrawn, _) => Err("was withdrawn by its sender: there is nothing to judge any more"),
    }
}

fn no_more_of_sender(state: State) -> &'static str {
    match state {
        State::Withdrawn => "was withdrawn and stays as it is: begin another one",
        State::Accepted | State::Rejected => {
            "has been decided on and stays as it is: write to the secretariat"
        }
        _ => "is being judged and stays as it is: withdraw it, or write to the secretariat",
    }
}

/// What may be published of a submission that is accepted. Stored by its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Title, summary, text and answers.
    Text,
    /// The name of the contact.
    Name,
    /// The e-mail address of the contact.
    Email,
    /// The telephone number of the contact.
    Phone,
    /// The organisation of the contact.
    Organisation,
}

/// The letters before year and number in a reference, `TRN` of `transport`: the first letter of the slug and the
/// consonants after it; where they are too few its other letters, and X.
pub fn prefix(slug: &str) -> String {
    let letters: Vec<char> = slug.chars().filter(char::is_ascii_lowercase).collect();
    let is_vowel = |letter: &char| "aeiou".contains(*letter);
    let Some((first, rest)) = letters.split_first() else { return "XXX".to_owned() };
    let sounding = rest.iter().filter(|letter| !is_vowel(letter));
    let chosen = [first].into_iter().chain(sounding).chain(rest.iter().filter(|letter| is_vowel(letter)));
    chosen.copied().chain(std::iter::repeat('x')).take(3).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// `TRN-2021-0042`.
pub fn reference(prefix: &str, year: i32, number: i32) -> String {
    format!("{prefix}-{year:04}-{number:04}")
}

/// Characters that a telephone number is written with.
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.len() <= 40
        && (4..=20).contains(&digits)
        && text.chars().all(|c| c.is_ascii_digit() || "+-()/. x".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_from_every_state_leads_where_the_table_says() {
        use State::{Accepted, Draft, Rejected, Shortlisted, Submitted, UnderReview, Withdrawn};
        let steps = [
            Step::Save,
            Step::Submit,
            Step::Withdraw,
            Step::Review,
            Step::Shortlist,
            Step::Accept,
            Step::Reject,
            Step::Reopen,
        ];
        let (taken, turned, best) = (Some(Accepted), Some(Rejected), Some(Shortlisted));
        let (gone, judged) = (Some(Withdrawn), Some(UnderReview));
        let table = [
            (Draft, [Some(Draft), Some(Submitted), gone, None, None, None, None, None]),
            (Submitted, [Some(Submitted), Some(Submitted), gone, judged, best, taken, turned, None]),
            (UnderReview, [None, None, gone, None, best, taken, turned, None]),
            (Shortlisted, [None, None, gone, None, None, taken, turned, judged]),
            (Accepted, [None; 8]),
            (Rejected, [None, None, None, None, None, None, None, judged]),
            (Withdrawn, [None; 8]),
        ];
        for (from, expected) in table {
            assert_eq!(steps.map(|step| next(from, step).ok()), expected, "{from:?}");
        }
    }

    #[test]
    fn a_reference_begins_with_three_letters_whatever_the_slug_is() {
        for (slug, expected) in [
            ("transport", "TRN"),
            ("waste", "WST"),
            ("covid-19-response", "CVD"),
            ("e-commerce", "ECM"),
            ("air", "ARI"),
            ("io", "IOX"),
            ("2021", "XXX"),
        ] {
            assert_eq!(prefix(slug), expected, "{slug}");
        }
        assert_eq!(reference("TRN", 2021, 42), "TRN-2021-0042");
        assert_eq!(reference("TRN", 2021, 12_345), "TRN-2021-12345");
    }

    #[test]
    fn a_telephone_number_is_digits_and_what_stands_between_them() {
        for (text, expected) in
            [("+86 (592) 123-4567", true), ("110", false), ("call me 1234", false), ("", false)]
        {
            assert_eq!(is_phone(text), expected, "{text}");
        }
    }
}
