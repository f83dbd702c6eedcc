//! Cities ordered by a number: by population, and as members of a cluster by place and by day of joining.
//! What has no number stands in a list of its own, which is read after the other one.

use entity::instant::Instant;
use entity::{city, city_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::members::Members;
use super::rows::{self, Entry, TextColumns};
use super::touched::Items;
use super::window::Live;
use super::{Mended, directory, drafts};
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
    let columns =
        TextColumns::<city_translation::Entity> { item: T::ItemId, locale: T::Locale, status: T::Status };
    let original = |city: &city::Model| (city.id.0, city.locale.clone());
    let (items, mut names) =
        directory::load::<city::Entity, _>(db, (city::Column::Id, original), (columns, T::SortKey), ids)
            .await?;
    let facts =
        items.into_iter().map(|city| Facts { names: names.remove(&city.id.0).unwrap_or_default(), city });
    Ok(facts.collect())
}

/// Mends their rows in both tables.
pub async fn renew(db: &DatabaseTransaction, items: &Items<Facts>, to: &mut Mended) -> Result<()> {
    for piece in items.pieces() {
        let ids = piece.ids.clone();
        let cities = piece.facts(db).await?;
        let wants = Wants { listed: ids.clone(), named: ids, ..Wants::default() };
        let basis = Basis::of(db, wants.and(&cities)).await?;
        directory::write(&basis, names(&basis, cities.clone()), to);
        rows::write(&basis, entries(&basis, cities)?, to);
        to.writes.flush_if_many(db).await?;
    }
    Ok(())
}

pub fn wants(facts: &Facts, wants: &mut Wants) {
    wants.drafts.extend(facts.city.draft_id);
    wants.members.push(facts.city.id.0);
}

pub fn names(basis: &Basis, cities: Vec<Facts>) -> Vec<directory::Entry> {
    cities.into_iter().flat_map(|facts| directory::of_city(&facts, &basis.members)).collect()
}

pub fn entries(basis: &Basis, cities: Vec<Facts>) -> Result<Vec<Entry>> {
    let (members, mut entries) = (&basis.members, Vec::new());
    for Facts { city, names } in cities {
        let scopes = directory::scopes_of_city(&city, members.of_city(city.id).iter());
        let changed = basis.changed(city.id.0, city.updated_at);
        let of = (city.id.0, "");
        entries.push(drafts::entry("drafts_cities", of, changed, scopes, members.lent(city.id)));
        let locales: Vec<String> = names.into_iter().map(|(locale, _)| locale).collect();
        if let Some(live) = Live::of(city.status, city.published_at, city.expires_at) {
            entries.extend(of_city(&city, members, live, &locales));
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
