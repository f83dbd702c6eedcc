//! Attempts to get in: one a request, or aliases and batches would make many of it.

use super::answer::Refused;
use super::document::{Found, Prepared, Refusal};

pub const ATTEMPTS: [&str; 7] = [
    "signIn",
    "refreshSession",
    "enrolSecondFactor",
    "confirmSecondFactor",
    "disableSecondFactor",
    "requestPasswordReset",
    "resetPassword",
];

/// How many there are in a document.
pub fn count(prepared: &Prepared) -> usize {
    prepared.root_fields().filter(|name| ATTEMPTS.contains(name)).count()
}

pub fn once(found: usize) -> Result<(), Refused> {
    if found <= 1 {
        return Ok(());
    }
    let found = Found::Exactly(u64::try_from(found).unwrap_or(u64::MAX));
    Err(Refusal::Limit { name: "attempts", limit: 1, found }.into())
}
