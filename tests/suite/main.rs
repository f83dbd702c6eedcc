//! The stories, one module a subject.

#![allow(clippy::unwrap_used, reason = "everything here is a test or a helper of one")]

mod contract;
mod graphql;
