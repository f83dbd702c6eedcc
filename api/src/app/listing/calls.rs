//! The lists of calls: by deadline, and by publication.

use entity::{call, call_cluster, call_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::drafts;
use super::rows::{self, Entry, TextColumns};
use super::window::Live;
use crate::app::bulk;
use crate::error::Result;

/// What the lists ask of a call.
#[derive(Clone, Debug)]
pub struct Facts {
    pub item: call::Model,
    pub readable: Vec<String>,
    pub clusters: Vec<Uuid>,
}

pub async fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Facts>> {
    use call_cluster::Column as C;
    let items = bulk::find::<call::Entity>(db, call::Column::Id, ids).await?;
    let originals = items.iter().map(|item| (item.id.0, item.locale.clone())).collect();
    let mut locales = rows::locales(db, text_columns(), &originals).await?;
    let mut clusters = rows::pairs::<call_cluster::Entity>(db, C::CallId, C::ClusterId, ids).await?;
    let facts = items.into_iter().map(|item| Facts {
        readable: locales.remove(&item.id.0).unwrap_or_default(),
        clusters: clusters.remove(&item.id.0).unwrap_or_default(),
        item,
    });
    Ok(facts.collect())
}

pub fn wants(facts: &Facts, wants: &mut Wants) {
    wants.drafts.extend(facts.item.draft_id);
}

pub fn entries(basis: &Basis, items: Vec<Facts>) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for Facts { item, readable: locales, clusters: scopes } in items {
        let of = (item.id.0, "");
        entries.push(drafts::entry(
            "drafts_calls",
            of,
            basis.changed(of.0, item.updated_at),
            scopes.clone(),
            Vec::new(),
        ));
        let Some(live) = Live::of(item.status, item.published_at, item.expires_at) else { continue };
        let lists =
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
            });
        entries.extend(lists);
    }
    Ok(entries)
}

fn text_columns() -> TextColumns<call_translation::Entity> {
    use call_translation::Column;
    TextColumns { item: Column::ItemId, locale: Column::Locale, status: Column::Status }
}
