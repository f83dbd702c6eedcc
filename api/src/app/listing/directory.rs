//! The lists in order of name: cities, partners, topics.

use std::collections::HashMap;

use entity::status::TextStatus;
use entity::{city, directory, membership};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::members::Members;
use super::rows::{self, TextColumns};
use super::touched::{Facts, Items};
use super::window::{Lent, Live};
use super::{Mended, cities, differ};
use crate::app::bulk::Queries;
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
    entries: impl Fn(&Basis, Vec<F>) -> Vec<Entry>,
    to: &mut Mended,
) -> Result<()> {
    for piece in items.pieces() {
        let wants = Wants { named: piece.ids.clone(), ..Wants::default() };
        let facts = piece.facts(db).await?;
        let basis = Basis::of(db, wants.and(&facts)).await?;
        write(&basis, entries(&basis, facts), to);
        to.writes.flush_if_many(db).await?;
    }
    Ok(())
}

/// Makes the rows there are those of the entries.
pub fn write(basis: &Basis, entries: Vec<Entry>, to: &mut Mended) {
    differ::write::<directory::Model>(&basis.named, entries.into_iter().flat_map(Entry::rows).collect(), to);
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

/// What each of many sorts by, in the same way.
pub type Names = HashMap<Uuid, Vec<(String, String)>>;

/// The things with these ids and their names; `original` tells the id of each, and its locale.
pub async fn load<E: EntityTrait, T: EntityTrait>(
    db: &DatabaseTransaction,
    (id, original): (E::Column, impl Fn(&E::Model) -> (Uuid, String)),
    (columns, sort_key): (TextColumns<T>, T::Column),
    ids: &[Uuid],
) -> Result<(Vec<E::Model>, Names)> {
    let mut queries = Queries::of(db);
    let items = queries.find::<E>(id, ids);
    let texts = queries.each::<(Uuid, String, String)>(ids, |some| {
        let texts = T::find().select_only().column(columns.item).column(columns.locale).column(sort_key);
        let texts = texts.filter(columns.item.is_in(some));
        texts.filter(columns.status.eq(TextStatus::Published)).into_query()
    });
    let mut answers = queries.ask(db).await?;
    let items = answers.rows(items)?;
    let originals: HashMap<Uuid, String> = items.iter().map(original).collect();
    let mut names = Names::new();
    for (id, locale, key) in answers.tuples(texts)? {
        let names = names.entry(id).or_default();
        if originals.get(&id) == Some(&locale) {
            names.push(("*".to_owned(), key.clone()));
        }
        names.push((locale, key));
    }
    Ok((items, names))
}
