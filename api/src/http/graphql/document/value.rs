//! Which values fit scalars and enums.

use std::fmt;

use async_graphql_value::{ConstValue, Number, Value};

use super::types::{Kind, TypeDef};

/// Longer texts are cut in messages.
const SHOWN: usize = 60;

/// Says what is wrong with the text of a scalar, or with what is no text; `None` when nothing is.
pub type Judge = fn(Option<&str>) -> Option<String>;

/// A value seen from outside, from a document or from JSON.
#[derive(Clone, Copy)]
pub(super) enum Shape<'a> {
    Null,
    Number(&'a Number),
    Text(&'a str),
    Boolean(bool),
    Enum(&'a str),
    List,
    Object,
    Other,
}

/// The mistake in a value for a scalar or enum; `literal` when it is written in the document rather than sent as JSON.
///
/// Of the scalars the built-in ones are judged, and those that the schema gave a judge.
pub(super) fn leaf_problem(def: &TypeDef, value: Shape<'_>, literal: bool) -> Option<String> {
    match (def.kind, def.name.as_str(), value) {
        (Kind::Enum, name, value) => enum_problem(def, name, value, literal),
        (_, "Int", Shape::Number(number)) if integer(number, literal).is_some() => None,
        (_, "Int", Shape::Number(number)) if is_whole(number, literal) => {
            Some(format!("Int cannot represent non 32-bit signed integer value: {value}"))
        }
        (_, "Int", _) => Some(format!("Int cannot represent non-integer value: {value}")),
        (_, "Float", Shape::Number(_))
        | (_, "String" | "ID", Shape::Text(_))
        | (_, "Boolean", Shape::Boolean(_)) => None,
        (_, "ID", Shape::Number(number)) if number.is_i64() || number.is_u64() => None,
        (_, "Float", _) => Some(format!("Float cannot represent non numeric value: {value}")),
        (_, "String", _) => Some(format!("String cannot represent a non string value: {value}")),
        (_, "Boolean", _) => Some(format!("Boolean cannot represent a non boolean value: {value}")),
        (_, "ID", _) => Some(format!("ID cannot represent a non-string and non-integer value: {value}")),
        (_, _, Shape::Text(text)) => def.judge.and_then(|judge| judge(Some(text))),
        _ => def.judge.and_then(|judge| judge(None)),
    }
}

fn enum_problem(def: &TypeDef, name: &str, value: Shape<'_>, literal: bool) -> Option<String> {
    let given = match value {
        Shape::Enum(given) => given,
        Shape::Text(given) if !literal => given,
        other => return Some(format!("Enum \"{name}\" cannot represent non-enum value: {other}.")),
    };
    let known = def.values.iter().any(|value| value == given);
    (!known).then(|| format!("Value \"{}\" does not exist in \"{name}\" enum.", cut(given)))
}

fn is_whole(number: &Number, literal: bool) -> bool {
    number.is_i64()
        || number.is_u64()
        || number.as_f64().is_some_and(|float| !literal && float.fract() == 0.0)
}

/// A number as a GraphQL `Int`. JSON does not tell `3.0` from `3`; a literal does.
pub(super) fn integer(number: &Number, literal: bool) -> Option<i32> {
    if let Some(whole) = number.as_i64() {
        return i32::try_from(whole).ok();
    }
    let float = number.as_f64().filter(|float| !literal && float.fract() == 0.0)?;
    format!("{float:.0}").parse().ok()
}

impl<'a> From<&'a Value> for Shape<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::Text(text),
            Value::Boolean(it) => Self::Boolean(*it),
            Value::Enum(name) => Self::Enum(name),
            Value::List(_) => Self::List,
            Value::Object(_) => Self::Object,
            Value::Variable(_) | Value::Binary(_) => Self::Other,
        }
    }
}

impl<'a> From<&'a ConstValue> for Shape<'a> {
    fn from(value: &'a ConstValue) -> Self {
        match value {
            ConstValue::Null => Self::Null,
            ConstValue::Number(number) => Self::Number(number),
            ConstValue::String(text) => Self::Text(text),
            ConstValue::Boolean(it) => Self::Boolean(*it),
            ConstValue::Enum(name) => Self::Enum(name),
            ConstValue::List(_) => Self::List,
            ConstValue::Object(_) => Self::Object,
            ConstValue::Binary(_) => Self::Other,
        }
    }
}

/// For a message: short, whatever was sent.
impl fmt::Display for Shape<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => out.write_str("null"),
            Self::Number(number) => write!(out, "{number}"),
            Self::Text(text) => write!(out, "\"{}\"", cut(text)),
            Self::Boolean(it) => write!(out, "{it}"),
            Self::Enum(name) => out.write_str(&cut(name)),
            Self::List => out.write_str("a list"),
            Self::Object => out.write_str("an object"),
            Self::Other => out.write_str("a value"),
        }
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
