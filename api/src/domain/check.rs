//! Collects every mistake of an input, each with the way to its field.

use std::collections::HashSet;
use std::hash::Hash;

use entity::instant::Instant;

use super::limits;
use super::locale::Locale;
use super::mistake::{Code, Mistake};
use crate::kit::{self, text::Lines};

/// Whether a text must say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Required,
    Optional,
}

/// What is said of a zone that is none.
pub fn no_time_zone(value: &str) -> String {
    format!("\"{value}\" is not an IANA time zone such as Asia/Shanghai")
}

/// The mistakes of one item, found while walking its fields.
#[derive(Debug)]
pub struct Check {
    item: usize,
    path: Vec<String>,
    found: Vec<Mistake>,
}

impl Check {
    pub fn new(item: usize) -> Self {
        Self { item, path: Vec::new(), found: Vec::new() }
    }

    pub fn into_mistakes(self) -> Vec<Mistake> {
        self.found
    }

    /// Whether nothing was wrong so far.
    pub fn is_clean(&self) -> bool {
        self.found.is_empty()
    }

    /// Notes a mistake at `field` beneath where the walk stands.
    pub fn wrong(&mut self, field: &str, code: Code, message: impl Into<String>) {
        self.wrong_at(&[field.to_owned()], code, message);
    }

    /// Notes a mistake at the end of a way beneath where the walk stands.
    pub fn wrong_at(&mut self, way: &[String], code: Code, message: impl Into<String>) {
        let field = [self.path.as_slice(), way].concat();
        self.note(field, code, message.into());
    }

    /// Notes a mistake where the walk stands.
    pub fn this(&mut self, code: Code, message: impl Into<String>) {
        self.note(self.path.clone(), code, message.into());
    }

    /// So many at once say enough: a list can be long, and wrong in every place.
    fn note(&mut self, field: Vec<String>, code: Code, message: String) {
        if self.found.len() < limits::MISTAKES_FOUND {
            self.found.push(Mistake { item: self.item, field, code, message });
        }
    }

    /// Walks into `field`.
    pub fn within(&mut self, field: &str, walk: impl FnOnce(&mut Self)) {
        self.path.push(field.to_owned());
        walk(self);
        self.path.pop();
    }

    /// Walks into each element of a list.
    pub fn each<'a, T>(&mut self, field: &str, values: &'a [T], mut walk: impl FnMut(&mut Self, &'a T)) {
        self.within(field, |check| {
            for (index, value) in values.iter().enumerate() {
                check.within(&index.to_string(), |check| walk(check, value));
            }
        });
    }

    /// A text of several lines that may be empty.
    pub fn text(&mut self, field: &str, value: &str, most: usize) {
        self.plain(field, value, Lines::Many);
        self.length(field, value, most);
    }

    /// A text of one line that may be empty.
    pub fn line(&mut self, field: &str, value: &str, most: usize) {
        self.plain(field, value, Lines::One);
        self.length(field, value, most);
    }

    /// What nobody sees harms wherever it is shown: in titles, feeds, calendars and the terminals of operators.
    fn plain(&mut self, field: &str, value: &str, lines: Lines) {
        let unseen = [kit::text::control(value, lines), kit::text::lone_direction(value)];
        for found in unseen.into_iter().flatten() {
            self.wrong(field, Code::Invalid, found.to_string());
        }
    }

    fn length(&mut self, field: &str, value: &str, most: usize) {
        let count = value.chars().count();
        if count > most {
            self.wrong(field, Code::TooLong, format!("is {count} characters long; at most {most}"));
        }
    }

    /// A text that somebody will read as a name: required of what is published.
    pub fn title(&mut self, field: &str, value: &str, need: Need) {
        if need == Need::Required && kit::text::is_blank(value) {
            self.wrong(field, Code::Required, "is required: say it in a few words");
        }
        self.line(field, value, limits::TITLE_CHARS);
    }

    /// A text of several lines that says something if it is there.
    pub fn optional_text(&mut self, field: &str, value: Option<&str>, most: usize) {
        let Some(value) = value else { return };
        self.said(field, value);
        self.text(field, value, most);
    }

    /// A text of one line that says something if it is there.
    pub fn optional_line(&mut self, field: &str, value: Option<&str>, most: usize) {
        let Some(value) = value else { return };
        self.said(field, value);
        self.line(field, value, most);
    }

    fn said(&mut self, field: &str, value: &str) {
        if kit::text::is_blank(value) {
            self.wrong(field, Code::Invalid, "is empty: leave it out instead");
        }
    }

    pub fn url(&mut self, field: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        self.length(field, value, limits::URL_CHARS);
        let is_hidden = kit::text::lone_direction(value).is_some();
        if is_hidden || !kit::text::is_web_address(value) {
            self.wrong(field, Code::Invalid, "must be a whole address such as https://example.org/page");
        }
    }

    /// A language tag in its usual spelling, so that two spellings are never two languages.
    pub fn locale(&mut self, field: &str, value: &str) {
        match Locale::parse(value) {
            Ok(usual) if usual.as_str() == value => {}
            Ok(usual) => self.wrong(field, Code::Invalid, format!("\"{value}\" must be written {usual}")),
            Err(wrong) => self.wrong(field, Code::Invalid, format!("\"{value}\" {wrong}")),
        }
    }

    pub fn time_zone(&mut self, field: &str, value: &str) {
        if !kit::time::is_time_zone(value) {
            self.wrong(field, Code::Invalid, no_time_zone(value));
        }
    }

    /// `value` must come after the field that `earlier` names.
    pub fn after(&mut self, field: &str, value: Option<Instant>, earlier: (&str, Option<Instant>)) {
        if let (Some(value), (name, Some(before))) = (value, earlier)
            && value <= before
        {
            self.wrong(field, Code::InvalidState, format!("must be later than {name}"));
        }
    }

    /// `value` must not come before the field that `earlier` names.
    pub fn not_before(&mut self, field: &str, value: Option<Instant>, earlier: (&str, Option<Instant>)) {
        if let (Some(value), (name, Some(before))) = (value, earlier)
            && value < before
        {
            self.wrong(field, Code::InvalidState, format!("must not be earlier than {name}"));
        }
    }

    /// A number between two bounds, both included.
    pub fn range<T: Copy + PartialOrd + std::fmt::Display>(
        &mut self,
        field: &str,
        value: Option<T>,
        least: T,
        most: T,
    ) {
        let Some(value) = value else { return };
        if !(least <= value && value <= most) {
            self.wrong(field, Code::Invalid, format!("is {value}; must be from {least} to {most}"));
        }
    }

    /// A short list of distinct things.
    pub fn distinct<T: Eq + Hash>(&mut self, field: &str, values: &[T], most: usize) {
        if values.len() > most {
            self.wrong(field, Code::TooMany, format!("has {} entries; at most {most}", values.len()));
        }
        let mut seen = HashSet::new();
        self.each(field, values, |check, value| {
            if !seen.insert(value) {
                check.this(Code::Invalid, "is in the list twice: keep one");
            }
        });
    }

    /// Sustainable Development Goals.
    pub fn sdgs(&mut self, field: &str, values: &[u8]) {
        self.distinct(field, values, 17);
        self.each(field, values, |check, goal| {
            if !(1..=17).contains(goal) {
                check.this(Code::Invalid, format!("{goal} is not a Sustainable Development Goal: 1 to 17"));
            }
        });
    }
}
