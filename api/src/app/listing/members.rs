//! What cities owe to the clusters they are in: the lists of their clusters, and whether any features them.

use std::collections::HashMap;

use entity::id::{CityId, ClusterId};
use entity::{cluster, membership};

use super::window::{Lent, Live, gaps};
use crate::domain::scope;

/// The memberships of some cities.
#[derive(Debug)]
pub struct Members {
    of_city: HashMap<CityId, Vec<membership::Model>>,
    /// When the clusters are live; those that are not published are not here.
    clusters: HashMap<ClusterId, Live>,
}

impl Members {
    /// `clusters`: those that are joined.
    pub fn new(rows: Vec<membership::Model>, clusters: Vec<cluster::Model>) -> Self {
        let mut of_city: HashMap<_, Vec<membership::Model>> = HashMap::new();
        for row in rows {
            of_city.entry(row.city_id).or_default().push(row);
        }
        let clusters = clusters.into_iter().filter_map(|cluster| {
            Some((cluster.id, Live::of(cluster.status, cluster.published_at, cluster.expires_at)?))
        });
        Self { of_city, clusters: clusters.collect() }
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
