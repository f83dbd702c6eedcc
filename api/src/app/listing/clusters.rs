//! Clusters in the order of the site: all of them, and those a city has joined.

use entity::instant::Instant;
use entity::{cluster, cluster_translation, membership};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::drafts;
use super::rows::{self, Entry, TextColumns};
use super::window::Live;
use crate::app::bulk;
use crate::error::Result;

pub async fn entries(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Entry>> {
    use membership::Column as M;
    let items = bulk::find::<cluster::Entity>(db, cluster::Column::Id, ids).await?;
    let changed =
        drafts::changed(db, items.iter().map(|item| (item.id.0, item.updated_at, item.draft_id))).await?;
    let originals = items.iter().map(|item| (item.id.0, item.locale.clone())).collect();
    let mut locales = rows::locales(db, text_columns(), &originals).await?;
    let mut cities = rows::pairs::<membership::Entity>(db, M::ClusterId, M::CityId, ids).await?;
    let mut entries = Vec::new();
    for item in items {
        let item_id = item.id.0;
        let scopes = cities.remove(&item_id).unwrap_or_default();
        let of = (item_id, "");
        entries.push(drafts::entry("drafts_clusters", of, changed[&item_id], scopes.clone(), Vec::new()));
        let Some(live) = Live::of(item.status, item.published_at, item.expires_at) else { continue };
        entries.push(Entry {
            list: "clusters",
            item_id,
            kind: "",
            sort_at: Instant(item.position.into()),
            live,
            scopes,
            lent: Vec::new(),
            locales: locales.remove(&item_id).unwrap_or_default(),
            at_root: true,
        });
    }
    Ok(entries)
}

fn text_columns() -> TextColumns<cluster_translation::Entity> {
    use cluster_translation::Column;
    TextColumns { item: Column::ItemId, locale: Column::Locale, status: Column::Status }
}
