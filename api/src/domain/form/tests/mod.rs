//! What forms and answers are refused for, and what they may hold.

mod answers;
mod bounds;
mod references;
mod schemas;

use serde_json::{Value, json};

use super::{Form, FormMistake};

/// A form with this one question.
fn asking(question: &Value) -> Value {
    json!({ "type": "object", "properties": { "q": question } })
}

fn form(schema: &Value) -> Form {
    Form::read(&schema.to_string()).expect("a good form")
}

fn refused(schema: &Value) -> Vec<FormMistake> {
    Form::read(&schema.to_string()).expect_err("a bad form")
}

/// Each mistake as `a.b.c: message`.
fn said(mistakes: &[FormMistake]) -> Vec<String> {
    mistakes.iter().map(ToString::to_string).collect()
}

/// Whether `schema` is refused at `path` with a message that has these words.
#[track_caller]
fn refuses(schema: &Value, path: &str, words: &str) {
    let said = said(&refused(schema));
    let start = format!("{path}: ");
    assert!(said.iter().any(|one| one.starts_with(&start) && one.contains(words)), "{schema}: {said:#?}");
}
