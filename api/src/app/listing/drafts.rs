//! The lists that editors read: everything in whatever state it is, the latest change first.

use entity::instant::Instant;
use uuid::Uuid;

use super::rows::Entry;
use super::window::{Lent, Live};
use crate::domain::view::ORIGINAL;

/// What the words for these lists begin with, and no other list's.
pub const PREFIX: &str = "drafts_";

/// The place of a thing in such a list.
pub fn entry(
    list: &'static str,
    (item_id, kind): (Uuid, &'static str),
    changed: Instant,
    scopes: Vec<Uuid>,
    lent: Lent,
) -> Entry {
    Entry {
        list,
        item_id,
        kind,
        sort_at: changed,
        live: Live::ALWAYS,
        scopes,
        lent,
        locales: vec![ORIGINAL.to_owned()],
        at_root: true,
    }
}
