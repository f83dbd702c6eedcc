//! One of the places a media item can be seen at.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{MediaItemId, MediaSourceId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media_source")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MediaSourceId,
    pub media_item_id: MediaItemId,
    /// The preferred one is first.
    pub position: i32,
    pub provider: Provider,
    #[sea_orm(column_type = "Text")]
    pub url: String,
}

/// Who serves a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Provider {
    Youtube,
    Bilibili,
    Vimeo,
    File,
    Other,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::media_item::Entity",
        from = "Column::MediaItemId",
        to = "super::media_item::Column::Id"
    )]
    MediaItem,
}

impl ActiveModelBehavior for ActiveModel {}
