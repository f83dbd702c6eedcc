//! The words of submissions.

use async_graphql::Enum;
use entity::submission::{Kind, State};

use crate::domain::submission::Consent;

/// What is sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Kind")]
pub enum SubmissionKind {
    /// An answer to a call: what becomes a practice if it is accepted.
    Practice,
    /// A city's wish to join a cluster.
    Membership,
}

/// Where a submission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "State")]
pub enum SubmissionState {
    /// Being written; nobody but its sender sees it.
    Draft,
    /// Given to the secretariat; its sender may change it until the deadline.
    Submitted,
    /// Being judged.
    UnderReview,
    /// Among the best.
    Shortlisted,
    /// Decided on: yes.
    Accepted,
    /// Decided on: no.
    Rejected,
    /// Taken back by its sender.
    Withdrawn,
}

/// A part of a submission that may be published if it is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Consent")]
pub enum ConsentField {
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
