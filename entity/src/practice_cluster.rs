//! A practice filed under a cluster.

use sea_orm::entity::prelude::*;

use crate::id::{ClusterId, PracticeId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_cluster")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub practice_id: PracticeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    /// The order they were given in.
    pub position: i32,
    #[sea_orm(belongs_to, from = "practice_id", to = "id")]
    pub practice: BelongsTo<super::practice::Entity>,
    #[sea_orm(belongs_to, from = "cluster_id", to = "id")]
    pub cluster: BelongsTo<super::cluster::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
