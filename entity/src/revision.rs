//! What a piece of content was, in full, after each change; and its working draft.

use sea_orm::entity::prelude::*;

use crate::audit_event::Actor;
use crate::id::{RevisionId, UserId};
use crate::instant::Instant;
use crate::noun::Noun;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionId,
    pub r#type: Noun,
    pub item_id: Uuid,
    /// The version the item had from then on, or would have: counts per item, drafts too.
    pub number: i32,
    /// A word for what was done, `updated`.
    pub action: String,
    /// While the item points at it as its working draft; `None` afterwards, and for what was saved at once.
    pub draft: Option<Draft>,
    /// The whole editable thing as JSON.
    #[sea_orm(column_type = "Text")]
    pub document: String,
    pub at: Instant,
    pub actor: Actor,
    pub user_id: Option<UserId>,
    /// The address it came from; `None` for the command line.
    pub origin: Option<String>,
}

/// Where a working draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
pub enum Draft {
    /// Being written.
    Draft,
    /// Waits for an editor.
    InReview,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
