//! The lists in order of name: cities, partners, topics.

use std::collections::HashMap;

use entity::status::TextStatus;
use entity::{city, directory, membership};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::members::Members;
use super::rows::{self, TextColumns};
use super::seen::{Seen, Wants};
use super::touched::{Facts, Items};
use super::window::{Lent, Live};
use super::{Mended, cities, differ};
use crate::app::bulk::{Answers, Queries, Query};
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

/// Mends the rows of these items: those that `entries` makes of what is known of them, or loaded.
pub async fn renew<F: Facts>(
    db: &DatabaseTransaction,
    items: &Items<F>,
    entries: impl Fn(&Seen, Vec<F>) -> Vec<Entry>,
    to: &mut Mended,
) -> Result<()> {
    for piece in items.pieces() {
        let wants = Wants { named: piece.ids.clone(), ..Wants::default() };
        let facts = piece.facts(db).await?;
        let seen = Seen::of(db, wants.and(&facts)).await?;
        write(&seen, entries(&seen, facts), to);
        to.writes.send_if_many(db).await?;
    }
    Ok(())
}

/// Makes the rows that were seen those of the entries.
pub fn write(seen: &Seen, entries: Vec<Entry>, to: &mut Mended) {
    differ::write::<directory::Model>(&seen.named, entries.into_iter().flat_map(Entry::rows).collect(), to);
}

/// Where a cluster features it, its row says so.
pub fn of_city(facts: &cities::Facts, members: &Members) -> Vec<Entry> {
    let (city, names) = (&facts.city, facts.names.clone());
    let Some(live) = Live::of(city.status, city.published_at, city.expires_at) else { return Vec::new() };
    let (featured, rest): (Vec<_>, Vec<_>) = members.of_city(city.id).iter().partition(|row| row.featured);
    let entry = |kind, scopes, lent, names, at_root| {
        let (list, item_id) = ("cities", city.id.0);
        Entry { list, item_id, kind, live, scopes, lent, names, at_root }
    };
    let featuring = featured.iter().map(|row| row.cluster_id.0).collect();
    let scopes = scopes_of_city(city, rest.into_iter());
    vec![
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

/// A place by name for something that nothing but clusters lends it to.
pub fn entry(
    list: &'static str,
    item_id: Uuid,
    live: Live,
    (scopes, names): (Vec<Uuid>, Vec<(String, String)>),
) -> Entry {
    Entry { list, item_id, kind: "", live, scopes, lent: Vec::new(), names, at_root: true }
}

/// What something sorts by that has these texts, in each locale it can be read in; `*` sorts like the original.
pub fn names<'a>(
    original: &str,
    texts: impl Iterator<Item = (&'a str, TextStatus, &'a str)>,
) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for (locale, _, key) in texts.filter(|(_, status, _)| *status == TextStatus::Published) {
        if locale == original {
            names.push(("*".to_owned(), key.to_owned()));
        }
        names.push((locale.to_owned(), key.to_owned()));
    }
    names
}

/// Thing, locale and sort key.
type Name = (Uuid, String, String);

/// Asks for the same of many.
pub fn asked<E: EntityTrait>(
    queries: &mut Queries,
    (columns, sort_key): (TextColumns<E>, E::Column),
    ids: &[Uuid],
) -> Query<Name> {
    queries.each(ids, |some| {
        let texts = E::find().select_only().column(columns.item).column(columns.locale).column(sort_key);
        let texts = texts.filter(columns.item.is_in(some));
        texts.filter(columns.status.eq(TextStatus::Published)).into_query()
    })
}

/// What came of it; `original` knows the locale of each thing.
pub fn answered(
    answers: &mut Answers,
    query: Query<Name>,
    original: &HashMap<Uuid, String>,
) -> Result<HashMap<Uuid, Vec<(String, String)>>> {
    let mut found: HashMap<Uuid, Vec<(String, String)>> = HashMap::new();
    for (id, locale, key) in answers.tuples(query)? {
        let names = found.entry(id).or_default();
        if original.get(&id) == Some(&locale) {
            names.push(("*".to_owned(), key.clone()));
        }
        names.push((locale, key));
    }
    Ok(found)
}
