//! What the rows of things depend on beside the things themselves, read in one go.

use std::collections::HashMap;

use entity::instant::Instant;
use entity::{city, cluster, directory, listing, membership, revision};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query,
};
use uuid::Uuid;

use super::crossed;
use super::members::Members;
use super::touched::Facts;
use super::window::Live;
use crate::app::bulk::Queries;
use crate::domain::scope;
use crate::error::Result;

/// What is to be read.
#[derive(Debug, Default)]
pub struct Wants {
    /// Things whose rows of `listing` are to be mended.
    pub listed: Vec<Uuid>,
    /// The same of `directory`.
    pub named: Vec<Uuid>,
    /// Working drafts.
    pub drafts: Vec<Uuid>,
    /// Cities that are told of.
    pub cities: Vec<Uuid>,
    /// Cities that are listed themselves.
    pub members: Vec<Uuid>,
}

/// What was read.
#[derive(Debug)]
pub struct Basis {
    /// The rows there are.
    pub listed: Vec<listing::Model>,
    pub named: Vec<directory::Model>,
    pub members: Members,
    /// When the working draft of each thing was kept.
    drafted: HashMap<Uuid, Instant>,
    /// What each city lends to what tells of it.
    countries: HashMap<Uuid, (Uuid, Live)>,
}

impl Wants {
    /// What these ask for beside it, too.
    pub fn and<F: Facts>(mut self, facts: &[F]) -> Self {
        for facts in facts {
            facts.wants(&mut self);
        }
        self
    }
}

impl Basis {
    pub async fn of(db: &DatabaseTransaction, mut wants: Wants) -> Result<Self> {
        for ids in [&mut wants.listed, &mut wants.named, &mut wants.cities, &mut wants.members] {
            ids.sort_unstable();
            ids.dedup();
        }
        let mut queries = Queries::of(db);
        let listed = queries.each(&wants.listed, crossed::found);
        let named = queries.find::<directory::Entity>(directory::Column::ItemId, &wants.named);
        let drafted = queries.each(&wants.drafts, drafted);
        let cities = queries.find::<city::Entity>(city::Column::Id, &wants.cities);
        let members = queries.find::<membership::Entity>(membership::Column::CityId, &wants.members);
        let clusters = queries.each(&wants.members, clusters);
        let mut answers = queries.ask(db).await?;
        let cities = answers.rows(cities)?;
        Ok(Self {
            listed: crossed::apart(answers.tuples(listed)?),
            named: answers.rows(named)?,
            members: Members::new(answers.rows(members)?, answers.rows(clusters)?),
            drafted: answers.tuples(drafted)?.into_iter().collect(),
            countries: cities.iter().filter_map(|city| Some((city.id.0, lent_by(city)?))).collect(),
        })
    }

    /// When a thing last changed, its working draft included.
    pub fn changed(&self, item: Uuid, updated_at: Instant) -> Instant {
        self.drafted.get(&item).map_or(updated_at, |at| updated_at.max(*at))
    }

    /// What a city lends to what tells of it.
    pub fn lent(&self, city: Uuid) -> Option<(Uuid, Live)> {
        self.countries.get(&city).copied()
    }
}

/// The scope of a city's country, under which what tells of the city is listed, while the city is live; none for a
/// city that is not published.
pub fn lent_by(city: &city::Model) -> Option<(Uuid, Live)> {
    let live = Live::of(city.status, city.published_at, city.expires_at)?;
    Some((scope::country(&city.country_code), live))
}

fn drafted(drafts: Vec<Uuid>) -> sea_query::SelectStatement {
    let rows = revision::Entity::find().select_only();
    let rows = rows.column(revision::Column::ItemId).column(revision::Column::At);
    rows.filter(revision::Column::Id.is_in(drafts)).into_query()
}

/// Those that these cities joined.
fn clusters(cities: Vec<Uuid>) -> sea_query::SelectStatement {
    let joined = membership::Entity::find().select_only().column(membership::Column::ClusterId);
    let joined = joined.filter(membership::Column::CityId.is_in(cities)).into_query();
    cluster::Entity::find().filter(cluster::Column::Id.in_subquery(joined)).into_query()
}
