//! A deadline that was moved after the public had seen it.

use sea_orm::entity::prelude::*;

use crate::audit_event::Actor;
use crate::id::{CallExtensionId, CallId, UserId};
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_extension")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallExtensionId,
    pub call_id: CallId,
    /// The latest is first.
    pub position: i32,
    pub previous_closes_at: Instant,
    pub previous_closes_at_local: String,
    pub previous_time_zone: String,
    pub closes_at: Instant,
    pub closes_at_local: String,
    pub time_zone: String,
    /// What the public was told; `None` where nothing was said.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    pub at: Instant,
    pub actor: Actor,
    pub user_id: Option<UserId>,
    /// The address it came from; `None` for the command line.
    pub origin: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::call::Entity", from = "Column::CallId", to = "super::call::Column::Id")]
    Call,
}

impl ActiveModelBehavior for ActiveModel {}
