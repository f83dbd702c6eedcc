//! Builds the objects of a bundle: keys in the order they are put, what is absent or empty left out.

use entity::instant::Instant;
use serde::Serialize;

use super::json::Json;
use crate::domain::stored;
use crate::error::Result;
use crate::kit;

#[derive(Debug, Default)]
pub struct Object(Vec<(String, Json)>);

impl Object {
    pub fn put(&mut self, key: &str, value: impl Into<Json>) {
        self.0.push((key.to_owned(), value.into()));
    }

    pub fn put_some<T: Into<Json>>(&mut self, key: &str, value: Option<T>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    /// Left out when empty.
    pub fn put_text(&mut self, key: &str, value: &str) {
        self.put_some(key, (!value.is_empty()).then_some(value));
    }

    /// Left out when empty.
    pub fn put_list<T: Into<Json>>(&mut self, key: &str, values: Vec<T>) {
        self.put_some(key, (!values.is_empty()).then_some(values));
    }

    pub fn put_instant(&mut self, key: &str, instant: Option<Instant>) {
        self.put_some(key, instant.map(|instant| kit::time::rfc3339(instant.0)));
    }

    /// A word of one of our enums.
    pub fn put_word(&mut self, key: &str, word: impl Serialize) {
        match serde_json::to_value(word) {
            Ok(serde_json::Value::String(word)) => self.put(key, word),
            other => unreachable!("an enum without data is a word, not {other:?}"),
        }
    }

    /// JSON from a column.
    pub fn put_json(&mut self, key: &str, column: Option<&str>) -> Result<()> {
        self.put_some(key, column.map(stored::json::<Json>).transpose()?);
        Ok(())
    }
}

impl Object {
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}
