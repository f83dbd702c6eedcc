//! Which files are public because of a thing.

use std::collections::BTreeSet;

use entity::asset_use;
use entity::status::TextStatus;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Base, Stored};
use crate::app::bulk;
use crate::domain::rich_text::files_in;
use crate::error::Result;

/// What makes files public: they are named, or a published text shows or links to them. A file that comes later than
/// the text that shows it is used, too.
pub fn of<S: Stored>(rows: &[S]) -> Vec<asset_use::Model> {
    let Some(r#type) = S::Base::NOUN else { return Vec::new() };
    let mut uses = BTreeSet::new();
    for row in rows {
        let bodies = row.bodies().filter(|(status, _)| *status == TextStatus::Published);
        let shown = bodies.flat_map(|(_, html)| files_in(html)).map(|(asset, _)| asset);
        uses.extend(row.assets().into_iter().chain(shown).map(|asset| (asset, row.id())));
    }
    uses.into_iter().map(|(asset_id, item_id)| asset_use::Model { asset_id, r#type, item_id }).collect()
}

/// Writes them over those that the known things among these had.
pub async fn replace<S: Stored>(
    db: &DatabaseTransaction,
    known: &[Uuid],
    uses: Vec<asset_use::Model>,
) -> Result<()> {
    if let Some(noun) = S::Base::NOUN {
        for some in known.chunks(bulk::IDS) {
            let own = asset_use::Entity::delete_many().filter(asset_use::Column::Type.eq(noun));
            own.filter(asset_use::Column::ItemId.is_in(bulk::padded(some))).exec(db).await?;
        }
    }
    bulk::insert::<asset_use::Entity>(db, uses).await
}
