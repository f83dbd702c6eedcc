//! A thing as a document: what revisions and working drafts keep of it.

use std::collections::HashSet;

use sea_orm::DatabaseTransaction;
use serde::Serialize;
use serde_json::Value;

use super::Editable;
use crate::domain::diff::{self, Difference};
use crate::domain::stored;
use crate::error::Result;
use crate::service::input::Text;
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
pub async fn present<I: Editable>(db: &DatabaseTransaction, mut input: I, sound: &mut Sound) -> Result<I> {
    let lost = save::dangling_but(db, &input, sound).await?;
    if lost.is_empty() {
        sound.extend(save::targets(&input));
        return Ok(input);
    }
    let lost: HashSet<_> = lost.into_iter().map(|mistake| mistake.field).collect();
    for (_, target, id) in save::named(&input).into_iter().filter(|(field, ..)| lost.contains(field)) {
        input.unlink((target, id));
    }
    Ok(input)
}

/// What this document says, which differs from that of `item` in what it names.
pub fn rewritten<I: Editable>(item: &I, document: &Value) -> Result<I> {
    let mut again = read::<I>(&document.to_string())?;
    stand_like(&mut again, item);
    let parts = again.parts_mut();
    parts.record.clone_from(item.record());
    if let Some(naming) = item.naming() {
        parts.naming.clone_from(naming);
    }
    Ok(again)
}

/// Takes over where it stands on its way to the reader, and texts that are rendered already.
pub fn stand_like<I: Editable>(item: &mut I, from: &I) {
    let parts = item.parts_mut();
    if let (Some(lifecycle), Some(known)) = (parts.lifecycle, from.lifecycle()) {
        *lifecycle = known;
    }
    for text in parts.texts {
        let same = from.texts().iter().find(|known| known.key().0 == text.key().0).and_then(Text::body);
        if let (Some(known), Some(body)) = (same, text.body_mut()) {
            body.render_like(known);
        }
    }
}

/// As publishing it would leave it, which is what revisions compare: goals in order, an event with the id it is to have. Of
/// what was checked, or says what it says unchecked.
pub fn as_stored<I: Editable>(item: I, stored: &I::Stored) -> I {
    I::of(&item.into_stored(Some(stored)))
}

/// Whether they say the same, whatever the order of their languages.
pub fn is_same<I: Editable>(one: &I, other: &I) -> bool {
    differences(one, other).is_empty()
}

pub fn differences<I: Editable>(before: &I, after: &I) -> Vec<Difference> {
    diff::between(&value(before), &value(after))
}

pub fn value(input: &impl Serialize) -> Value {
    serde_json::to_value(input).expect("an input is plain JSON")
}
