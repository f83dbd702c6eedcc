//! Query strings, read alike by every door that takes them: each parameter is known, there once, and well formed,
//! or the answer names everything that is wrong at once.
//!
//! A door lists what it takes ([`Known`]), reads the values it wants, each of which may note mistakes, and calls
//! [`Parameters::done`] before it does anything.

mod filter;
mod known;
mod page;
#[cfg(test)]
mod tests;
mod value;

use axum::http::StatusCode;

use super::problem::{At, FieldError, Problem};
use crate::domain::mistake::Code;
use crate::kit::near::is_near;
use crate::query::nouns::shown;

pub use filter::of_list;
pub use known::{
    AFTER, FALLBACK, FALLBACK_TO_ORIGINAL, FIRST, Known, LANG, Spelling, Takes, known, order_of,
};

/// Bytes of a query string: three lists of twenty slugs, encoded.
pub const MAX_QUERY: usize = 8 * 1024;
/// Mistakes that are told; whoever made more mends these first.
const MAX_TOLD: usize = 20;

/// Not in a body, so not among the codes of a write.
const UNKNOWN: &str = "UNKNOWN";
const REPEATED: &str = "REPEATED";

/// What a query string says.
#[derive(Debug, Default)]
pub struct Parameters {
    given: Vec<Given>,
    mistakes: Vec<FieldError>,
}

#[derive(Debug)]
struct Given {
    name: &'static str,
    /// As it was sent: a feed takes `cluster` for `clusters`.
    spelt: String,
    value: String,
}

impl Parameters {
    /// Reads a query string of which only these may be there.
    pub fn read(query: Option<&str>, spelling: Spelling, known: &[Known]) -> Self {
        let mut read = Self::default();
        let query = query.unwrap_or_default();
        if query.len() > MAX_QUERY {
            let detail =
                format!("has {} bytes, at most {MAX_QUERY} may be: ask for less at once", query.len());
            read.note("", Code::TooLong.word(), detail);
            return read;
        }
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            read.take(&name, value.into_owned(), spelling, known);
        }
        read
    }

    fn take(&mut self, spelt: &str, value: String, spelling: Spelling, known: &[Known]) {
        let Some(found) = known.iter().find(|known| known.is_called(spelt, spelling)) else {
            return self.unknown(spelt, spelling, known);
        };
        if let Some(first) = self.given.iter().find(|given| given.name == found.name) {
            let several = found.takes.is_several();
            let detail = match (several, first.spelt == spelt) {
                (true, _) => "is there twice: give it once, with its values separated by commas",
                (false, _) => "is there twice: give it once",
            };
            return self.note(spelt, REPEATED, detail.to_owned());
        }
        if value.is_empty() {
            self.note(spelt, Code::Invalid.word(), "is empty: give a value, or leave it out".to_owned());
        } else if value.contains(char::REPLACEMENT_CHARACTER) {
            // What is no UTF-8 was read as this.
            self.note(spelt, Code::Invalid.word(), "is no text: encode it as UTF-8".to_owned());
        } else {
            self.given.push(Given { name: found.name, spelt: spelt.to_owned(), value });
        }
    }

    fn unknown(&mut self, spelt: &str, spelling: Spelling, known: &[Known]) {
        let names: Vec<&str> = known.iter().map(|known| known.preferred(spelling)).collect();
        let meant = names.iter().find(|name| is_near(spelt, name));
        let detail = match meant {
            Some(meant) => format!("is not known here: did you mean `{meant}`?"),
            None if names.is_empty() => "is not known here: there are no parameters".to_owned(),
            None => format!("is not known here: there are {}", names.join(", ")),
        };
        self.note(&shown(spelt), UNKNOWN, detail);
    }

    /// Takes a value out, with the name it was sent under.
    fn given(&mut self, name: &str) -> Option<Given> {
        let at = self.given.iter().position(|given| given.name == name)?;
        Some(self.given.swap_remove(at))
    }

    /// Whether it was sent and has not been read yet.
    pub fn has(&self, name: &str) -> bool {
        self.given.iter().any(|given| given.name == name)
    }

    /// Takes this for what was not sent.
    pub fn or(&mut self, name: &'static str, value: &str) {
        if !self.has(name) {
            self.given.push(Given { name, spelt: name.to_owned(), value: value.to_owned() });
        }
    }

    /// Notes a mistake in a parameter.
    pub fn wrong(&mut self, name: &str, detail: impl Into<String>) {
        self.note(name, Code::Invalid.word(), detail.into());
    }

    fn note(&mut self, name: &str, code: &'static str, detail: String) {
        self.mistakes.push(FieldError { at: At::Parameter(name.to_owned()), code, detail });
    }

    /// All was read: a problem if anything was wrong.
    pub fn done(mut self) -> Result<(), Problem> {
        if self.mistakes.is_empty() {
            debug_assert!(self.given.is_empty(), "taken, but never read: {:?}", self.given);
            return Ok(());
        }
        self.mistakes.truncate(MAX_TOLD);
        let told: Vec<String> =
            self.mistakes.iter().map(|wrong| format!("`{}` {}", wrong.at.words(), wrong.detail)).collect();
        let problem = Problem::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", told.join("; "));
        Err(Problem { errors: self.mistakes, ..problem })
    }
}
