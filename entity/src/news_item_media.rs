//! A recording or document that goes with a news item.

use sea_orm::entity::prelude::*;

use crate::id::{MediaItemId, NewsItemId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "news_item_media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub news_item_id: NewsItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub media_item_id: MediaItemId,
    /// The order they were given in.
    pub position: i32,
    #[sea_orm(belongs_to, from = "news_item_id", to = "id")]
    pub news_item: BelongsTo<super::news_item::Entity>,
    #[sea_orm(belongs_to, from = "media_item_id", to = "id")]
    pub media_item: BelongsTo<super::media_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
