//! A media item filed under a cluster.

use sea_orm::entity::prelude::*;

use crate::id::{ClusterId, MediaItemId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media_item_cluster")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub media_item_id: MediaItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    /// The order they were given in.
    pub position: i32,
    #[sea_orm(belongs_to, from = "media_item_id", to = "id")]
    pub media_item: BelongsTo<super::media_item::Entity>,
    #[sea_orm(belongs_to, from = "cluster_id", to = "id")]
    pub cluster: BelongsTo<super::cluster::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
