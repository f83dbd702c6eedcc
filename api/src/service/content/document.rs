//! A thing as a document: what revisions and working drafts keep of it.

use serde::Serialize;
use serde_json::Value;

use super::Editable;
use crate::domain::diff::{self, Difference};
use crate::domain::stored;
use crate::error::Result;

pub fn document(input: &impl Serialize) -> String {
    serde_json::to_string(input).expect("an input is plain JSON")
}

/// An error that only the log tells where the document is damaged.
pub fn read<I: Editable>(document: &str) -> Result<I> {
    stored::json(document)
}

pub fn differences<I: Editable>(before: &I, after: &I) -> Vec<Difference> {
    diff::between(&value(before), &value(after))
}

fn value(input: &impl Serialize) -> Value {
    serde_json::to_value(input).expect("an input is plain JSON")
}
