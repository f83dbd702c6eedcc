//! What cities send in, without an account: whoever has the token of a submission is its sender.
//!
//! A draft may be saved half full; what is submitted is checked whole, kept as it was, and given a reference. The
//! deadline is told by the instant a request came in, which no waiting for others makes later.

pub mod attachment;
mod consent;
mod create;
mod decision_mail;
mod document;
pub mod event;
pub mod export;
mod input;
mod intake;
mod letter;
mod outcome;
mod prepared;
mod read;
mod receipt;
mod seen;
mod stored;
mod submit;
mod target;
mod titles;
mod token;
mod told;
mod update;
mod withdraw;

use std::net::IpAddr;

use entity::id::{CallId, ClusterId};
use entity::instant::Instant;
use entity::submission;

pub use consent::withdraw_consent;
#[cfg(test)]
pub use create::blank;
pub use create::{Created, New, create};
pub use decision_mail::Mail;
pub use document::{canonical, digest, hash};
pub use input::{Contact, Input};
pub use intake::challenge;
pub use read::{Filter, by_id, by_ids, by_sender, by_token, count, document, forms, ids, page};
pub use receipt::latest as receipt;
pub use seen::Seen;
pub use stored::{Stored, is_erased};
pub use submit::submit;
pub use titles::Titles;
pub use token::{Token, sender};
pub use told::{Told, Version, Wanted, told};
pub use update::update;
pub use withdraw::withdraw;

use crate::domain::actor::Actor;
use crate::domain::change::Author;

/// When and from where a request came in.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    pub at: Instant,
    pub from: Option<IpAddr>,
}

/// What is sent in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aim {
    /// An answer to this call.
    Call(CallId),
    /// To join this cluster.
    Cluster(ClusterId),
}

impl Aim {
    /// That of a submission.
    pub fn of(row: &submission::Model) -> Self {
        match (row.call_id, row.cluster_id) {
            (Some(call), _) => Self::Call(call),
            (None, Some(cluster)) => Self::Cluster(cluster),
            (None, None) => unreachable!("the table refuses a submission for nothing"),
        }
    }

    /// The field that names it.
    fn field(self) -> &'static str {
        match self {
            Self::Call(_) => "call",
            Self::Cluster(_) => "cluster",
        }
    }
}

/// A submission as its sender names it.
#[derive(Debug)]
pub struct Sent {
    pub token: Token,
    /// The version that was read.
    pub expected_version: i32,
}

impl Arrival {
    /// Whoever sends something in is nobody that we know.
    fn author(self) -> Author {
        Author { actor: Actor::Anonymous, from: self.from }
    }
}
