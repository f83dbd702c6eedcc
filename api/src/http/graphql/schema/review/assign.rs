//! How submissions were spread over reviewers.

use async_graphql::{ID, SimpleObject};

use super::payload::AssignReviewersPayload;
use crate::http::graphql::schema::record::Person;
use crate::http::graphql::schema::user_error::UserError;
use crate::service::review::Assigned;

/// How many submissions of one answer are named.
const NAMED: usize = 100;

/// What one reviewer has to judge.
#[derive(SimpleObject)]
pub struct AssignedShare {
    /// Who.
    pub reviewer: Person,
    /// How many of these submissions.
    pub submissions: i32,
}

impl AssignReviewersPayload {
    pub fn of(done: Option<Assigned>, user_errors: Vec<UserError>) -> Self {
        let Some(done) = done else {
            return Self { added: None, shares: Vec::new(), short: Vec::new(), short_count: 0, user_errors };
        };
        let shares = done.shares.into_iter().map(|share| AssignedShare {
            reviewer: Person { id: ID(share.reviewer.to_string()), name: Some(share.name) },
            submissions: count(share.submissions),
        });
        Self {
            added: Some(count(done.added)),
            shares: shares.collect(),
            short_count: count(done.short.len()),
            short: done.short.iter().take(NAMED).map(|id| ID(id.to_string())).collect(),
            user_errors,
        }
    }
}

pub fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
