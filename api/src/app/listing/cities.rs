//! Cities ordered by a number: by population, and as members of a cluster by place and by day of joining.
//! What has no number stands in a list of its own, which is read after the other one.

use entity::instant::Instant;
use entity::{city, city_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::members::Members;
use super::rows::{self, Entry, TextColumns};
use super::touched::Items;
use super::window::Live;
use super::{directory, drafts};
use crate::app::bulk;
use crate::app::freshness::Stale;
use crate::error::Result;
use crate::kit::time;

/// What the lists ask of a city.
#[derive(Clone, Debug)]
pub struct Facts {
    pub city: city::Model,
    /// Locale and sort key.
    pub names: Vec<(String, String)>,
}

pub async fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Facts>> {
    use city_translation::Column as T;
    let items = bulk::find::<city::Entity>(db, city::Column::Id, ids).await?;
    let columns = TextColumns { item: T::ItemId, locale: T::Locale, status: T::Status };
    let originals = items.iter().map(|city| (city.id.0, city.locale.clone())).collect();
    let mut names =
        directory::load_names::<city_translation::Entity>(db, columns, T::SortKey, &originals).await?;
    let facts =
        items.into_iter().map(|city| Facts { names: names.remove(&city.id.0).unwrap_or_default(), city });
    Ok(facts.collect())
}

/// Mends their rows in both tables.
pub async fn renew(db: &DatabaseTransaction, items: &Items<Facts>, stale: &mut Stale) -> Result<()> {
    for piece in items.pieces() {
        let ids = piece.ids.clone();
        let cities = piece.facts(db).await?;
        let members = Members::of(db, &ids).await?;
        let names = cities.iter().flat_map(|facts| directory::of_city(facts, &members)).collect();
        rows::write(db, ids.clone(), listed(db, &cities, &members).await?, stale).await?;
        directory::write(db, &ids, names, stale).await?;
    }
    Ok(())
}

pub async fn entries(db: &DatabaseTransaction, cities: Vec<Facts>) -> Result<Vec<Entry>> {
    let ids: Vec<Uuid> = cities.iter().map(|facts| facts.city.id.0).collect();
    listed(db, &cities, &Members::of(db, &ids).await?).await
}

pub async fn names(db: &DatabaseTransaction, cities: Vec<Facts>) -> Result<Vec<directory::Entry>> {
    let ids: Vec<Uuid> = cities.iter().map(|facts| facts.city.id.0).collect();
    let members = Members::of(db, &ids).await?;
    Ok(cities.iter().flat_map(|facts| directory::of_city(facts, &members)).collect())
}

async fn listed(db: &DatabaseTransaction, cities: &[Facts], members: &Members) -> Result<Vec<Entry>> {
    let stamps = cities.iter().map(|Facts { city, .. }| (city.id.0, city.updated_at, city.draft_id));
    let changed = drafts::changed(db, stamps).await?;
    let mut entries = Vec::new();
    for Facts { city, names } in cities {
        let scopes = directory::scopes_of_city(city, members.of_city(city.id).iter());
        let of = (city.id.0, "");
        entries.push(drafts::entry("drafts_cities", of, changed[&of.0], scopes, members.lent(city.id)));
        let locales: Vec<String> = names.iter().map(|(locale, _)| locale.clone()).collect();
        if let Some(live) = Live::of(city.status, city.published_at, city.expires_at) {
            entries.extend(of_city(city, members, live, &locales));
        }
    }
    Ok(entries)
}

fn of_city(city: &city::Model, members: &Members, live: Live, locales: &[String]) -> Vec<Entry> {
    let memberships = members.of_city(city.id);
    let entry = |list, kind, sort_at, scopes, at_root| Entry {
        list,
        item_id: city.id.0,
        kind,
        sort_at: Instant(sort_at),
        live,
        scopes,
        lent: if at_root { members.lent(city.id) } else { Vec::new() },
        locales: locales.to_vec(),
        at_root,
    };
    let scopes = directory::scopes_of_city(city, memberships.iter());
    let mut entries = vec![match city.population {
        Some(population) => entry("cities_by_population", "", population, scopes, true),
        None => entry("cities_without_population", "", 0, scopes, true),
    }];
    for membership in memberships {
        let kind = if membership.featured { "featured" } else { "" };
        let scope = || vec![membership.cluster_id.0];
        entries.push(entry("members_by_position", kind, membership.position.into(), scope(), false));
        entries.push(match membership.joined_on.as_deref().and_then(midnight) {
            Some(day) => entry("members_by_joining", kind, day, scope(), false),
            None => entry("members_without_joining", kind, 0, scope(), false),
        });
    }
    entries
}

/// The first instant of a day, UTC.
fn midnight(day: &str) -> Option<i64> {
    time::parse_rfc3339(&format!("{day}T00:00:00Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight() {
        assert_eq!(midnight("2021-04-30"), Some(1_619_740_800_000));
        assert_eq!(midnight("soon"), None);
    }
}
