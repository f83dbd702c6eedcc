//! The lists of partners: by name for everybody, by their latest change for editors.

use entity::{partner, partner_cluster, partner_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::rows::{self, Entry, TextColumns};
use super::touched::Items;
use super::window::Live;
use super::{Mended, directory, drafts};
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
    let columns =
        TextColumns::<partner_translation::Entity> { item: T::ItemId, locale: T::Locale, status: T::Status };
    let original = |partner: &partner::Model| (partner.id.0, partner.locale.clone());
    let (items, mut names) = directory::load::<partner::Entity, _>(
        db,
        (partner::Column::Id, original),
        (columns, T::SortKey),
        ids,
    )
    .await?;
    let mut clusters = rows::pairs::<partner_cluster::Entity>(db, C::PartnerId, C::ClusterId, ids).await?;
    let facts = items.into_iter().map(|item| Facts {
        names: names.remove(&item.id.0).unwrap_or_default(),
        clusters: clusters.remove(&item.id.0).unwrap_or_default(),
        item,
    });
    Ok(facts.collect())
}

/// Mends their rows in both tables.
pub async fn renew(db: &DatabaseTransaction, items: &Items<Facts>, to: &mut Mended) -> Result<()> {
    for piece in items.pieces() {
        let ids = piece.ids.clone();
        let partners = piece.facts(db).await?;
        let wants = Wants { listed: ids.clone(), named: ids, ..Wants::default() };
        let basis = Basis::of(db, wants.and(&partners)).await?;
        directory::write(&basis, names(&basis, partners.clone()), to);
        rows::write(&basis, entries(&basis, partners)?, to);
        to.writes.flush_if_many(db).await?;
    }
    Ok(())
}

pub fn wants(facts: &Facts, wants: &mut Wants) {
    wants.drafts.extend(facts.item.draft_id);
}

pub fn entries(basis: &Basis, items: Vec<Facts>) -> Result<Vec<Entry>> {
    let entries = items.into_iter().map(|Facts { item, clusters, .. }| {
        drafts::entry(
            "drafts_partners",
            (item.id.0, ""),
            basis.changed(item.id.0, item.updated_at),
            clusters,
            Vec::new(),
        )
    });
    Ok(entries.collect())
}

pub fn names(_: &Basis, items: Vec<Facts>) -> Vec<directory::Entry> {
    let entries = items.into_iter().filter_map(|Facts { item, names, clusters }| {
        let live = Live::of(item.status, item.published_at, item.expires_at)?;
        Some(directory::entry("partners", item.id.0, live, (clusters, names)))
    });
    entries.collect()
}
