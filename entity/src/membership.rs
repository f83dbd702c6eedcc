//! A city in a cluster.

use sea_orm::entity::prelude::*;

use crate::id::{CityId, ClusterId, MembershipId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    pub cluster_id: ClusterId,
    pub city_id: CityId,
    /// Shown on the page of the cluster.
    pub featured: bool,
    /// Its place among the members.
    pub position: i32,
    /// `YYYY-MM-DD`.
    pub joined_on: Option<String>,
    #[sea_orm(belongs_to, from = "cluster_id", to = "id")]
    pub cluster: BelongsTo<super::cluster::Entity>,
    #[sea_orm(belongs_to, from = "city_id", to = "id")]
    pub city: BelongsTo<super::city::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
