//! Which document a request means.

use std::sync::Arc;

use axum::http::StatusCode;

use super::answer::Refused;
use super::attempt::ATTEMPTS;
use super::document::{self, Limits, Steps};
use super::named::{self, Name};
use super::persisted::PersistedQueries;
use super::request::GraphqlRequest;
use super::trusted::Trusted;
use crate::service::submission::Token;

/// All documents that are known by a name.
#[derive(Debug, Default)]
pub struct Sources {
    persisted: PersistedQueries,
    /// `None`: whatever is sent may run.
    trusted: Option<Trusted>,
}

impl Sources {
    pub fn new(trusted: Option<Trusted>) -> Self {
        Self { trusted, ..Self::default() }
    }

    /// The document as its author wrote it.
    pub fn find(&self, asked: &GraphqlRequest, limits: &Limits, steps: &Steps) -> Result<Arc<str>, Refused> {
        match (&asked.query, &asked.name) {
            (Some(query), name) => {
                match &self.trusted {
                    Some(trusted) => self::trusted(trusted, query, name.as_ref(), |text| {
                        Ok(document::form(text, limits, steps)?)
                    })?,
                    None => own(query, name.as_ref())?,
                }
                Ok(query.as_str().into())
            }
            (None, Some(name)) => self.named(name),
            (None, None) => Err(Refused::bad("`query` is missing.")),
        }
    }

    fn named(&self, name: &Name) -> Result<Arc<str>, Refused> {
        if let Some(known) = self.trusted.as_ref().and_then(|trusted| trusted.named(name)) {
            return Ok(known);
        }
        match name.hash() {
            Some(hash) => self.persisted.get(hash).ok_or_else(|| self.unknown(name)),
            None if self.trusted.is_none() && matches!(name, Name::Apollo(_)) => Err(named::no_hash()),
            None => Err(self.unknown(name)),
        }
    }

    fn unknown(&self, name: &Name) -> Refused {
        if matches!(name, Name::Apollo(_)) {
            return Refused::unknown_hash("PersistedQueryNotFound");
        }
        Refused::unknown_hash(match &self.trusted {
            Some(_) => "No document has this name here: put it among the trusted documents of this server.",
            None => {
                "No document has this name here: send it once as `query` beside `documentId`, its `sha256:…`."
            }
        })
    }

    /// Keeps a document that may run under the digest it came with.
    pub fn remember(&self, asked: &GraphqlRequest, source: &str) {
        // With a password, or the token of a submission, in it it is not kept: its hash would do for one, and cost no attempt to guess.
        let is_attempt =
            || ATTEMPTS.iter().any(|name| source.contains(name)) || source.contains(Token::PREFIX);
        if let (Some(_), Some(hash)) = (&asked.query, asked.name.as_ref().and_then(Name::hash))
            && hash.matches(source)
            && !is_attempt()
        {
            self.persisted.keep(hash, source);
        }
    }
}

/// Where any document may run, a name beside it is its digest, or says nothing.
fn own(query: &str, name: Option<&Name>) -> Result<(), Refused> {
    match name.map(|name| (name, name.hash())) {
        Some((_, Some(hash))) if !hash.matches(query) => Err(not_its_name()),
        Some((Name::Apollo(_), None)) => Err(named::no_hash()),
        _ => Ok(()),
    }
}

/// One that is trusted, with `__typename` in its selections or without, and the name of no other.
fn trusted(
    trusted: &Trusted,
    query: &str,
    name: Option<&Name>,
    form: impl Fn(&str) -> Result<[u8; 32], Refused>,
) -> Result<(), Refused> {
    let is_so = form(query)?;
    if !trusted.has(&is_so) {
        return Err(untrusted());
    }
    let Some(name) = name else { return Ok(()) };
    let is_its_own = name.hash().is_some_and(|hash| hash.matches(query));
    match trusted.named(name) {
        _ if is_its_own => Ok(()),
        Some(named) if !matches!(name, Name::Digest(_)) && form(&named)? == is_so => Ok(()),
        _ => Err(not_its_name()),
    }
}

fn not_its_name() -> Refused {
    Refused::bad(
        "`query` is not the document of the name beside it, or that is not its SHA-256: send one of them alone.",
    )
}

fn untrusted() -> Refused {
    let message = "This server runs trusted documents alone, whoever asks: put this one among them (the setting \
                   `trusted-documents`), or ask a server that has none.";
    Refused::new(StatusCode::FORBIDDEN, "DOCUMENT_NOT_TRUSTED", message)
}
