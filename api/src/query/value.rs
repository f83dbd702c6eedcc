//! A value as the database printed it into JSON.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use uuid::Uuid;

/// Compiled statements answer arrays of these; objects never occur.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Text),
    Array(Vec<Value>),
}

/// A piece of what was read, or what became of one that was escaped.
#[derive(Clone)]
pub struct Text {
    whole: Arc<str>,
    from: usize,
    until: usize,
}

impl Text {
    fn as_str(&self) -> &str {
        &self.whole[self.from..self.until]
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Value {
    /// Reads an answer. Its texts are pieces of it, so that few of them are copied.
    pub fn read(answer: &Arc<str>) -> serde_json::Result<Self> {
        let mut deserializer = serde_json::Deserializer::from_str(answer);
        let value = Reader(answer).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(value)
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            _ => None,
        }
    }

    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(n) => Some(*n),
            _ => None,
        }
    }

    pub fn float(&self) -> Option<f64> {
        match self {
            Self::Float(n) => Some(*n),
            #[expect(clippy::cast_precision_loss, reason = "a number of degrees printed without a fraction")]
            Self::Int(n) => Some(*n as f64),
            // As SQLite prints it, so as to lose no digit.
            Self::Text(text) => text.as_str().parse().ok(),
            _ => None,
        }
    }

    /// SQLite prints truth as 1 and 0.
    pub fn truth(&self) -> bool {
        matches!(self, Self::Bool(true) | Self::Int(1))
    }

    pub fn uuid(&self) -> Option<Uuid> {
        self.text().and_then(|text| Uuid::try_parse(text).ok())
    }

    pub fn array(&self) -> &[Self] {
        match self {
            Self::Array(values) => values,
            _ => &[],
        }
    }

    pub fn into_array(self) -> Vec<Self> {
        match self {
            Self::Array(values) => values,
            _ => Vec::new(),
        }
    }
}

/// Reads values out of an answer.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a Arc<str>);

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar or an array")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value).map(Value::Int).map_err(E::custom)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Value, E> {
        let from = value.as_ptr().addr().wrapping_sub(self.0.as_ptr().addr());
        Ok(Value::Text(Text { whole: self.0.clone(), from, until: from + value.len() }))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(Text { whole: value.into(), from: 0, until: value.len() }))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::with_capacity(8);
        while let Some(value) = seq.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_with_the_texts_in_it() {
        let answer: Arc<str> = r#"["plain","quo\"ted",["é",7,-1.5,true,null],""]"#.into();
        let value = Value::read(&answer).unwrap();
        let [plain, quoted, inner, empty] = value.array() else { panic!("{value:?}") };
        assert_eq!(plain.text(), Some("plain"));
        assert_eq!(quoted.text(), Some("quo\"ted"));
        assert_eq!(empty.text(), Some(""));
        assert_eq!(inner.array()[0].text(), Some("é"));
        assert_eq!(inner.array()[1..], [Value::Int(7), Value::Float(-1.5), Value::Bool(true), Value::Null]);
    }

    #[test]
    fn what_is_no_answer_of_ours_is_an_error() {
        for answer in ["", "[", "{}", "[1] 2", "[18446744073709551615]"] {
            assert!(Value::read(&answer.into()).is_err(), "{answer}");
        }
    }
}
