//! One value, or some separated by commas, each judged by itself.

use crate::domain::locale::Locale;
use crate::domain::mistake::Code;
use crate::domain::slug;
use crate::error::{Error, Result};
use crate::kit::time;
use crate::query::filter;
use crate::query::nouns::shown;
use crate::query::page::MAX_VALUES;

use super::Parameters;

impl Parameters {
    /// The value as it stands.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.given(name).map(|given| given.value)
    }

    /// A whole number between 1 and this.
    pub fn number(&mut self, name: &str, most: usize) -> Option<usize> {
        self.parsed(name, |text| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let number = text.parse().ok().filter(|n| digits && (1..=most).contains(n));
            number.ok_or_else(|| format!("must be a whole number from 1 to {most}, not `{}`", shown(text)))
        })
    }

    /// A whole number from 1 on; past what can be counted to, the largest that can.
    pub fn positive(&mut self, name: &str) -> Option<usize> {
        self.parsed(name, |text| {
            let digits =
                text.bytes().all(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte != b'0');
            let wrong = || format!("must be a whole number from 1 on, not `{}`", shown(text));
            digits.then(|| text.parse().unwrap_or(usize::MAX)).ok_or_else(wrong)
        })
    }

    pub fn flag(&mut self, name: &str) -> Option<bool> {
        self.parsed(name, |text| match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(format!("must be true or false, not `{}`", shown(text))),
        })
    }

    /// Unix milliseconds.
    pub fn instant(&mut self, name: &str) -> Option<i64> {
        self.parsed(name, |text| {
            let wrong = || {
                let plus = if text.contains(' ') { "; a + is written %2B in an address" } else { "" };
                format!("must be an instant such as 2021-04-30T00:00:00Z, not `{}`{plus}", shown(text))
            };
            time::parse_rfc3339(text).ok_or_else(wrong)
        })
    }

    pub fn locale(&mut self, name: &str) -> Option<Locale> {
        self.parsed(name, locale)
    }

    pub fn slug(&mut self, name: &str) -> Option<String> {
        self.parsed(name, slug_of)
    }

    /// One of these words, in any case.
    pub fn word(&mut self, name: &str, words: &'static [&'static str]) -> Option<&'static str> {
        self.parsed(name, |text| one_of(words, text))
    }

    /// Some names, of which the caller knows more.
    pub fn names(&mut self, name: &str, most: usize) -> Option<Vec<String>> {
        self.list(name, most, |text| Ok(text.to_owned()))
    }

    pub(super) fn locales_of(&mut self, name: &str, most: usize) -> Option<Vec<Locale>> {
        self.list(name, most, locale)
    }

    pub(super) fn slugs(&mut self, name: &str) -> Option<Vec<String>> {
        self.list(name, MAX_VALUES, slug_of)
    }

    pub(super) fn words(&mut self, name: &str, words: &'static [&'static str]) -> Option<Vec<String>> {
        self.list(name, MAX_VALUES, |text| one_of(words, text).map(str::to_owned))
    }

    pub(super) fn countries(&mut self) -> Option<Vec<String>> {
        self.list("countries", MAX_VALUES, |text| {
            let code = text.to_ascii_uppercase();
            told(filter::country(&code)).map(|_| code)
        })
    }

    pub(super) fn regions(&mut self) -> Option<Vec<String>> {
        self.list("regions", MAX_VALUES, |text| told(filter::region(text)).map(|_| text.to_owned()))
    }

    pub(super) fn goals(&mut self) -> Option<Vec<i32>> {
        self.list("sdgs", MAX_VALUES, |text| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let goal = text.parse().ok().filter(|_| digits);
            let goal = goal.ok_or_else(|| format!("goals go from 1 to 17, not `{}`", shown(text)))?;
            told(filter::sdg(goal)).map(|_| goal)
        })
    }

    fn parsed<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let given = self.given(name)?;
        match parse(&given.value) {
            Ok(value) => Some(value),
            Err(detail) => {
                self.wrong(&given.spelt, detail);
                None
            }
        }
    }

    /// Each that is wrong is a mistake of its own.
    fn list<T>(
        &mut self,
        name: &str,
        most: usize,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<T>> {
        let given = self.given(name)?;
        let found = given.value.split(',').count();
        if found > most {
            self.note(
                &given.spelt,
                Code::TooMany.word(),
                format!("takes at most {most} values, not {found}"),
            );
            return None;
        }
        let mut values = Vec::with_capacity(found);
        for text in given.value.split(',') {
            match parse(text) {
                _ if text.is_empty() => {
                    self.wrong(&given.spelt, "has an empty value: remove the comma that is too many");
                }
                Ok(value) => values.push(value),
                Err(detail) => self.wrong(&given.spelt, detail),
            }
        }
        Some(values)
    }
}

fn locale(text: &str) -> Result<Locale, String> {
    Locale::parse(text).map_err(|wrong| format!("{wrong}, not `{}`", shown(text)))
}

fn slug_of(text: &str) -> Result<String, String> {
    slug::check(text).map(|()| text.to_owned()).map_err(|wrong| match wrong {
        slug::Malformed::Shape => format!("{wrong}, not `{}`", shown(text)),
        slug::Malformed::TooLong(_) => wrong.to_string(),
    })
}

fn one_of(words: &'static [&'static str], text: &str) -> Result<&'static str, String> {
    let found = words.iter().find(|word| word.eq_ignore_ascii_case(text));
    found.copied().ok_or_else(|| {
        let known: Vec<String> = words.iter().map(|word| word.to_ascii_uppercase()).collect();
        format!("must be one of {}, not `{}`", known.join(", "), shown(text))
    })
}

/// What the rule of a filter says, without the name of the field.
fn told<T>(judged: Result<T>) -> Result<T, String> {
    judged.map_err(|error| match error {
        Error::Invalid { message, .. } => message.into_owned(),
        other => other.to_string(),
    })
}
