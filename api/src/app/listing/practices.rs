//! The list of practices.

use entity::{practice, practice_cluster, practice_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::news::countries;
use super::rows::{self, Entry, TextColumns};
use super::window::Live;
use crate::app::bulk;
use crate::error::Result;

pub async fn entries(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Entry>> {
    use practice_cluster::Column as C;
    let items = bulk::find::<practice::Entity>(db, practice::Column::Id, ids).await?;
    let live = |item: &practice::Model| Live::of(item.status, item.published_at, item.expires_at);
    let items: Vec<_> = items.into_iter().filter_map(|item| Some((live(&item)?, item))).collect();
    let originals = items.iter().map(|(_, item)| (item.id.0, item.locale.clone())).collect();
    let mut locales = rows::locales(db, text_columns(), &originals).await?;
    let mut clusters = rows::pairs::<practice_cluster::Entity>(db, C::PracticeId, C::ClusterId, ids).await?;
    let cities = items.iter().filter_map(|(_, item)| item.city_id);
    let countries = countries(db, cities.map(|city| city.0)).await?;

    let entries = items.into_iter().map(|(live, item)| {
        let item_id = item.id.0;
        let mut scopes = clusters.remove(&item_id).unwrap_or_default();
        scopes.extend(item.city_id.map(|city| city.0));
        scopes.extend(item.call_id.map(|call| call.0));
        scopes.extend(rows::goals(&item.sdgs)?);
        let lent = item.city_id.and_then(|city| countries.get(&city.0)).copied();
        let locales = locales.remove(&item_id).unwrap_or_default();
        Ok(Entry {
            list: "practices",
            item_id,
            kind: "",
            sort_at: live.from,
            live,
            scopes,
            lent: lent.into_iter().collect(),
            locales,
            at_root: true,
        })
    });
    entries.collect()
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
