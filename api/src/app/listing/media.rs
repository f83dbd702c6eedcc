//! The list of media.

use std::collections::HashMap;

use entity::media_item::Kind;
use entity::media_source::Provider;
use entity::{media_item, media_item_cluster, media_item_translation, media_source};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::drafts;
use super::rows::{self, Entry, TextColumns};
use super::window::Live;
use crate::app::bulk;
use crate::domain::scope;
use crate::error::Result;

/// What the list asks of a media item.
#[derive(Clone, Debug)]
pub struct Facts {
    pub item: media_item::Model,
    pub readable: Vec<String>,
    /// Clusters and providers.
    pub scopes: Vec<Uuid>,
}

pub async fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Facts>> {
    use media_item_cluster::Column as C;
    let items = bulk::find::<media_item::Entity>(db, media_item::Column::Id, ids).await?;
    let originals = items.iter().map(|item| (item.id.0, item.locale.clone())).collect();
    let mut locales = rows::locales(db, text_columns(), &originals).await?;
    let mut scopes = rows::pairs::<media_item_cluster::Entity>(db, C::MediaItemId, C::ClusterId, ids).await?;
    for (id, providers) in providers(db, ids).await? {
        scopes.entry(id).or_default().extend(providers);
    }
    let facts = items.into_iter().map(|item| Facts {
        readable: locales.remove(&item.id.0).unwrap_or_default(),
        scopes: scopes.remove(&item.id.0).unwrap_or_default(),
        item,
    });
    Ok(facts.collect())
}

pub fn wants(facts: &Facts, wants: &mut Wants) {
    wants.drafts.extend(facts.item.draft_id);
}

pub fn entries(basis: &Basis, items: Vec<Facts>) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for Facts { item, readable: locales, scopes } in items {
        let item_id = item.id.0;
        let kind = word(item.kind);
        let of = (item_id, kind);
        entries.push(drafts::entry(
            "drafts_media",
            of,
            basis.changed(item_id, item.updated_at),
            scopes.clone(),
            Vec::new(),
        ));
        let Some(live) = Live::of(item.status, item.published_at, item.expires_at) else { continue };
        entries.push(Entry {
            list: "media",
            item_id,
            kind,
            sort_at: live.from,
            live,
            scopes,
            lent: Vec::new(),
            locales,
            at_root: true,
        });
    }
    Ok(entries)
}

async fn providers(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Uuid>>> {
    let sources = bulk::find::<media_source::Entity>(db, media_source::Column::MediaItemId, ids).await?;
    let mut found: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for source in sources {
        found.entry(source.media_item_id.0).or_default().push(provider(source.provider));
    }
    Ok(found)
}

fn text_columns() -> TextColumns<media_item_translation::Entity> {
    use media_item_translation::Column;
    TextColumns { item: Column::ItemId, locale: Column::Locale, status: Column::Status }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Video => "video",
        Kind::Document => "document",
        Kind::Photo => "photo",
        Kind::Audio => "audio",
    }
}

/// The scope of what a provider has.
pub fn provider(provider: Provider) -> Uuid {
    scope::provider(provider_word(provider))
}

fn provider_word(provider: Provider) -> &'static str {
    match provider {
        Provider::Youtube => "youtube",
        Provider::Bilibili => "bilibili",
        Provider::Vimeo => "vimeo",
        Provider::File => "file",
        Provider::Other => "other",
    }
}
