//! The lists that editors read: everything in whatever state it is, the latest change first.

use std::collections::HashMap;

use entity::instant::Instant;
use entity::revision;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::rows::Entry;
use super::window::{Lent, Live};
use crate::app::bulk;
use crate::domain::view::ORIGINAL;
use crate::error::Result;

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

/// When each thing last changed, its working draft included.
pub async fn changed(
    db: &DatabaseTransaction,
    items: impl Iterator<Item = (Uuid, Instant, Option<Uuid>)>,
) -> Result<HashMap<Uuid, Instant>> {
    let (mut changed, mut drafts) = (HashMap::new(), Vec::new());
    for (item, updated_at, draft) in items {
        changed.insert(item, updated_at);
        drafts.extend(draft);
    }
    for some in drafts.chunks(bulk::IDS) {
        let rows = revision::Entity::find().select_only();
        let rows = rows.column(revision::Column::ItemId).column(revision::Column::At);
        let rows = rows.filter(revision::Column::Id.is_in(bulk::padded(some)));
        for (item, at) in rows.into_tuple::<(Uuid, Instant)>().all(db).await? {
            changed.entry(item).and_modify(|changed| *changed = at.max(*changed)).or_insert(at);
        }
    }
    Ok(changed)
}
