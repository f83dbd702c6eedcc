//! What others need to trust our tokens.

mod jwks;

pub use jwks::router;
