//! Filters become conditions: bounded, checked, in one way for every list.

use std::borrow::Cow;

use uuid::Uuid;

use super::declare::Noun;
use super::page::{Condition, MAX_VALUES, Scopes};
use crate::domain::country::{Country, Region};
use crate::domain::{scope, slug};
use crate::error::{Error, Result};

/// Which of several scopes are likely the narrowest: the two lowest may drive the read (`compile/drive.rs`).
pub mod ranks {
    use super::Noun;

    pub const CALL: u8 = 0;
    pub const CITY: u8 = 1;
    pub const COUNTRY: u8 = 2;
    pub const FEATURED: u8 = 3;
    pub const TOPIC: u8 = 4;
    /// As a topic: some clusters have nearly everything, and so have some topics.
    pub const CLUSTER: u8 = TOPIC;
    pub const SDG: u8 = 6;
    pub const PROVIDER: u8 = 7;
    pub const REGION: u8 = 8;
    pub const NOT_FEATURED: u8 = 9;

    /// The rank of what is filed under one thing of this noun.
    pub fn of(noun: &Noun) -> u8 {
        match noun.word {
            "call" => CALL,
            "city" => CITY,
            "topic" => TOPIC,
            _ => CLUSTER,
        }
    }
}

/// Conditions in the making.
#[derive(Debug, Default)]
pub struct Filter {
    conditions: Vec<Condition>,
}

impl Filter {
    pub fn push(&mut self, condition: Condition) {
        self.conditions.push(condition);
    }

    pub fn done(self) -> Vec<Condition> {
        self.conditions
    }

    /// Filed under any of these; an empty list matches nothing, an absent one says nothing.
    pub fn ids<T>(
        &mut self,
        name: &'static str,
        rank: u8,
        values: Option<Vec<T>>,
        id: impl Fn(T) -> Result<Uuid>,
    ) -> Result<()> {
        let Some(values) = values else { return Ok(()) };
        bounded(name, values.len())?;
        let mut ids: Vec<Uuid> = values.into_iter().map(id).collect::<Result<_>>()?;
        ids.sort_unstable();
        ids.dedup();
        self.filed_under(rank, Scopes::Ids(ids));
        Ok(())
    }

    /// Filed under content of this noun; what can be no slug finds nothing, and is not carried along.
    pub fn slugs(
        &mut self,
        name: &'static str,
        rank: u8,
        slugs: Option<Vec<String>>,
        noun: &'static Noun,
    ) -> Result<()> {
        let Some(mut slugs) = slugs else { return Ok(()) };
        bounded(name, slugs.len())?;
        slugs.retain(|slug| slug::check(slug).is_ok());
        slugs.sort_unstable();
        slugs.dedup();
        self.filed_under(rank, Scopes::Slugs { noun, slugs });
        Ok(())
    }

    fn filed_under(&mut self, rank: u8, any: Scopes) {
        self.push(if any.is_empty() { Condition::Nothing } else { Condition::Scopes { rank, any } });
    }

    /// In any of these countries, or of a city there that may be seen.
    pub fn countries(&mut self, codes: Option<Vec<String>>) -> Result<()> {
        self.ids("countries", ranks::COUNTRY, codes, |code| country(&code))
    }

    pub fn kinds(&mut self, name: &'static str, kinds: Option<Vec<String>>) -> Result<()> {
        let Some(kinds) = kinds else { return Ok(()) };
        bounded(name, kinds.len())?;
        let mut kinds: Vec<Cow<'static, str>> = kinds.into_iter().map(Cow::Owned).collect();
        kinds.sort_unstable();
        kinds.dedup();
        self.push(if kinds.is_empty() { Condition::Nothing } else { Condition::Kinds(kinds) });
        Ok(())
    }

    pub fn published(&mut self, after: Option<i64>, before: Option<i64>) {
        self.conditions.extend(after.map(Condition::PublishedFrom));
        self.conditions.extend(before.map(Condition::PublishedBefore));
    }
}

fn bounded(name: &'static str, found: usize) -> Result<()> {
    if found <= MAX_VALUES {
        return Ok(());
    }
    Err(Error::invalid(name, format!("at most {MAX_VALUES} values, not {found}")))
}

/// ISO 3166-1 alpha-2.
pub fn country(code: &str) -> Result<Uuid> {
    match Country::get(code) {
        Some(_) => Ok(scope::country(code)),
        None => Err(Error::invalid(
            "countries",
            format!("`{}` is no ISO 3166-1 alpha-2 code such as `CL`", shortened(code)),
        )),
    }
}

/// UN M49.
pub fn region(code: &str) -> Result<Uuid> {
    match Region::get(code) {
        Some(_) => Ok(scope::region(code)),
        None => Err(Error::invalid(
            "regions",
            format!("`{}` is no UN M49 code of a region such as `142`", shortened(code)),
        )),
    }
}

/// A Sustainable Development Goal.
pub fn sdg(goal: i32) -> Result<Uuid> {
    match u8::try_from(goal) {
        Ok(goal @ 1..=17) => Ok(scope::sdg(goal)),
        _ => Err(Error::invalid("sdgs", format!("goals go from 1 to 17, not {goal}"))),
    }
}

pub fn provider(provider: &str) -> Uuid {
    scope::provider(provider)
}

/// Enough of a caller's word to recognise it.
fn shortened(word: &str) -> String {
    word.chars().take(40).collect()
}
