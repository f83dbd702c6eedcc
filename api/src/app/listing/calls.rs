//! The lists of calls: by deadline, and by publication.

use entity::{call, call_cluster, call_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::rows::{self, Entry, TextColumns};
use super::window::Live;
use crate::app::bulk;
use crate::error::Result;

pub async fn entries(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Entry>> {
    use call_cluster::Column as C;
    let items = bulk::find::<call::Entity>(db, call::Column::Id, ids).await?;
    let live = |item: &call::Model| Live::of(item.status, item.published_at, item.expires_at);
    let items: Vec<_> = items.into_iter().filter_map(|item| Some((live(&item)?, item))).collect();
    let originals = items.iter().map(|(_, item)| (item.id.0, item.locale.clone())).collect();
    let mut locales = rows::locales(db, text_columns(), &originals).await?;
    let mut clusters = rows::pairs::<call_cluster::Entity>(db, C::CallId, C::ClusterId, ids).await?;

    let entries = items.into_iter().flat_map(|(live, item)| {
        let scopes = clusters.remove(&item.id.0).unwrap_or_default();
        let locales = locales.remove(&item.id.0).unwrap_or_default();
        [("calls", item.closes_at), ("calls_by_publication", live.from)].map(|(list, sort_at)| {
            let (scopes, locales) = (scopes.clone(), locales.clone());
            Entry {
                list,
                item_id: item.id.0,
                kind: "",
                sort_at,
                live,
                scopes,
                lent: Vec::new(),
                locales,
                at_root: true,
            }
        })
    });
    Ok(entries.collect())
}

fn text_columns() -> TextColumns<call_translation::Entity> {
    use call_translation::Column;
    TextColumns { item: Column::ItemId, locale: Column::Locale, status: Column::Status }
}
