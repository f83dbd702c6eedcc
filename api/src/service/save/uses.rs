//! Which files are public because of a thing.

use std::collections::BTreeSet;

use entity::asset_use;
use entity::id::AssetId;
use entity::status::TextStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use super::{Base, Stored};
use crate::app::bulk::{self, Writes};
use crate::domain::rich_text::files_in;

/// Writes which files the things use, where that changes; each beside what it was.
pub fn replace<S: Stored>(writes: &mut Writes, things: &[(Option<&S>, &S)]) {
    let Some(r#type) = S::Base::NOUN else { return };
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for (before, after) in things {
        if before.is_some_and(|before| shows_the_same(before, after)) {
            continue;
        }
        let (had, has) = (before.map(of).unwrap_or_default(), of(*after));
        if had != has {
            gone.extend((!had.is_empty()).then(|| after.id()));
            let row = |asset_id| asset_use::Model { asset_id, r#type, item_id: after.id() };
            new.extend(has.into_iter().map(row));
        }
    }
    for some in gone.chunks(bulk::IDS) {
        let own = asset_use::Entity::delete_many().filter(asset_use::Column::Type.eq(r#type));
        let own = own.filter(asset_use::Column::ItemId.is_in(bulk::padded(some)));
        writes.add(&own.into_query());
    }
    writes.insert::<asset_use::Entity>(new);
}

/// Without a look into its texts.
fn shows_the_same<S: Stored>(before: &S, after: &S) -> bool {
    before.assets() == after.assets() && before.bodies().eq(after.bodies())
}

/// What makes files public: they are named, or a published text shows or links to them. A file that comes later than
/// the text that shows it is used, too.
fn of<S: Stored>(row: &S) -> BTreeSet<AssetId> {
    let bodies = row.bodies().filter(|(status, _)| *status == TextStatus::Published);
    let shown = bodies.flat_map(|(_, html)| files_in(html)).map(|(asset, _)| asset);
    row.assets().into_iter().chain(shown).collect()
}
