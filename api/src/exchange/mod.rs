//! Import and export, built on service and query.

pub mod audit;
pub mod bundle;
