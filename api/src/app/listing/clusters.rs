//! Clusters in the order of the site: all of them, and those a city has joined.

use entity::instant::Instant;
use entity::{cluster, cluster_translation, membership};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::drafts;
use super::rows::{self, Entry, TextColumns};
use super::window::Live;
use crate::app::bulk;
use crate::error::Result;

/// What the lists ask of a cluster.
#[derive(Clone, Debug)]
pub struct Facts {
    pub item: cluster::Model,
    pub readable: Vec<String>,
    /// Those that joined.
    pub cities: Vec<Uuid>,
}

pub async fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Facts>> {
    use membership::Column as M;
    let items = bulk::find::<cluster::Entity>(db, cluster::Column::Id, ids).await?;
    let originals = items.iter().map(|item| (item.id.0, item.locale.clone())).collect();
    let mut locales = rows::locales(db, text_columns(), &originals).await?;
    let mut cities = rows::pairs::<membership::Entity>(db, M::ClusterId, M::CityId, ids).await?;
    let facts = items.into_iter().map(|item| Facts {
        readable: locales.remove(&item.id.0).unwrap_or_default(),
        cities: cities.remove(&item.id.0).unwrap_or_default(),
        item,
    });
    Ok(facts.collect())
}

pub fn wants(facts: &Facts, wants: &mut Wants) {
    wants.drafts.extend(facts.item.draft_id);
}

pub fn entries(basis: &Basis, items: Vec<Facts>) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for Facts { item, readable: locales, cities: scopes } in items {
        let item_id = item.id.0;
        let of = (item_id, "");
        entries.push(drafts::entry(
            "drafts_clusters",
            of,
            basis.changed(item_id, item.updated_at),
            scopes.clone(),
            Vec::new(),
        ));
        let Some(live) = Live::of(item.status, item.published_at, item.expires_at) else { continue };
        entries.push(Entry {
            list: "clusters",
            item_id,
            kind: "",
            sort_at: Instant(item.position.into()),
            live,
            scopes,
            lent: Vec::new(),
            locales,
            at_root: true,
        });
    }
    Ok(entries)
}

fn text_columns() -> TextColumns<cluster_translation::Entity> {
    use cluster_translation::Column;
    TextColumns { item: Column::ItemId, locale: Column::Locale, status: Column::Status }
}
