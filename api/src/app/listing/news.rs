//! The lists of news and of events.

use std::collections::HashMap;

use entity::news_item::Kind;
use entity::{event, news_item, news_item_city, news_item_cluster, news_item_topic, news_item_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::drafts;
use super::rows::{self, Entry, TextColumns};
use super::window::{Lent, Live};
use crate::app::bulk;
use crate::error::Result;

/// What the lists ask of a news item.
#[derive(Clone, Debug)]
pub struct Facts {
    pub item: news_item::Model,
    pub readable: Vec<String>,
    /// Clusters and topics.
    pub scopes: Vec<Uuid>,
    pub cities: Vec<Uuid>,
    pub event: Option<event::Model>,
}

pub async fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Facts>> {
    let items = bulk::find::<news_item::Entity>(db, news_item::Column::Id, ids).await?;
    let originals = items.iter().map(|item| (item.id.0, item.locale.clone())).collect();
    let mut locales = rows::locales(db, text_columns(), &originals).await?;
    let mut scopes = scopes(db, ids).await?;
    let mut cities = cities(db, ids).await?;
    let events = bulk::find::<event::Entity>(db, event::Column::NewsItemId, ids).await?;
    let mut events: HashMap<_, _> = events.into_iter().map(|event| (event.news_item_id, event)).collect();
    let facts = items.into_iter().map(|item| Facts {
        readable: locales.remove(&item.id.0).unwrap_or_default(),
        scopes: scopes.remove(&item.id.0).unwrap_or_default(),
        cities: cities.remove(&item.id.0).unwrap_or_default(),
        event: events.remove(&item.id),
        item,
    });
    Ok(facts.collect())
}

pub fn wants(facts: &Facts, wants: &mut Wants) {
    // An event is listed by its own id.
    wants.listed.extend(facts.event.as_ref().map(|event| event.id.0));
    wants.drafts.extend(facts.item.draft_id);
    wants.cities.extend(&facts.cities);
}

pub fn entries(basis: &Basis, items: Vec<Facts>) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for Facts { item, readable: locales, mut scopes, cities, event } in items {
        scopes.extend(rows::goals(&item.sdgs)?);
        scopes.extend(item.call_id.map(|call| call.0));
        let lent: Lent = cities.iter().filter_map(|city| basis.lent(*city)).collect();
        scopes.extend(cities);
        let kind = word(item.kind);
        let of = (item.id.0, kind);
        entries.push(drafts::entry(
            "drafts_news",
            of,
            basis.changed(of.0, item.updated_at),
            scopes.clone(),
            lent.clone(),
        ));
        let Some(live) = Live::of(item.status, item.published_at, item.expires_at) else { continue };
        if let Some(event) = event {
            let (scopes, lent, locales) = (scopes.clone(), lent.clone(), locales.clone());
            let (item_id, sort_at) = (event.id.0, event.starts_at);
            entries.push(Entry {
                list: "events",
                item_id,
                kind,
                sort_at,
                live,
                scopes,
                lent,
                locales,
                at_root: true,
            });
        }
        entries.push(Entry {
            list: "news",
            item_id: item.id.0,
            kind,
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

/// News that tell of these cities.
pub async fn of_cities(db: &DatabaseTransaction, cities: &[Uuid]) -> Result<Vec<Uuid>> {
    use news_item_city::Column;
    let found = rows::pairs::<news_item_city::Entity>(db, Column::CityId, Column::NewsItemId, cities).await?;
    Ok(found.into_values().flatten().collect())
}

/// Clusters and topics.
async fn scopes(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Uuid>>> {
    use {news_item_cluster::Column as C, news_item_topic::Column as T};
    let mut scopes = rows::pairs::<news_item_cluster::Entity>(db, C::NewsItemId, C::ClusterId, ids).await?;
    for (id, topics) in rows::pairs::<news_item_topic::Entity>(db, T::NewsItemId, T::TopicId, ids).await? {
        scopes.entry(id).or_default().extend(topics);
    }
    Ok(scopes)
}

async fn cities(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Uuid>>> {
    use news_item_city::Column;
    rows::pairs::<news_item_city::Entity>(db, Column::NewsItemId, Column::CityId, ids).await
}

fn text_columns() -> TextColumns<news_item_translation::Entity> {
    use news_item_translation::Column;
    TextColumns { item: Column::ItemId, locale: Column::Locale, status: Column::Status }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "article",
        Kind::Event => "event",
        Kind::Webinar => "webinar",
        Kind::Call => "call",
    }
}
