//! Every door: anything a caller can address.

pub mod graphql;
