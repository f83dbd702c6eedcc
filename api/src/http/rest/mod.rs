//! The doors beside GraphQL: plain JSON, and plain forms.

mod submission;

pub use submission::router;
