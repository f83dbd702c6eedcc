//! The list of practices.

use entity::{practice, practice_cluster, practice_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::drafts;
use super::rows::{self, Entry, TextColumns};
use super::window::{Lent, Live};
use crate::app::bulk;
use crate::error::Result;

/// What the list asks of a practice.
#[derive(Clone, Debug)]
pub struct Facts {
    pub item: practice::Model,
    pub readable: Vec<String>,
    pub clusters: Vec<Uuid>,
}

pub async fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Facts>> {
    use practice_cluster::Column as C;
    let items = bulk::find::<practice::Entity>(db, practice::Column::Id, ids).await?;
    let originals = items.iter().map(|item| (item.id.0, item.locale.clone())).collect();
    let mut locales = rows::locales(db, text_columns(), &originals).await?;
    let mut clusters = rows::pairs::<practice_cluster::Entity>(db, C::PracticeId, C::ClusterId, ids).await?;
    let facts = items.into_iter().map(|item| Facts {
        readable: locales.remove(&item.id.0).unwrap_or_default(),
        clusters: clusters.remove(&item.id.0).unwrap_or_default(),
        item,
    });
    Ok(facts.collect())
}

pub fn wants(facts: &Facts, wants: &mut Wants) {
    wants.drafts.extend(facts.item.draft_id);
    wants.cities.extend(facts.item.city_id.map(|city| city.0));
}

pub fn entries(basis: &Basis, items: Vec<Facts>) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for Facts { item, readable: locales, clusters: mut scopes } in items {
        let item_id = item.id.0;
        scopes.extend(item.city_id.map(|city| city.0));
        scopes.extend(item.call_id.map(|call| call.0));
        scopes.extend(rows::goals(&item.sdgs)?);
        let lent = item.city_id.and_then(|city| basis.lent(city.0));
        let lent: Lent = lent.into_iter().collect();
        let of = (item_id, "");
        entries.push(drafts::entry(
            "drafts_practices",
            of,
            basis.changed(item_id, item.updated_at),
            scopes.clone(),
            lent.clone(),
        ));
        let Some(live) = Live::of(item.status, item.published_at, item.expires_at) else { continue };
        entries.push(Entry {
            list: "practices",
            item_id,
            kind: "",
            sort_at: live.from,
            live,
            scopes,
            lent,
            locales,
            at_root: true,
        });
    }
    Ok(entries)
}

/// Practices of these cities.
pub async fn of_cities(db: &DatabaseTransaction, cities: &[Uuid]) -> Result<Vec<Uuid>> {
    use practice::Column;
    let found = rows::pairs::<practice::Entity>(db, Column::CityId, Column::Id, cities).await?;
    Ok(found.into_values().flatten().collect())
}

fn text_columns() -> TextColumns<practice_translation::Entity> {
    use practice_translation::Column;
    TextColumns { item: Column::ItemId, locale: Column::Locale, status: Column::Status }
}
