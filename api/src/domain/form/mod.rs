//! The form of a call: a JSON Schema (draft 2020-12) that what is sent in is checked against.
//!
//! A form is read once and then checks any number of answers. What it may say is bounded, so that no form and no answer
//! makes checking slow: see `limits`, and `api/docs/decisions/0016-forms-are-json-schema.md`.

mod answer;
mod keyword;
pub mod limits;
mod message;
mod pattern;
mod reference;
mod schema;
#[cfg(test)]
mod tests;

use std::fmt;

use jsonschema::Validator;
use serde_json::Value;

use super::mistake::Code;

/// A form that was found to be good.
pub struct Form {
    validator: Validator,
    questions: Vec<Question>,
}

/// A question of a form: one of its `properties`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub key: String,
    /// The values that can be chosen, as labels name them; empty where none are told.
    pub options: Vec<String>,
}

/// What is wrong with a form, or with an answer to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormMistake {
    /// The way into the JSON: `["experiences", "0", "title"]`. Empty: the whole of it.
    pub path: Vec<String>,
    pub code: Code,
    /// A sentence that goes on from the field: "is required: …".
    pub message: String,
}

impl Form {
    /// Reads a form, or tells every mistake in it (at most [`limits::MISTAKES_FOUND`]).
    pub fn read(text: &str) -> Result<Self, Vec<FormMistake>> {
        let schema = schema::parse(text).map_err(|mistake| vec![mistake])?;
        let mistakes = schema::mistakes(&schema);
        if !mistakes.is_empty() {
            return Err(bounded(mistakes));
        }
        let validator = schema::validator(&schema).map_err(|mistake| vec![mistake])?;
        Ok(Self { validator, questions: schema::questions(&schema) })
    }

    /// Its questions, in its order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.key == key)
    }

    /// Every mistake in an answer, in the order of their paths (at most [`limits::MISTAKES_FOUND`]); none if it is good.
    pub fn mistakes(&self, answer: &Value) -> Vec<FormMistake> {
        let outsized = oversize(answer);
        if !outsized.is_empty() {
            return outsized;
        }
        let errors = self.validator.iter_errors(answer);
        bounded(errors.flat_map(|error| message::mistakes(&error)).collect())
    }
}

/// What is too large, too deep or unstorable in an answer, whatever the form asks: all that a draft is checked for
/// which is not complete yet. [`Form::mistakes`] begins with this.
pub fn oversize(answer: &Value) -> Vec<FormMistake> {
    answer::oversize(answer)
}

impl FormMistake {
    pub fn new(path: &[String], code: Code, message: impl Into<String>) -> Self {
        Self { path: path.to_vec(), code, message: message.into() }
    }
}

impl fmt::Display for FormMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.join("."), self.message)
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").field("questions", &self.questions).finish_non_exhaustive()
    }
}

/// Each mistake once, in the order of their paths.
fn bounded(mut mistakes: Vec<FormMistake>) -> Vec<FormMistake> {
    mistakes.sort_by(|a, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
    mistakes.dedup();
    mistakes.truncate(limits::MISTAKES_FOUND);
    mistakes
}
