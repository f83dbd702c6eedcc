//! What cities owe to the clusters they are in: the lists of their clusters, and whether any features them.

use std::collections::HashMap;

use entity::id::{CityId, ClusterId};
use entity::{cluster, membership};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::window::{Lent, Live, gaps};
use crate::app::bulk;
use crate::domain::scope;
use crate::error::Result;

/// The memberships of some cities.
#[derive(Debug)]
pub struct Members {
    of_city: HashMap<CityId, Vec<membership::Model>>,
    /// When the clusters are live; those that are not published are not here.
    clusters: HashMap<ClusterId, Live>,
}

impl Members {
    pub async fn of(db: &DatabaseTransaction, cities: &[Uuid]) -> Result<Self> {
        let mut of_city: HashMap<_, Vec<membership::Model>> = HashMap::new();
        let mut clusters = Vec::new();
        for row in bulk::find::<membership::Entity>(db, membership::Column::CityId, cities).await? {
            clusters.push(row.cluster_id.0);
            of_city.entry(row.city_id).or_default().push(row);
        }
        clusters.sort_unstable();
        clusters.dedup();
        let clusters = bulk::find::<cluster::Entity>(db, cluster::Column::Id, &clusters).await?;
        let clusters = clusters.into_iter().filter_map(|cluster| {
            Some((cluster.id, Live::of(cluster.status, cluster.published_at, cluster.expires_at)?))
        });
        Ok(Self { of_city, clusters: clusters.collect() })
    }

    pub fn of_city(&self, city: CityId) -> &[membership::Model] {
        self.of_city.get(&city).map_or(&[], Vec::as_slice)
    }

    /// Listed as featured while some live cluster features it, otherwise as not featured.
    pub fn lent(&self, city: CityId) -> Lent {
        let featuring = self.of_city(city).iter().filter(|row| row.featured);
        let featured: Vec<_> =
            featuring.filter_map(|row| self.clusters.get(&row.cluster_id).copied()).collect();
        let not_featured = gaps(featured.clone()).into_iter().map(|window| (scope::NOT_FEATURED, window));
        featured.into_iter().map(|window| (scope::FEATURED, window)).chain(not_featured).collect()
    }
}
