//! What happened to content, in order, for caches, subscribers and other systems.

use sea_orm::entity::prelude::*;

use crate::instant::Instant;
use crate::noun::Noun;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Grows in the order of the commits: whoever writes content holds the lock of content until it has committed.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// A word for what was done, `published`.
    pub action: String,
    pub r#type: Noun,
    pub item_id: Uuid,
    pub at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
