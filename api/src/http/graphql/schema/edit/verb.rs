//! The inputs that the verbs of all nouns share.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entity::id::RevisionId;

use super::id;
use crate::error::Result;
use crate::http::graphql::schema::scalar::DateTime;
use crate::query::declare::Noun;
use crate::service::content::{From, Request, Until, When, both};

/// Which thing.
#[derive(InputObject)]
pub struct ContentInput {
    /// As an answer gave it.
    pub id: ID,
    /// The `version` you read; without it whatever there is now is taken.
    pub expected_version: Option<i32>,
}

/// Which thing goes for good.
#[derive(InputObject)]
pub struct PurgeInput {
    /// As an answer gave it.
    pub id: ID,
    /// The `version` you read; without it whatever there is now is taken.
    pub expected_version: Option<i32>,
}

/// What goes back to its author.
#[derive(InputObject)]
pub struct ReturnInput {
    /// As an answer gave it.
    pub id: ID,
    /// The `version` you read; without it whatever there is now is taken.
    pub expected_version: Option<i32>,
    /// What its author is to mend; at most 2,000 characters.
    pub comment: Option<String>,
}

/// What is said about a thing.
#[derive(InputObject)]
pub struct CommentInput {
    /// As an answer gave it.
    pub id: ID,
    /// Plain text of at most 2,000 characters.
    pub comment: String,
}

/// What is shown, and from when to when.
#[derive(InputObject)]
pub struct PublishInput {
    /// As an answer gave it.
    pub id: ID,
    /// The `version` you read; without it whatever there is now is taken.
    pub expected_version: Option<i32>,
    /// Live from this instant on, exact to the second. Left out, `publishedAt` stays, also a time to come of what was taken
    /// back; where there is none, now. `null` takes a time to come away: now.
    pub publish_at: MaybeUndefined<DateTime>,
    /// No longer live from this instant on; `null` takes an end away; left out it stays, unless it has passed.
    pub expires_at: MaybeUndefined<DateTime>,
}

/// Which thing becomes again what it was.
#[derive(InputObject)]
pub struct RestoreRevisionInput {
    /// Of the thing, as an answer gave it.
    pub id: ID,
    /// The `version` of the thing that you read.
    pub expected_version: i32,
    /// Of one of its revisions.
    pub revision: ID,
}

impl PublishInput {
    pub fn parts(self) -> (ID, Option<i32>, When) {
        let when = When { from: from(self.publish_at), until: until(self.expires_at) };
        (self.id, self.expected_version, when)
    }
}

/// A beginning as it is given: left out it stays, null is now.
pub fn from(given: MaybeUndefined<DateTime>) -> From {
    match given {
        MaybeUndefined::Undefined => From::Kept,
        MaybeUndefined::Null => From::Now,
        MaybeUndefined::Value(from) => From::At(from.0),
    }
}

/// An end as it is given: left out it stays, null takes it away.
pub fn until(given: MaybeUndefined<DateTime>) -> Until {
    match given {
        MaybeUndefined::Undefined => Until::Kept,
        MaybeUndefined::Null => Until::Never,
        MaybeUndefined::Value(until) => Until::At(until.0),
    }
}

impl RestoreRevisionInput {
    pub fn request(&self, noun: &Noun) -> Result<(Request, RevisionId)> {
        let request = request(noun, &self.id, Some(self.expected_version));
        both(request, id::one("revision", &self.revision))
    }
}

/// Which thing of this noun is meant.
pub fn request(noun: &Noun, given: &ID, expected_version: Option<i32>) -> Result<Request> {
    Ok(Request { id: id::of(noun, "id", given)?, expected_version })
}
