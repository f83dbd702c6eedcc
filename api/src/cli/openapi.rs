//! `cities openapi`: prints the document of the plain JSON doors.

use std::io::Write;

use super::Failure;
use crate::http::rest;

pub fn run() -> Result<(), Failure> {
    let printed = std::io::stdout().lock().write_all(rest::openapi().as_bytes());
    printed.map_err(|error| Failure::Failed(format!("cannot write the document: {error}")))
}
