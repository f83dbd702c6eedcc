//! What happened to content, and through whom.

use std::net::IpAddr;

use entity::audit_event;
use entity::id::UserId;
use entity::noun::Noun;
use sea_orm::{EnumIter, Iterable};
use uuid::Uuid;

use super::actor::Actor;

/// Who changes something, and from where.
#[derive(Clone, Debug)]
pub struct Author {
    pub actor: Actor,
    /// The address of the client; `None` for the command line, and where it is not known.
    pub from: Option<IpAddr>,
}

impl Author {
    /// The command line.
    pub fn system() -> Self {
        Self { actor: Actor::System, from: None }
    }

    pub fn kind(&self) -> audit_event::Actor {
        match self.actor {
            Actor::Anonymous | Actor::Preview(_) => audit_event::Actor::Anonymous,
            Actor::User(_) => audit_event::Actor::User,
            Actor::System => audit_event::Actor::System,
        }
    }

    pub fn user(&self) -> Option<UserId> {
        match &self.actor {
            Actor::User(user) => Some(user.user),
            _ => None,
        }
    }

    /// By which API token, as JSON; a token that got into wrong hands leads to all that was done with it.
    pub fn detail(&self) -> Option<String> {
        match &self.actor {
            Actor::User(user) => {
                user.token.as_ref().map(|token| format!("{{\"apiToken\":\"{}\"}}", token.id))
            }
            _ => None,
        }
    }

    pub fn origin(&self) -> Option<String> {
        self.from.map(|from| from.to_string())
    }
}

/// What was done to a piece of content; the words are part of the API: add, never rename.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter)]
pub enum Verb {
    Created,
    Updated,
    /// Its deadline was moved.
    Extended,
    /// Its working draft was saved; the public sees no change.
    Drafted,
    /// Its working draft took over what was done elsewhere.
    Followed,
    /// Its working draft was thrown away.
    Discarded,
    Submitted,
    Returned,
    Published,
    Unpublished,
    Archived,
    Restored,
    /// It is again what it was at an earlier version.
    Reverted,
    Purged,
    Commented,
}

impl Verb {
    /// From the word it is stored as; `None` for one that a later version wrote.
    pub fn of(word: &str) -> Option<Self> {
        Self::iter().find(|verb| verb.word() == word)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Extended => "extended",
            Self::Drafted => "drafted",
            Self::Followed => "followed",
            Self::Discarded => "discarded",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
            Self::Archived => "archived",
            Self::Restored => "restored",
            Self::Reverted => "reverted",
            Self::Purged => "purged",
            Self::Commented => "commented",
        }
    }
}

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub verb: Verb,
    pub noun: Noun,
    pub item: Uuid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stored_word_is_found_again() {
        for verb in Verb::iter() {
            assert_eq!(Verb::of(verb.word()), Some(verb));
        }
        assert_eq!(Verb::of("undone"), None);
    }
}
