//! The GraphQL door.

pub mod document;
