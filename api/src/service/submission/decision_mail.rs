//! What the sender of a submission is told of the decision.

use entity::submission::State;
use entity::{submission, submission_decision};

/// As somebody wrote it for this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

impl Mail {
    /// What is sent when the decision is released: what somebody wrote, or the usual words. `title`: of the call or cluster.
    pub fn of(decision: &submission_decision::Model, row: &submission::Model, title: &str) -> Self {
        if let (Some(subject), Some(text)) = (&decision.subject, &decision.text) {
            return Self { subject: subject.clone(), text: text.clone() };
        }
        let reference = row.reference.as_deref().unwrap_or_default();
        let (word, told) = match decision.state {
            State::Accepted => ("accepted", "was accepted. Congratulations, and thank you."),
            State::Shortlisted => ("shortlisted", "is on the shortlist. The final decision follows."),
            _ => ("not accepted", "was not accepted. Thank you for the work that went into it."),
        };
        let reason = decision.reason.as_ref().map(|reason| format!("\n\n{reason}")).unwrap_or_default();
        let text = format!(
            "What you sent in for \"{title}\", with the reference {reference}, {told}{reason}\n\n\
             The link in the mail that confirmed it still leads to it.\n"
        );
        Self { subject: format!("{reference}: {word}"), text }
    }
}

#[cfg(test)]
mod tests {
    use entity::id::SubmissionId;
    use entity::instant::Instant;

    use super::*;

    #[test]
    fn the_usual_mail_says_which_and_why_and_a_written_one_is_sent_as_it_is() {
        let row = submission::Model { reference: Some("TRN-2026-0001".into()), ..super::super::blank() };
        let mut decision = submission_decision::Model {
            submission_id: SubmissionId::derived("one"),
            state: State::Rejected,
            reason: Some("It was too short.".into()),
            subject: None,
            text: None,
            at: Instant(0),
            user_id: None,
        };
        let usual = Mail::of(&decision, &row, "Clean air");
        assert_eq!(usual.subject, "TRN-2026-0001: not accepted");
        assert!(
            usual.text.contains("\"Clean air\"") && usual.text.contains("\n\nIt was too short.\n"),
            "{usual:?}"
        );
        (decision.subject, decision.text) = (Some("Sorry".into()), Some("No.".into()));
        let written = Mail { subject: "Sorry".into(), text: "No.".into() };
        assert_eq!(Mail::of(&decision, &row, "Clean air"), written);
    }
}
