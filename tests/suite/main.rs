//! The stories, one module a subject.

#![expect(clippy::unwrap_used, reason = "in a test it is how to fail")]

mod contract;
mod graphql;
mod property;
