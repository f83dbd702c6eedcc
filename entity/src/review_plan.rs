//! How the submissions to a call are judged, and when.

use sea_orm::entity::prelude::*;

use crate::id::CallId;
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub call_id: CallId,
    /// JSON: the phases, in order.
    #[sea_orm(column_type = "Text")]
    pub phases: String,
    /// Counts saves.
    pub version: i32,
    pub updated_at: Instant,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
