//! `App`: the running parts, built once.

pub mod bulk;
