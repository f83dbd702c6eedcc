//! A city in a cluster.

use sea_orm::entity::prelude::*;

use crate::id::{CityId, ClusterId, MembershipId};

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
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::cluster::Entity",
        from = "Column::ClusterId",
        to = "super::cluster::Column::Id"
    )]
    Cluster,
    #[sea_orm(belongs_to = "super::city::Entity", from = "Column::CityId", to = "super::city::Column::Id")]
    City,
}

impl ActiveModelBehavior for ActiveModel {}
