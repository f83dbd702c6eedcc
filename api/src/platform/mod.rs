//! Everything outside the process.

pub mod attempts;
pub mod blob;
pub mod clock;
pub mod database;
pub mod keyring;
pub mod log;
pub mod oidc;
pub mod password;
pub mod recent;
