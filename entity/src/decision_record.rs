//! What a decision was made of, frozen: rows are added and never changed.

use sea_orm::entity::prelude::*;

use crate::audit_event::Actor;
use crate::id::{CallId, UserId};
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub call_id: CallId,
    /// Counts from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// Canonical JSON (RFC 8785).
    #[sea_orm(column_type = "Text")]
    pub document: String,
    /// SHA-256 of the document, in base64url.
    pub hash: String,
    pub at: Instant,
    pub actor: Actor,
    pub user_id: Option<UserId>,
    /// The address it came from; `None` for the command line.
    pub origin: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
