//! Slugs that things went by before: old links still find them.

use sea_orm::entity::prelude::*;

use crate::instant::Instant;
use crate::noun::Noun;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slug_history")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub r#type: Noun,
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    pub item_id: Uuid,
    pub created_at: Instant,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
