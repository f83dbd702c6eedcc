//! The lists in order of name: cities, partners, topics.

use std::collections::HashMap;

use entity::status::TextStatus;
use entity::{
    city, city_translation, directory, membership, partner, partner_cluster, partner_translation, topic,
    topic_translation,
};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::Touched;
use super::members::Members;
use super::rows::{self, PIECE, TextColumns};
use super::window::{Lent, Live};
use crate::app::bulk;
use crate::domain::country::Country;
use crate::domain::scope;
use crate::error::Result;

/// One thing in one list.
#[derive(Debug)]
pub struct Entry {
    list: &'static str,
    item_id: Uuid,
    kind: &'static str,
    live: Live,
    /// What it is listed under as long as it is live.
    scopes: Vec<Uuid>,
    /// What it is listed under while something else is live, too.
    lent: Lent,
    /// Locale and sort key.
    names: Vec<(String, String)>,
    /// Is it listed under everything, too?
    at_root: bool,
}

impl Entry {
    pub fn rows(self) -> impl Iterator<Item = directory::Model> {
        let Self { list, item_id, kind, live, scopes, lent, names, at_root } = self;
        rows::places(scopes, at_root, live, lent).into_iter().flat_map(move |(scope_id, live)| {
            let row = |(locale, sort_key): &(String, String)| directory::Model {
                item_id,
                list: list.to_owned(),
                scope_id,
                locale: locale.clone(),
                kind: kind.to_owned(),
                sort_key: sort_key.clone(),
                live_from: live.from,
                live_until: live.until,
            };
            names.iter().map(row).collect::<Vec<_>>()
        })
    }
}

/// Writes anew the rows of what was touched.
pub async fn renew(db: &DatabaseTransaction, touched: &Touched) -> Result<()> {
    each(db, touched.cities.iter().map(|id| id.0), cities).await?;
    each(db, touched.partners.iter().map(|id| id.0), partners).await?;
    each(db, touched.topics.iter().map(|id| id.0), topics).await
}

async fn each(
    db: &DatabaseTransaction,
    ids: impl Iterator<Item = Uuid>,
    entries: impl AsyncFn(&DatabaseTransaction, &[Uuid]) -> Result<Vec<Entry>>,
) -> Result<()> {
    let ids: Vec<Uuid> = ids.collect();
    for some in ids.chunks(PIECE) {
        bulk::delete::<directory::Entity>(db, directory::Column::ItemId, some).await?;
        let rows = entries(db, some).await?.into_iter().flat_map(Entry::rows).collect();
        bulk::insert::<directory::Entity>(db, rows).await?;
    }
    Ok(())
}

pub async fn cities(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Entry>> {
    use city_translation::Column as T;
    let items = bulk::find::<city::Entity>(db, city::Column::Id, ids).await?;
    let columns = TextColumns { item: T::ItemId, locale: T::Locale, status: T::Status };
    let originals = items.iter().map(|city| (city.id.0, city.locale.clone())).collect();
    let mut names = names::<city_translation::Entity>(db, columns, T::SortKey, &originals).await?;
    let members = Members::of(db, ids).await?;
    let entries = items.into_iter().filter_map(|city| {
        let live = Live::of(city.status, city.published_at, city.expires_at)?;
        let names = names.remove(&city.id.0).unwrap_or_default();
        Some(of_city(&city, &members, live, names))
    });
    Ok(entries.flatten().collect())
}

/// Where a cluster features it, its row says so.
fn of_city(city: &city::Model, members: &Members, live: Live, names: Vec<(String, String)>) -> [Entry; 2] {
    let (featured, rest): (Vec<_>, Vec<_>) = members.of_city(city.id).iter().partition(|row| row.featured);
    let entry = |kind, scopes, lent, names, at_root| {
        let (list, item_id) = ("cities", city.id.0);
        Entry { list, item_id, kind, live, scopes, lent, names, at_root }
    };
    let featuring = featured.iter().map(|row| row.cluster_id.0).collect();
    let scopes = scopes_of_city(city, rest.into_iter());
    [
        entry("featured", featuring, Vec::new(), names.clone(), false),
        entry("", scopes, members.lent(city.id), names, true),
    ]
}

/// These clusters, its country and the regions around it.
pub fn scopes_of_city<'a>(
    city: &city::Model,
    memberships: impl Iterator<Item = &'a membership::Model>,
) -> Vec<Uuid> {
    let mut scopes: Vec<Uuid> = memberships.map(|row| row.cluster_id.0).collect();
    scopes.push(scope::country(&city.country_code));
    let country = Country::get(&city.country_code);
    scopes.extend(country.into_iter().flat_map(Country::region_codes).map(scope::region));
    scopes
}

pub async fn partners(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Entry>> {
    use {partner_cluster::Column as C, partner_translation::Column as T};
    let items = bulk::find::<partner::Entity>(db, partner::Column::Id, ids).await?;
    let columns = TextColumns { item: T::ItemId, locale: T::Locale, status: T::Status };
    let originals = items.iter().map(|partner| (partner.id.0, partner.locale.clone())).collect();
    let mut names = names::<partner_translation::Entity>(db, columns, T::SortKey, &originals).await?;
    let mut clusters = rows::pairs::<partner_cluster::Entity>(db, C::PartnerId, C::ClusterId, ids).await?;
    let entries = items.into_iter().filter_map(|partner| {
        let item_id = partner.id.0;
        let live = Live::of(partner.status, partner.published_at, partner.expires_at)?;
        let scopes = clusters.remove(&item_id).unwrap_or_default();
        Some(Entry {
            list: "partners",
            item_id,
            kind: "",
            live,
            scopes,
            lent: Vec::new(),
            names: names.remove(&item_id).unwrap_or_default(),
            at_root: true,
        })
    });
    Ok(entries.collect())
}

pub async fn topics(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Entry>> {
    use topic_translation::Column as T;
    let items = bulk::find::<topic::Entity>(db, topic::Column::Id, ids).await?;
    let columns = TextColumns { item: T::ItemId, locale: T::Locale, status: T::Status };
    let originals = items.iter().map(|topic| (topic.id.0, topic.locale.clone())).collect();
    let mut names = names::<topic_translation::Entity>(db, columns, T::SortKey, &originals).await?;
    let entries = items.into_iter().map(|topic| Entry {
        list: "topics",
        item_id: topic.id.0,
        kind: "",
        live: Live::ALWAYS,
        scopes: Vec::new(),
        lent: Vec::new(),
        names: names.remove(&topic.id.0).unwrap_or_default(),
        at_root: true,
    });
    Ok(entries.collect())
}

/// What things sort by in each locale they can be read in; `*` sorts like the original.
async fn names<E: EntityTrait>(
    db: &DatabaseTransaction,
    columns: TextColumns<E>,
    sort_key: E::Column,
    original: &HashMap<Uuid, String>,
) -> Result<HashMap<Uuid, Vec<(String, String)>>> {
    let ids: Vec<Uuid> = original.keys().copied().collect();
    let mut found: HashMap<Uuid, Vec<(String, String)>> = HashMap::new();
    for some in ids.chunks(bulk::IDS) {
        let texts = E::find().select_only().column(columns.item).column(columns.locale).column(sort_key);
        let texts = texts.filter(columns.item.is_in(bulk::padded(some)));
        let texts = texts.filter(columns.status.eq(TextStatus::Published));
        for (id, locale, key) in texts.into_tuple::<(Uuid, String, String)>().all(db).await? {
            let names = found.entry(id).or_default();
            if original.get(&id) == Some(&locale) {
                names.push(("*".to_owned(), key.clone()));
            }
            names.push((locale, key));
        }
    }
    Ok(found)
}
