//! The talk about a proposal: rows are added and never changed.

use sea_orm::entity::prelude::*;

use crate::audit_event::Actor;
use crate::id::{CommentId, UserId};
use crate::instant::Instant;
use crate::noun::Noun;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_comment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommentId,
    pub r#type: Noun,
    pub item_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub at: Instant,
    pub actor: Actor,
    pub user_id: Option<UserId>,
    /// The address it came from; `None` for the command line.
    pub origin: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
