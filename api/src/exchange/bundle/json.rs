//! JSON whose objects keep their order and have each key once: forms are shown in the order they were written in.

use std::fmt::{self, Write};

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

/// A file longer than this is not laid out for people.
const PRETTY_BYTES: usize = 8 << 20;

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Of what is no object there are none.
    pub fn entries(&self) -> &[(String, Self)] {
        if let Self::Object(entries) = self { entries } else { &[] }
    }

    /// `Null` where there is none of that name.
    pub fn entry(&self, name: &str) -> &Self {
        self.entries().iter().find(|(known, _)| known == name).map_or(&Self::Null, |(_, value)| value)
    }

    /// What a reader of a message calls it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// As a file: two spaces a level and one line end at the end; in one line if that came to more than
    /// [`PRETTY_BYTES`], for a line end may become many blanks.
    pub fn file(&self) -> String {
        let mut out = String::new();
        self.print(&mut out, Some(0));
        if out.len() > PRETTY_BYTES {
            out = self.compact();
        }
        out.push('\n');
        out
    }

    /// In one line, for a column.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.print(&mut out, None);
        out
    }

    fn print(&self, out: &mut String, level: Option<usize>) {
        if level.is_some() && out.len() > PRETTY_BYTES {
            return;
        }
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => write!(out, "{value}").expect("writing to memory"),
            Self::Number(value) => write!(out, "{value}").expect("writing to memory"),
            Self::Text(value) => out.push_str(&quoted(value)),
            Self::List(values) => {
                let print = |out: &mut String, value: &Self, level| value.print(out, level);
                block(out, ['[', ']'], values, level, print);
            }
            Self::Object(entries) => block(out, ['{', '}'], entries, level, |out, (key, value), level| {
                out.push_str(&quoted(key));
                out.push_str(if level.is_some() { ": " } else { ":" });
                value.print(out, level);
            }),
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}

fn block<T>(
    out: &mut String,
    [open, close]: [char; 2],
    values: &[T],
    level: Option<usize>,
    print: impl Fn(&mut String, &T, Option<usize>),
) {
    out.push(open);
    let inner = level.map(|level| level + 1);
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        new_line(out, inner);
        print(out, value, inner);
    }
    if !values.is_empty() {
        new_line(out, level);
    }
    out.push(close);
}

fn new_line(out: &mut String, level: Option<usize>) {
    let Some(level) = level else { return };
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", level));
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Json, E> {
        Number::from_f64(value).map(Json::Number).ok_or_else(|| E::custom("a number is too large"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut seen = std::collections::HashSet::new();
        let mut object = Vec::new();
        while let Some((key, value)) = entries.next_entry::<String, Json>()? {
            if !seen.insert(key.clone()) {
                return Err(de::Error::custom(format!("the key \"{key}\" is there twice")));
            }
            object.push((key, value));
        }
        Ok(Json::Object(object))
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<i32> for Json {
    fn from(value: i32) -> Self {
        Self::Number(value.into())
    }
}

impl From<f64> for Json {
    fn from(value: f64) -> Self {
        Number::from_f64(value).map_or(Self::Null, Self::Number)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_in_the_same_order() {
        let text =
            "{\n  \"b\": [\n    1,\n    2.5,\n    true,\n    null\n  ],\n  \"a\": {},\n  \"é\\n\": []\n}\n";
        let json: Json = serde_json::from_str(text).unwrap();
        assert_eq!(json.file(), text);
        assert_eq!(json.compact(), "{\"b\":[1,2.5,true,null],\"a\":{},\"é\\n\":[]}");
    }

    #[test]
    fn what_would_be_mostly_blanks_is_one_line() {
        let deep =
            (0..100).fold(Json::List(vec![Json::Bool(true); 100_000]), |inner, _| Json::List(vec![inner]));
        assert_eq!(deep.file(), deep.compact() + "\n");
    }

    #[test]
    fn a_key_twice_or_a_nest_too_deep_is_refused() {
        let error = serde_json::from_str::<Json>("{\"a\": 1, \"a\": 2}").unwrap_err();
        assert!(error.to_string().contains("\"a\" is there twice"), "{error}");
        assert!(serde_json::from_str::<Json>(&"[".repeat(100_000)).is_err());
        assert!(serde_json::from_str::<Json>("{\"a\": 1e999}").is_err());
    }
}
