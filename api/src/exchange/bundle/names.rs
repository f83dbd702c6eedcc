//! What the things that a piece of an export points at are called in a bundle.

use std::collections::HashMap;

use entity::{asset, call, city, cluster, id, media_item, slug_history, topic};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::Folder;
use crate::app::bulk;
use crate::domain::asset::MediaType;
use crate::error::Result;
use crate::kit;
use crate::service::save::Base;

#[derive(Debug, Default)]
pub struct Names {
    words: HashMap<(Folder, Uuid), String>,
    old_slugs: HashMap<Uuid, Vec<String>>,
}

impl Names {
    /// Slug, or key of an asset. Ids are there: foreign keys hold, and all is one snapshot.
    pub fn of(&self, folder: Folder, id: Uuid) -> String {
        self.words.get(&(folder, id)).cloned().unwrap_or_default()
    }

    pub fn all(&self, folder: Folder, ids: impl Iterator<Item = Uuid>) -> Vec<String> {
        ids.map(|id| self.of(folder, id)).collect()
    }

    pub fn old_slugs(&self, item: Uuid) -> Vec<String> {
        self.old_slugs.get(&item).cloned().unwrap_or_default()
    }

    /// Learns what `items` went by before, and what the things they point at are called.
    pub async fn learn<B: Base>(
        db: &DatabaseTransaction,
        items: &[Uuid],
        links: Vec<(Folder, Uuid)>,
    ) -> Result<Self> {
        let mut names = Self::default();
        if let Some(noun) = B::NOUN {
            names.old_slugs = old_slugs(db, noun, items).await?;
        }
        let mut wanted: HashMap<Folder, Vec<Uuid>> = HashMap::new();
        for (folder, id) in links {
            wanted.entry(folder).or_default().push(id);
        }
        for (folder, mut ids) in wanted {
            ids.sort_unstable();
            ids.dedup();
            let words = words(db, folder, &ids).await?;
            names.words.extend(words.into_iter().map(|(id, word)| ((folder, id), word)));
        }
        Ok(names)
    }
}

async fn words(db: &DatabaseTransaction, folder: Folder, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    match folder {
        Folder::Assets => {
            let rows = bulk::find::<asset::Entity>(db, asset::Column::Id, ids).await?;
            Ok(rows.iter().map(|row| (row.id.0, asset_key(row))).collect())
        }
        Folder::Topics => slugs::<topic::Entity>(db, ids).await,
        Folder::Cities => slugs::<city::Entity>(db, ids).await,
        Folder::Clusters => slugs::<cluster::Entity>(db, ids).await,
        Folder::Calls => slugs::<call::Entity>(db, ids).await,
        Folder::Media => slugs::<media_item::Entity>(db, ids).await,
        Folder::Partners | Folder::News | Folder::Practices => Ok(Vec::new()),
    }
}

async fn slugs<B: Base>(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    let Some(slug) = B::SLUG else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for some in ids.chunks(bulk::IDS) {
        let rows = B::find().select_only().column(B::ID).column(slug).filter(B::ID.is_in(bulk::padded(some)));
        found.extend(rows.into_tuple::<(Uuid, String)>().all(db).await?);
    }
    Ok(found)
}

async fn old_slugs(
    db: &DatabaseTransaction,
    noun: entity::noun::Noun,
    items: &[Uuid],
) -> Result<HashMap<Uuid, Vec<String>>> {
    use slug_history::Column;
    let mut found: HashMap<Uuid, Vec<String>> = HashMap::new();
    for some in items.chunks(bulk::IDS) {
        let rows = slug_history::Entity::find().filter(Column::ItemId.is_in(bulk::padded(some)));
        let rows = rows.filter(Column::Type.eq(noun)).order_by_asc(Column::Slug).all(db).await?;
        for row in rows {
            found.entry(row.item_id).or_default().push(row.slug);
        }
    }
    Ok(found)
}

/// Its reference if that can be a file name everywhere, otherwise its id.
pub fn asset_key(asset: &asset::Model) -> String {
    let reference = asset.external_ref.as_deref().filter(|word| kit::text::is_slug(word) && word.len() <= 96);
    reference.map_or_else(|| id::encode(id::AssetId::PREFIX, &asset.id.0), str::to_owned)
}

/// The name of the file that holds its bytes.
pub fn asset_file(asset: &asset::Model) -> String {
    let extension = MediaType::named(&asset.media_type).map_or("bin", MediaType::extension);
    format!("{}.{extension}", asset_key(asset))
}
