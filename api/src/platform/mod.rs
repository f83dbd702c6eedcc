//! Everything outside the process.
