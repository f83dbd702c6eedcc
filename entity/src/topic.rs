//! A flat tag on news.

use sea_orm::entity::prelude::*;

use crate::id::TopicId;
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "topic")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TopicId,
    #[sea_orm(unique)]
    pub slug: String,
    /// The key of the system it was imported from.
    #[sea_orm(unique)]
    pub external_ref: Option<String>,
    /// The language it was first written in.
    pub locale: String,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// Counts saves; an update names the one it read.
    pub version: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
