//! Everything outside the process.

pub mod attempts;
pub mod blob;
pub mod challenge;
pub mod clock;
pub mod count;
pub mod database;
pub mod errands;
pub mod keyring;
pub mod log;
pub mod mail;
pub mod oidc;
pub mod password;
pub mod recent;
pub mod totp;
