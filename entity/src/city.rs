//! A city of the network.

use sea_orm::entity::prelude::*;

use crate::id::{AssetId, CityId};
use crate::instant::Instant;
use crate::status::Status;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "city")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CityId,
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
    /// ISO 3166-1 alpha-2, upper case.
    pub country_code: String,
    pub admin_region: Option<String>,
    pub website: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub population: Option<i64>,
    pub photo_id: Option<AssetId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::asset::Entity", from = "Column::PhotoId", to = "super::asset::Column::Id")]
    Photo,
}

impl ActiveModelBehavior for ActiveModel {}
