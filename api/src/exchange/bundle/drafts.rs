//! Working drafts in a bundle: what a published thing is to become, beside what it is, under `draft` in its file.

use entity::revision::Draft;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::fields::Fields;
use super::index::Index;
use super::json::Json;
use super::names::Names;
use super::noun::Noun;
use super::object::Object;
use crate::error::Result;

/// Where it stands, in the words of a file.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum State {
    Draft,
    InReview,
}

/// What a draft does not say: it is the thing's.
const THE_THINGS: [&str; 10] = [
    "id",
    "status",
    "publishedAt",
    "expiresAt",
    "createdAt",
    "updatedAt",
    "version",
    "oldSlugs",
    "members",
    "extensions",
];

/// The draft in a file, and where it stands.
pub fn read<I: Noun>(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Option<(Draft, I)> {
    if !I::HAS_DRAFTS {
        return None;
    }
    let mut draft = fields.object("draft")?;
    let state = match draft.required_word("state", State::Draft) {
        State::Draft => Draft::Draft,
        State::InReview => Draft::InReview,
    };
    let wanted = I::read(id, &mut draft, index);
    draft.done();
    Some((state, wanted))
}

/// Puts it into the file of its thing. What it points at and is no longer there is left out.
pub fn write<I: Noun>(object: &mut Object, state: Draft, row: &I::Stored, names: &Names) -> Result<()> {
    let mut draft = Object::default();
    let state = match state {
        Draft::Draft => State::Draft,
        Draft::InReview => State::InReview,
    };
    draft.put_word("state", state);
    let Json::Object(fields) = Json::from(I::write(row, names)?) else { return Ok(()) };
    for (key, value) in fields {
        match value {
            _ if THE_THINGS.contains(&key.as_str()) => {}
            Json::Text(word) if word.is_empty() => {}
            Json::List(values) => {
                let known: Vec<Json> =
                    values.into_iter().filter(|value| *value != Json::Text(String::new())).collect();
                draft.put_list(&key, known);
            }
            value => draft.put(&key, value),
        }
    }
    object.put("draft", draft);
    Ok(())
}
