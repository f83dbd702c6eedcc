//! What happened to content, in order, for caches, subscribers and other systems.

use sea_orm::entity::prelude::*;

use crate::instant::Instant;
use crate::noun::Noun;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Grows in the order of the commits: whoever writes content holds the lock of content until it has committed.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// A word for what was done, `published`.
    pub action: String,
    /// Null where it was no piece of content that changed: a file, or the lists themselves.
    pub r#type: Option<Noun>,
    pub item_id: Option<Uuid>,
    pub at: Instant,
    /// The unit of work that wrote it: whoever heard of that as it committed knows of it already.
    pub unit: i64,
    /// Of the first row of a unit of work: what it made stale beside the things themselves, for caches.
    pub stale: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
