//! The lists of partners: by name for everybody, by their latest change for editors.

use entity::{partner, partner_cluster, partner_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::rows::{self, Entry, TextColumns};
use super::window::Live;
use super::{directory, drafts};
use crate::app::bulk;
use crate::error::Result;

/// What the lists ask of a partner.
#[derive(Clone, Debug)]
pub struct Facts {
    pub item: partner::Model,
    /// Locale and sort key.
    pub names: Vec<(String, String)>,
    pub clusters: Vec<Uuid>,
}

pub async fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Facts>> {
    use {partner_cluster::Column as C, partner_translation::Column as T};
    let items = bulk::find::<partner::Entity>(db, partner::Column::Id, ids).await?;
    let columns = TextColumns { item: T::ItemId, locale: T::Locale, status: T::Status };
    let originals = items.iter().map(|partner| (partner.id.0, partner.locale.clone())).collect();
    let mut names =
        directory::load_names::<partner_translation::Entity>(db, columns, T::SortKey, &originals).await?;
    let mut clusters = rows::pairs::<partner_cluster::Entity>(db, C::PartnerId, C::ClusterId, ids).await?;
    let facts = items.into_iter().map(|item| Facts {
        names: names.remove(&item.id.0).unwrap_or_default(),
        clusters: clusters.remove(&item.id.0).unwrap_or_default(),
        item,
    });
    Ok(facts.collect())
}

pub async fn entries(db: &DatabaseTransaction, items: Vec<Facts>) -> Result<Vec<Entry>> {
    let stamps = items.iter().map(|Facts { item, .. }| (item.id.0, item.updated_at, item.draft_id));
    let changed = drafts::changed(db, stamps).await?;
    let entries = items.into_iter().map(|Facts { item, clusters, .. }| {
        drafts::entry("drafts_partners", (item.id.0, ""), changed[&item.id.0], clusters, Vec::new())
    });
    Ok(entries.collect())
}

pub async fn names(_: &DatabaseTransaction, items: Vec<Facts>) -> Result<Vec<directory::Entry>> {
    let entries = items.into_iter().filter_map(|Facts { item, names, clusters }| {
        let live = Live::of(item.status, item.published_at, item.expires_at)?;
        Some(directory::entry("partners", item.id.0, live, (clusters, names)))
    });
    Ok(entries.collect())
}
