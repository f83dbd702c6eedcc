//! The bytes of files.

mod download;

pub use download::router;
