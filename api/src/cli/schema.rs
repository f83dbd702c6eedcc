//! `cities schema`: prints the GraphQL schema.

use std::io::Write;

use super::Failure;
use crate::http::graphql;

pub fn run() -> Result<(), Failure> {
    let printed = std::io::stdout().lock().write_all(graphql::sdl(&graphql::build()).as_bytes());
    printed.map_err(|error| Failure::Failed(format!("cannot write the schema: {error}")))
}
