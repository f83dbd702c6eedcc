//! The lists of partners: by name for everybody, by their latest change for editors.

use entity::{partner, partner_cluster, partner_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::rows::{self, Entry, TextColumns};
use super::seen::{Seen, Wants};
use super::window::Live;
use super::{directory, drafts};
use crate::app::bulk::Queries;
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
    let mut queries = Queries::of(db);
    let items = queries.find::<partner::Entity>(partner::Column::Id, ids);
    let columns =
        TextColumns::<partner_translation::Entity> { item: T::ItemId, locale: T::Locale, status: T::Status };
    let names = directory::asked(&mut queries, (columns, T::SortKey), ids);
    let mut answers = queries.ask(db).await?;
    let items = answers.rows(items)?;
    let originals = items.iter().map(|partner| (partner.id.0, partner.locale.clone())).collect();
    let mut names = directory::answered(&mut answers, names, &originals)?;
    let mut clusters = rows::pairs::<partner_cluster::Entity>(db, C::PartnerId, C::ClusterId, ids).await?;
    let facts = items.into_iter().map(|item| Facts {
        names: names.remove(&item.id.0).unwrap_or_default(),
        clusters: clusters.remove(&item.id.0).unwrap_or_default(),
        item,
    });
    Ok(facts.collect())
}

pub fn wants(facts: &Facts, wants: &mut Wants) {
    wants.drafts.extend(facts.item.draft_id);
}

pub fn entries(seen: &Seen, items: Vec<Facts>) -> Result<Vec<Entry>> {
    let entries = items.into_iter().map(|Facts { item, clusters, .. }| {
        drafts::entry(
            "drafts_partners",
            (item.id.0, ""),
            seen.changed(item.id.0, item.updated_at),
            clusters,
            Vec::new(),
        )
    });
    Ok(entries.collect())
}

pub fn names(_: &Seen, items: Vec<Facts>) -> Vec<directory::Entry> {
    let entries = items.into_iter().filter_map(|Facts { item, names, clusters }| {
        let live = Live::of(item.status, item.published_at, item.expires_at)?;
        Some(directory::entry("partners", item.id.0, live, (clusters, names)))
    });
    entries.collect()
}
