//! A thematic cluster: cities working on one subject together.

use sea_orm::entity::prelude::*;

use crate::id::{AssetId, ClusterId};
use crate::instant::Instant;
use crate::status::Status;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClusterId,
    #[sea_orm(unique)]
    pub slug: String,
    pub status: Status,
    /// Live from this instant on, once `status` is [`Status::Published`].
    pub published_at: Option<Instant>,
    /// No longer live from this instant on.
    pub expires_at: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// Counts saves; an update names the one it read.
    pub version: i32,
    /// The language it was first written in.
    pub locale: String,
    /// The key of the system it was imported from.
    #[sea_orm(unique)]
    pub external_ref: Option<String>,
    /// The working draft of a published thing: a revision.
    pub draft_id: Option<Uuid>,
    pub hero_id: Option<AssetId>,
    /// Its place among the clusters.
    pub position: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::asset::Entity", from = "Column::HeroId", to = "super::asset::Column::Id")]
    Hero,
}

impl ActiveModelBehavior for ActiveModel {}
