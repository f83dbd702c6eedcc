//! A media item filed under a cluster.

use sea_orm::entity::prelude::*;

use crate::id::{ClusterId, MediaItemId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media_item_cluster")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub media_item_id: MediaItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    /// The order they were given in.
    pub position: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::media_item::Entity",
        from = "Column::MediaItemId",
        to = "super::media_item::Column::Id"
    )]
    MediaItem,
    #[sea_orm(
        belongs_to = "super::cluster::Entity",
        from = "Column::ClusterId",
        to = "super::cluster::Column::Id"
    )]
    Cluster,
}

impl ActiveModelBehavior for ActiveModel {}
