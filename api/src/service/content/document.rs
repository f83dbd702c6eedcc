//! A thing as a document: what revisions and working drafts keep of it.

use sea_orm::DatabaseTransaction;
use serde::Serialize;
use serde_json::Value;

use super::Editable;
use crate::domain::diff::{self, Difference};
use crate::domain::stored;
use crate::error::Result;
use crate::service::save::{self, Sound};

pub fn document(input: &impl Serialize) -> String {
    serde_json::to_string(input).expect("an input is plain JSON")
}

/// An error that only the log tells where the document is damaged.
pub fn read<I: Editable>(document: &str) -> Result<I> {
    stored::json(document)
}

/// The same, no longer pointing at what was purged since. Of what is `sound` it is known that it is there; where it leads
/// to nothing else that is lost, all of that is then known, too.
pub async fn present<I: Editable>(db: &DatabaseTransaction, input: I, sound: &mut Sound) -> Result<I> {
    let lost = save::dangling_but(db, &input, sound).await?;
    if lost.is_empty() {
        sound.extend(save::targets(&input));
        return Ok(input);
    }
    let mut document = value(&input);
    // From the last, so that the places of the others stay.
    for mistake in lost.iter().rev() {
        leave_out(&mut document, &mistake.field);
    }
    read(&document.to_string())
}

/// A thing, or one of a list of things; what a rich text shows is for people to mend.
fn leave_out(document: &mut Value, way: &[String]) {
    match way {
        [field] => document[field] = Value::Null,
        [field, place] => {
            if let (Some(things), Ok(place)) = (document[field].as_array_mut(), place.parse::<usize>()) {
                things.remove(place);
            }
        }
        _ => {}
    }
}

pub fn differences<I: Editable>(before: &I, after: &I) -> Vec<Difference> {
    diff::between(&value(before), &value(after))
}

fn value(input: &impl Serialize) -> Value {
    serde_json::to_value(input).expect("an input is plain JSON")
}
