//! A cluster that a partner works with.

use sea_orm::entity::prelude::*;

use crate::id::{ClusterId, PartnerId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_cluster")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partner_id: PartnerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    /// The order they were given in.
    pub position: i32,
    #[sea_orm(belongs_to, from = "partner_id", to = "id")]
    pub partner: BelongsTo<super::partner::Entity>,
    #[sea_orm(belongs_to, from = "cluster_id", to = "id")]
    pub cluster: BelongsTo<super::cluster::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
