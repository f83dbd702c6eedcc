//! A good practice of a city.

use sea_orm::entity::prelude::*;

use crate::id::{CallId, CityId, PracticeId};
use crate::instant::Instant;
use crate::status::Status;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PracticeId,
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
    pub city_id: Option<CityId>,
    /// The call it answered.
    pub call_id: Option<CallId>,
    /// Sustainable Development Goals: a sorted JSON array of 1..=17.
    pub sdgs: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::city::Entity", from = "Column::CityId", to = "super::city::Column::Id")]
    City,
    #[sea_orm(belongs_to = "super::call::Entity", from = "Column::CallId", to = "super::call::Column::Id")]
    Call,
}

impl ActiveModelBehavior for ActiveModel {}
