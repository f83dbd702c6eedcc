//! Reads the fields of a JSON object by name and type, noting every mistake on the way.

use std::cell::RefCell;

use entity::instant::Instant;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::json::Json;
use crate::kit;

/// The mistakes of one file: field and message.
#[derive(Debug, Default)]
pub struct Log(RefCell<Vec<(String, String)>>);

impl Log {
    pub fn note(&self, field: impl Into<String>, message: impl Into<String>) {
        self.0.borrow_mut().push((field.into(), message.into()));
    }

    pub fn into_mistakes(self) -> Vec<(String, String)> {
        self.0.into_inner()
    }
}

/// An object being read: each field is taken out, and what is left at the end was not known.
#[derive(Debug)]
pub struct Fields<'a> {
    log: &'a Log,
    path: String,
    entries: Vec<(String, Json)>,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// Nothing but a mistake if it is not an object.
    pub fn new(log: &'a Log, json: Json) -> Option<Self> {
        Self::at(log, String::new(), json)
    }

    fn at(log: &'a Log, path: String, json: Json) -> Option<Self> {
        match json {
            Json::Object(entries) => Some(Self { log, path, entries, known: Vec::new() }),
            other => {
                log.note(path, format!("must be an object, not {}", other.kind()));
                None
            }
        }
    }

    /// Notes a mistake in one of the fields.
    pub fn wrong(&self, key: &str, message: impl Into<String>) {
        self.log.note(self.inner(key), message);
    }

    fn inner(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// `null` is the same as nothing.
    pub fn take(&mut self, key: &'static str) -> Option<Json> {
        self.known.push(key);
        let place = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(place).1).filter(|json| *json != Json::Null)
    }

    fn typed<T>(
        &mut self,
        key: &'static str,
        kind: &str,
        read: impl FnOnce(Json) -> Result<T, Json>,
    ) -> Option<T> {
        match read(self.take(key)?) {
            Ok(value) => Some(value),
            Err(other) => {
                self.wrong(key, format!("must be {kind}, not {}", other.kind()));
                None
            }
        }
    }

    pub fn text(&mut self, key: &'static str) -> Option<String> {
        self.typed(key, "a text", |json| match json {
            Json::Text(text) => Ok(text),
            other => Err(other),
        })
    }

    /// An empty one, and a mistake, if it is not there.
    pub fn required_text(&mut self, key: &'static str) -> String {
        let there = self.has(key);
        let text = self.text(key);
        if !there {
            self.wrong(key, "is required");
        }
        text.unwrap_or_default()
    }

    pub fn flag(&mut self, key: &'static str) -> bool {
        let flag = self.typed(key, "true or false", |json| match json {
            Json::Bool(flag) => Ok(flag),
            other => Err(other),
        });
        flag.unwrap_or(false)
    }

    pub fn integer<T: TryFrom<i64>>(&mut self, key: &'static str) -> Option<T> {
        self.typed(key, "a whole number within bounds", |json| integer(&json).ok_or(json))
    }

    pub fn number(&mut self, key: &'static str) -> Option<f64> {
        self.typed(key, "a number", |json| match &json {
            Json::Number(number) => number.as_f64().ok_or(json),
            _ => Err(json),
        })
    }

    pub fn instant(&mut self, key: &'static str) -> Option<Instant> {
        let text = self.text(key)?;
        let instant = kit::time::parse_rfc3339(&text).map(Instant);
        if instant.is_none() {
            self.wrong(
                key,
                format!("\"{text}\" is not an instant with its zone such as 2021-04-30T00:00:00Z"),
            );
        }
        instant
    }

    pub fn required_instant(&mut self, key: &'static str) -> Instant {
        if !self.has(key) {
            self.wrong(key, "is required");
        }
        self.instant(key).unwrap_or(Instant(0))
    }

    /// One of the words that `T` has.
    pub fn word<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let text = self.text(key)?;
        let word: StrDeserializer<'_, WordError> = text.as_str().into_deserializer();
        match T::deserialize(word) {
            Ok(value) => Some(value),
            Err(cause) => {
                let words = cause.to_string().replace('`', "\"").replacen("unknown variant ", "", 1);
                self.wrong(key, words.replacen(", expected", ": must be", 1));
                None
            }
        }
    }

    /// The word, or the one used in its place if it is not there; then there is a mistake.
    pub fn required_word<T: DeserializeOwned>(&mut self, key: &'static str, stand_in: T) -> T {
        if !self.has(key) {
            self.wrong(key, "is required");
        }
        self.word(key).unwrap_or(stand_in)
    }

    pub fn list(&mut self, key: &'static str) -> Vec<Json> {
        let list = self.typed(key, "a list", |json| match json {
            Json::List(values) => Ok(values),
            other => Err(other),
        });
        list.unwrap_or_default()
    }

    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let mut texts = Vec::new();
        for (index, value) in self.list(key).into_iter().enumerate() {
            match value {
                Json::Text(text) => texts.push(text),
                other => {
                    self.wrong(&format!("{key}.{index}"), format!("must be a text, not {}", other.kind()))
                }
            }
        }
        texts
    }

    pub fn integers<T: TryFrom<i64>>(&mut self, key: &'static str) -> Vec<T> {
        let mut numbers = Vec::new();
        for (index, value) in self.list(key).into_iter().enumerate() {
            match integer(&value) {
                Some(number) => numbers.push(number),
                None => self.wrong(&format!("{key}.{index}"), "must be a whole number within bounds"),
            }
        }
        numbers
    }

    pub fn object(&mut self, key: &'static str) -> Option<Fields<'a>> {
        let json = self.take(key)?;
        Self::at(self.log, self.inner(key), json)
    }

    pub fn objects(&mut self, key: &'static str) -> Vec<Fields<'a>> {
        let path = self.inner(key);
        let list = self.list(key).into_iter().enumerate();
        list.filter_map(|(index, json)| Self::at(self.log, format!("{path}.{index}"), json)).collect()
    }

    /// All entries of an object whose keys are the author's: the texts by language.
    pub fn each(mut self) -> Vec<(String, Fields<'a>)> {
        let entries = std::mem::take(&mut self.entries);
        let fields = entries.into_iter().filter_map(|(key, json)| {
            let inner = Self::at(self.log, self.inner(&key), json)?;
            Some((key, inner))
        });
        fields.collect()
    }

    /// A JSON value for a column.
    pub fn json(&mut self, key: &'static str) -> Option<String> {
        self.take(key).map(|json| json.compact())
    }

    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, json)| name == key && *json != Json::Null)
    }

    /// Notes what was not known.
    pub fn done(self) {
        for (key, _) in &self.entries {
            let near = self.known.iter().find(|known| is_near(key, known));
            let hint = match near {
                Some(near) => format!("; did you mean \"{near}\"?"),
                None => format!("; known are {}", self.known.join(", ")),
            };
            self.wrong(key, format!("is not known here{hint}"));
        }
    }
}

fn integer<T: TryFrom<i64>>(json: &Json) -> Option<T> {
    match json {
        Json::Number(number) => T::try_from(number.as_i64()?).ok(),
        _ => None,
    }
}

/// Whether two edits of a letter make one of the other.
fn is_near(given: &str, known: &str) -> bool {
    let (given, known) = (given.to_lowercase(), known.to_lowercase());
    let (given, known): (Vec<char>, Vec<char>) = (given.chars().take(64).collect(), known.chars().collect());
    let mut row: Vec<usize> = (0..=known.len()).collect();
    for (i, a) in given.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in known.iter().enumerate() {
            let changed = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[known.len()] <= 2.min(known.len() / 2)
}

#[cfg(test)]
mod tests {
    use entity::status::Status;

    use super::*;

    fn mistakes(json: &str, read: impl FnOnce(&mut Fields<'_>)) -> Vec<String> {
        let log = Log::default();
        let mut fields = Fields::new(&log, serde_json::from_str(json).unwrap()).unwrap();
        read(&mut fields);
        fields.done();
        log.into_mistakes().into_iter().map(|(field, message)| format!("{field}: {message}")).collect()
    }

    #[test]
    fn every_wrong_type_is_named() {
        let json = r#"{"slug": 7, "position": 1.5, "featured": "yes", "status": "LIVE", "at": "soon", "sdgs": [1, "2"]}"#;
        let found = mistakes(json, |fields| {
            fields.text("slug");
            fields.integer::<i32>("position");
            fields.flag("featured");
            fields.word::<Status>("status");
            fields.instant("at");
            fields.integers::<u8>("sdgs");
            fields.required_text("locale");
        });
        assert_eq!(
            found,
            [
                "slug: must be a text, not a number",
                "position: must be a whole number within bounds, not a number",
                "featured: must be true or false, not a text",
                "status: \"LIVE\": must be one of \"DRAFT\", \"IN_REVIEW\", \"PUBLISHED\", \"ARCHIVED\"",
                "at: \"soon\" is not an instant with its zone such as 2021-04-30T00:00:00Z",
                "sdgs.1: must be a whole number within bounds",
                "locale: is required",
            ]
        );
    }

    #[test]
    fn an_unknown_key_is_told_with_what_it_might_have_been() {
        let found =
            mistakes(r#"{"titel": "x", "colour": "red", "text": {"en": {"sumary": ""}}}"#, |fields| {
                fields.text("title");
                for (_, mut text) in fields.object("text").unwrap().each() {
                    text.text("summary");
                    text.done();
                }
            });
        assert_eq!(
            found,
            [
                "text.en.sumary: is not known here; did you mean \"summary\"?",
                "titel: is not known here; did you mean \"title\"?",
                "colour: is not known here; known are title, text",
            ]
        );
    }
}
