//! Trusted documents: the operator says which documents may run, and no others do.
//!
//! They are read and judged once, at start; every fault is told with its file and its name.

mod manifest;
mod read;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::document::{self, Limits, Refusal, Steps, TypeMap};
use super::named::{LONGEST, Name, SHA256};
use super::persisted::Hash;
use crate::error::{Error, Result};

/// Faults that are told at once.
const MOST_FAULTS: usize = 20;

/// All that may run.
#[derive(Debug, Default)]
pub struct Trusted {
    /// By what manifests call them.
    names: HashMap<String, Arc<str>>,
    /// By the digest of their text.
    digests: HashMap<Hash, Arc<str>>,
    forms: HashSet<[u8; 32]>,
}

/// A document, and where it was found.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    file: String,
    /// `None` in a file of its own: it is called by its digest.
    name: Option<String>,
    text: String,
}

impl Trusted {
    /// Reads a file or a folder of them.
    pub fn open(place: &Path, types: &TypeMap, limits: &Limits) -> Result<Self> {
        let read::Read { documents, mut faults } = read::read(place);
        let mut trusted = Self::default();
        for found in documents {
            let at = found.place();
            let added = judged(&found.text, types, limits).and_then(|form| trusted.add(found, form));
            faults.extend(added.err().map(|fault| format!("{at}: {fault}")));
        }
        faults.extend(trusted.poisoned());
        if trusted.digests.is_empty() && faults.is_empty() {
            faults.push(format!("{}: holds no documents", place.display()));
        }
        if faults.is_empty() {
            tracing::info!(documents = trusted.forms.len(), "trusted documents alone are run");
            return Ok(trusted);
        }
        Err(Error::Environment(told(&faults)))
    }

    /// The document of that name.
    pub fn named(&self, name: &Name) -> Option<Arc<str>> {
        let known = match name {
            Name::Digest(_) => None,
            Name::Apollo(text) | Name::Custom(text) => self.names.get(text),
        };
        known.or_else(|| self.digests.get(&name.hash()?)).cloned()
    }

    /// Whether a document has the form of one of these.
    pub fn has(&self, form: &[u8; 32]) -> bool {
        self.forms.contains(form)
    }

    /// Names that are the digests of other documents: whoever asks for one must not get another.
    fn poisoned(&self) -> Vec<String> {
        let found = self.names.iter().filter_map(|(name, text)| {
            let hash = Hash::parse(name)?;
            if self.digests.get(&hash).is_some_and(|other| other != text) {
                return Some(format!("{name}: is the SHA-256 of another document: make the manifest anew"));
            }
            if !hash.matches(text) {
                tracing::warn!(
                    name,
                    "looks like a SHA-256 and is not that of its document: it is believed as a name"
                );
            }
            None
        });
        let mut found: Vec<_> = found.collect();
        found.sort();
        found
    }

    fn add(&mut self, found: Found, form: [u8; 32]) -> Result<(), String> {
        let (text, hash) = (Arc::<str>::from(found.text.as_str()), Hash::of(&found.text));
        // A file mostly ends with an end of line, which not everybody counts as part of the document.
        self.digests.insert(Hash::of(text.trim()), text.clone());
        self.digests.insert(hash, text.clone());
        self.forms.insert(form);
        let Some(name) = found.name else { return Ok(()) };
        check(&name, hash)?;
        match self.names.entry(name) {
            Entry::Occupied(known) if *known.get() != text => Err("names another document, too".to_owned()),
            Entry::Occupied(_) => Ok(()),
            Entry::Vacant(free) => {
                free.insert(text);
                Ok(())
            }
        }
    }
}

impl Found {
    fn place(&self) -> String {
        match &self.name {
            Some(name) => format!("{}, {}", self.file, name.chars().take(LONGEST).collect::<String>()),
            None => self.file.clone(),
        }
    }
}

/// The form of a document that fits our schema and its bounds.
fn judged(text: &str, types: &TypeMap, limits: &Limits) -> Result<[u8; 32], String> {
    let form = document::judge(types, limits, text)
        .and_then(|()| document::form(text, limits, &Steps::new(limits.steps)));
    form.map_err(worded)
}

fn worded(refusal: Refusal) -> String {
    let errors = refusal.into_errors().into_iter().map(|error| match error.locations.first() {
        Some(at) => format!("{} (line {}, column {})", error.message, at.line, at.column),
        None => error.message,
    });
    errors.collect::<Vec<_>>().join(" ")
}

/// A name is what can stand in an address; what says that it is a digest must be that of its document.
fn check(name: &str, hash: Hash) -> Result<(), String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte);
    if !(1..=LONGEST).contains(&name.len()) || !name.bytes().all(is_plain) {
        return Err(format!("a name has 1 to {LONGEST} letters, digits and any of - . _ ~ :"));
    }
    match name.strip_prefix(SHA256) {
        Some(digest) if Hash::parse(digest) != Some(hash) => {
            Err("is not the SHA-256 of its document: make the manifest anew".to_owned())
        }
        _ => Ok(()),
    }
}

fn told(faults: &[String]) -> String {
    let mut lines: Vec<String> =
        faults.iter().take(MOST_FAULTS).map(|fault| format!("setting trusted-documents: {fault}")).collect();
    let more = faults.len().saturating_sub(MOST_FAULTS);
    if more > 0 {
        lines.push(format!("setting trusted-documents: and {more} more"));
    }
    lines.join("\n")
}
