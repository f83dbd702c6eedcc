//! Changes laid over what is edited; what cannot be meant is noted with the way to its field.

use async_graphql::{Enum, ID, Json, MaybeUndefined, OneofObject, Value};
use entity::status::TextStatus;
use sea_orm::ActiveEnum;

use super::id::{self, Identified};
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::domain::rich_text::Format;
use crate::service::content::Editable;
use crate::service::input::Body;

/// A rich text as it is written: give one of the two.
#[derive(OneofObject)]
pub enum RichTextInput {
    /// Markdown (`CommonMark`) with tables and footnotes; HTML in it is cleaned.
    Markdown(String),
    /// HTML, which is cleaned.
    Html(String),
}

/// Whether the public may read a text in this language, once the thing itself is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "TextStatus", name = "TextStatus")]
pub enum TextInputStatus {
    /// Not yet.
    Draft,
    /// Yes.
    Published,
}

/// Changes that are ready to be laid over a thing.
pub type Patch<I> = Box<dyn FnOnce(&mut I, &mut Check) + Send>;

/// The changes of a noun.
pub trait Changes<I: Editable>: Send + 'static {
    /// Renders the rich texts; that may take a while.
    fn ready(self) -> Patch<I>;
}

/// Makes changes ready where nobody waits for the processor.
pub async fn patch<I: Editable, C: Changes<I>>(changes: C) -> Patch<I> {
    tokio::task::spawn_blocking(move || changes.ready()).await.expect("rendering does not panic")
}

/// A field that always has a value: left out it stays, null is a mistake.
pub fn required<T, U>(
    check: &mut Check,
    field: &str,
    target: &mut T,
    given: MaybeUndefined<U>,
    into: impl FnOnce(U) -> T,
) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => {
            check.wrong(field, Code::Required, "cannot be null: leave it out, and it stays as it is");
        }
        MaybeUndefined::Value(value) => *target = into(value),
    }
}

/// A field that may have no value.
pub fn optional<T, U>(target: &mut Option<T>, given: MaybeUndefined<U>, into: impl FnOnce(U) -> T) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *target = None,
        MaybeUndefined::Value(value) => *target = Some(into(value)),
    }
}

/// A text that may be empty; null empties it.
pub fn text(target: &mut String, given: MaybeUndefined<String>) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => target.clear(),
        MaybeUndefined::Value(value) => *target = value,
    }
}

/// A list; null empties it.
pub fn list<T, U>(target: &mut Vec<T>, given: MaybeUndefined<Vec<U>>, into: impl Fn(U) -> T) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => target.clear(),
        MaybeUndefined::Value(values) => *target = values.into_iter().map(into).collect(),
    }
}

/// The id of one thing.
pub fn id<T: Identified>(check: &mut Check, field: &str, target: &mut Option<T>, given: MaybeUndefined<ID>) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *target = None,
        MaybeUndefined::Value(id) => match T::read(&id) {
            Ok(id) => *target = Some(id),
            Err(message) => check.wrong(field, Code::Invalid, message),
        },
    }
}

/// The ids of several.
pub fn ids<T: Identified>(
    check: &mut Check,
    field: &str,
    target: &mut Vec<T>,
    given: MaybeUndefined<Vec<ID>>,
) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => target.clear(),
        MaybeUndefined::Value(given) => *target = id::all(check, field, &given),
    }
}

/// Renders a rich text; null empties it.
pub fn body(given: MaybeUndefined<RichTextInput>) -> Option<Body> {
    match given {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(Body::default()),
        MaybeUndefined::Value(RichTextInput::Markdown(source)) => Some(Body::new(Format::Markdown, source)),
        MaybeUndefined::Value(RichTextInput::Html(source)) => Some(Body::new(Format::Html, source)),
    }
}

/// What every noun has beside its texts.
pub fn naming<I: Editable>(
    item: &mut I,
    check: &mut Check,
    slug: MaybeUndefined<String>,
    external_ref: MaybeUndefined<String>,
) {
    let parts = item.parts_mut();
    required(check, "slug", &mut parts.naming.slug, slug, |slug| slug);
    optional(&mut parts.record.external_ref, external_ref, |key| key);
}

/// Sustainable Development Goals there are.
const GOALS: usize = 17;

/// Sustainable Development Goals; null empties the list.
pub fn goals(check: &mut Check, target: &mut Vec<u8>, given: MaybeUndefined<Vec<i32>>) {
    let given = match given {
        MaybeUndefined::Undefined => return,
        MaybeUndefined::Null => Vec::new(),
        MaybeUndefined::Value(given) => given,
    };
    target.clear();
    if given.len() > GOALS {
        let message = format!("names {}, and there are {GOALS}: name each once", given.len());
        return check.wrong("sdgs", Code::TooMany, message);
    }
    for (place, goal) in given.into_iter().enumerate() {
        match u8::try_from(goal) {
            Ok(goal @ 1..=17) => target.push(goal),
            _ => check.within("sdgs", |check| {
                let message = format!("{goal} is not a Sustainable Development Goal: 1 to 17");
                check.wrong(&place.to_string(), Code::Invalid, message);
            }),
        }
    }
}

/// JSON in a column. What says the same stays as it is written.
pub fn json(target: &mut Option<String>, given: MaybeUndefined<Json<Value>>) {
    json_unless(target, given, |known, given| known == given);
}

/// The same where the order of its fields says something, too.
pub fn json_in_order(target: &mut Option<String>, given: MaybeUndefined<Json<Value>>) {
    json_unless(target, given, |known, given| written(known) == written(given));
}

fn json_unless(
    target: &mut Option<String>,
    given: MaybeUndefined<Json<Value>>,
    is_same: impl FnOnce(&Value, &Value) -> bool,
) {
    let known: Option<Value> = target.as_deref().and_then(|column| serde_json::from_str(column).ok());
    match (known, given) {
        (Some(known), MaybeUndefined::Value(Json(given))) if is_same(&known, &given) => {}
        (_, given) => optional(target, given, |Json(given)| written(&given)),
    }
}

/// As it goes into a column, its fields in the order they came in.
fn written(value: &Value) -> String {
    serde_json::to_string(value).expect("what came as JSON is JSON")
}

/// One of the words of an enumeration, which callers and tables share.
pub fn word<E: ActiveEnum<Value = String>>(word: impl Into<String>) -> E {
    E::try_from_value(&word.into()).expect("callers and tables have the same words")
}
