//! Editing content: one way for every noun. What is edited is the input of its save: read from what is stored or from
//! the working draft, changed by whoever asked, and saved.

mod at_once;
mod comment;
mod create;
mod document;
mod done;
mod draft;
mod edited;
mod head;
mod hidden;
mod many;
mod naming;
mod purge;
mod reader;
mod request;
mod restore;
mod seen;
mod step;
mod unlink;
mod update;

use entity::id::CityId;
use entity::instant::Instant;
use entity::noun::Noun;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub use at_once::{Why, at_once};
pub use comment::{add as add_comment, comment};
pub use create::{create, make};
pub use document::document;
pub use done::{Done, Kept};
pub use draft::{Drafts, adopt, discard, drafts};
pub use edited::{Edited, edited};
pub use head::Head;
pub use many::{Named, Obstacles, Things, archive_many, publish_many, tag_many};
pub use purge::purge;
pub use reader::may;
pub use request::{Request, both, joined, refused};
pub use restore::restore_revision;
pub use seen::{answered, seen};
pub use step::{Advance, From, Until, When, advance, take};
pub use update::update;

use crate::domain::check::Check;
use crate::service::input::{self, Lifecycle, Naming, Record};
use crate::service::save;

/// A noun that is written by people.
pub trait Editable: save::Input + Serialize + DeserializeOwned {
    const NOUN: Noun;
    type Text: input::Text + Send;

    /// What is stored, as it is edited.
    fn of(stored: &Self::Stored) -> Self;
    /// A new one of which nothing is known yet.
    fn empty(id: Uuid, locale: String) -> Self;
    fn empty_text(locale: String) -> Self::Text;
    fn parts_mut(&mut self) -> PartsMut<'_, Self::Text>;
    /// `None` where there is none: it is public by itself.
    fn lifecycle(&self) -> Option<Lifecycle> {
        None
    }

    fn texts(&self) -> &[Self::Text];
    /// Of the original text.
    fn title(&self) -> Option<&str>;

    /// The cities whose it is, as the policy asks.
    fn cities(&self) -> Vec<CityId> {
        Vec::new()
    }

    /// Points no more at what goes: the opposite of what [`save::Input::links`] says, but for files in rich texts, which are
    /// for people to mend.
    fn unlink(&mut self, gone: (save::Target, Uuid));
    /// Takes over what no draft holds.
    fn keep(&mut self, _stored: &Self) {}
    /// Takes over what the public was promised.
    fn keep_promises(&mut self, _live: &Self) {}
    /// Notes what would break a promise that was made to the public by now.
    fn check_promises(&self, _live: &Self, _now: Instant, _check: &mut Check) {}
}

/// Its base rows.
type Table<I> = <<I as save::Input>::Stored as save::Stored>::Base;

/// What inputs of all nouns have, to be changed.
#[derive(Debug)]
pub struct PartsMut<'a, T> {
    pub record: &'a mut Record,
    pub naming: &'a mut Naming,
    /// `None` where there is none: it is public by itself.
    pub lifecycle: Option<&'a mut Lifecycle>,
    pub texts: &'a mut Vec<T>,
}
