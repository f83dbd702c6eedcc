//! The stories, one module a subject.

mod contract;
mod graphql;
