//! What a refusal says: what is not allowed, and what to do instead.

use super::Action;

impl Action {
    /// What is not allowed, as an error says it.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Account => "this",
            Self::EnrolSecondFactor => "setting up a second factor",
            Self::ReadDrafts => "reading what is not public",
            Self::ReadEdits => "reading all of this, and the talk about it",
            Self::Propose => "proposing a change to this",
            Self::Comment => "commenting on this",
            Self::Write => "writing this",
            Self::Publish => "deciding what the public sees",
            Self::ReadHistory => "reading the history of content",
            Self::ReadInbox => "reading what waits for review",
            Self::Preview => "making preview tokens",
            Self::Purge => "purging",
            Self::ReadAudit => "reading the audit log",
            Self::ManageUsers => "managing users",
            Self::ManageTokens => "managing API tokens",
            Self::ReadSubmissions => "reading submissions",
            Self::DecideOnSubmissions => "deciding on submissions",
            Self::ErasePeople => "erasing people",
            Self::Review => "reviewing submissions",
            Self::OverseeReviews => "reading all of a review",
            Self::ManageReviews => "managing reviews",
        }
    }

    /// What whoever may not can do. It says nothing of the thing, which they may not even see.
    pub fn instead(self) -> &'static str {
        match self {
            Self::Account => "sign in again",
            Self::EnrolSecondFactor => "it is for editors and admins; your password alone signs you in",
            Self::ReadDrafts => "ask an editor, who can give you a preview token",
            Self::ReadEdits | Self::Propose | Self::Comment => {
                "a city's focal point does so for that city, its practices and the news about it; ask an editor for \
                 anything else"
            }
            Self::Write => "ask an editor to write it",
            Self::Publish => "submit it, or ask an editor",
            Self::ReadHistory
            | Self::ReadInbox
            | Self::Preview
            | Self::DecideOnSubmissions
            | Self::OverseeReviews
            | Self::ManageReviews => "ask an editor",
            Self::Review => "ask an admin to make you a reviewer",
            Self::Purge => "ask an admin, or an editor to archive it",
            Self::ReadAudit | Self::ManageUsers | Self::ManageTokens | Self::ErasePeople => "ask an admin",
            Self::ReadSubmissions => {
                "sign in as a reviewer or an editor, or show the token of the submission"
            }
        }
    }
}
