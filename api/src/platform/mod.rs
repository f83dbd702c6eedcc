//! Everything outside the process.

pub mod log;
