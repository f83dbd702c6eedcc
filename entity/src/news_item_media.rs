//! A recording or document that goes with a news item.

use sea_orm::entity::prelude::*;

use crate::id::{MediaItemId, NewsItemId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "news_item_media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub news_item_id: NewsItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub media_item_id: MediaItemId,
    /// The order they were given in.
    pub position: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::news_item::Entity",
        from = "Column::NewsItemId",
        to = "super::news_item::Column::Id"
    )]
    NewsItem,
    #[sea_orm(
        belongs_to = "super::media_item::Entity",
        from = "Column::MediaItemId",
        to = "super::media_item::Column::Id"
    )]
    MediaItem,
}

impl ActiveModelBehavior for ActiveModel {}
