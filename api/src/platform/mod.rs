//! Everything outside the process.

pub mod blob;
pub mod clock;
pub mod database;
pub mod log;
