//! Who did what: rows are added and never changed.

use sea_orm::entity::prelude::*;

use crate::id::{AuditEventId, UserId};
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEventId,
    pub at: Instant,
    pub actor: Actor,
    /// Of the actor that is a user. Stays when the user goes.
    pub user_id: Option<UserId>,
    /// A word for what was done, `session.reused`.
    pub action: String,
    pub subject_type: Option<String>,
    pub subject_id: Option<Uuid>,
    /// More of it as JSON; never a secret.
    #[sea_orm(column_type = "Text", nullable)]
    pub detail: Option<String>,
    /// The address it came from; `None` for the command line.
    pub origin: Option<String>,
}

/// What kind of actor it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
pub enum Actor {
    Anonymous,
    User,
    /// The command line.
    System,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
