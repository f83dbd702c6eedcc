//! Ids as callers give them: each that cannot be meant is a mistake with the way to it.

use std::str::FromStr;

use async_graphql::ID;
use entity::id::{self, ParseIdError};
use uuid::Uuid;

use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::error::Result;
use crate::query::declare::Noun;
use crate::service::content::{Named, joined, refused};

/// Ids in one mutation.
const MAX_IDS: usize = 500;

/// What an id names.
pub trait Identified: Sized {
    /// What is wrong with the id, if it names no such thing.
    fn read(given: &str) -> Result<Self, String>;
}

impl<T: FromStr<Err = ParseIdError>> Identified for T {
    fn read(given: &str) -> Result<Self, String> {
        given.parse().map_err(|wrong: ParseIdError| begins_with(wrong.prefix))
    }
}

/// Content of any kind; who asks for a step that it does not have is told so by those who take it.
impl Identified for Named {
    fn read(given: &str) -> Result<Self, String> {
        const PREFIXES: [&str; 8] =
            ["call", "city", "cluster", "media", "news", "partner", "practice", "topic"];
        let found = id::decode(given)
            .and_then(|(prefix, id)| Some((PREFIXES.into_iter().find(|known| *known == prefix)?, id)));
        let (prefix, id) =
            found.ok_or_else(|| "is no id of content: give one as an answer gave it".to_owned())?;
        Ok(Self { prefix, id })
    }
}

/// The id of one thing.
pub fn one<T: Identified>(field: &str, given: &ID) -> Result<T> {
    T::read(given).map_err(|message| refused(field, Code::Invalid, &message))
}

/// The same, noted where it is none.
pub fn noted<T: Identified>(check: &mut Check, field: &str, target: &mut T, given: &ID) {
    match T::read(given) {
        Ok(id) => *target = id,
        Err(message) => check.wrong(field, Code::Invalid, message),
    }
}

/// The id of one thing of this noun.
pub fn of(noun: &Noun, field: &str, given: &ID) -> Result<Uuid> {
    match id::decode(given) {
        Some((prefix, id)) if prefix == noun.prefix => Ok(id),
        _ => Err(refused(field, Code::Invalid, &begins_with(noun.prefix))),
    }
}

/// The ids of several things; those that name none are noted and left out.
pub fn all<T: Identified>(check: &mut Check, field: &str, given: &[ID]) -> Vec<T> {
    let mut found = Vec::with_capacity(given.len());
    check.each(field, given, |check, id| match T::read(id) {
        Ok(id) => found.push(id),
        Err(message) => check.this(Code::Invalid, message),
    });
    found
}

/// The same of a list that is bounded by nothing else.
pub fn many<T: Identified>(check: &mut Check, field: &str, given: &[ID]) -> Vec<T> {
    if given.len() <= MAX_IDS {
        return all(check, field, given);
    }
    let found = given.len();
    let message =
        format!("has {found} entries, at most {MAX_IDS} are taken at once: send the rest afterwards");
    check.wrong(field, Code::TooMany, message);
    Vec::new()
}

/// What was read, unless something was noted meanwhile.
pub fn read<T>(read: impl FnOnce(&mut Check) -> T) -> Result<T> {
    let mut check = Check::new(0);
    let found = read(&mut check);
    joined(check.into_mistakes(), Ok(found))
}

fn begins_with(prefix: &str) -> String {
    format!("is no id of this kind, which begin with {prefix}_: give one as an answer gave it")
}
