//! A city that a news item is about.

use sea_orm::entity::prelude::*;

use crate::id::{CityId, NewsItemId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "news_item_city")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub news_item_id: NewsItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub city_id: CityId,
    /// The order they were given in.
    pub position: i32,
    #[sea_orm(belongs_to, from = "news_item_id", to = "id")]
    pub news_item: BelongsTo<super::news_item::Entity>,
    #[sea_orm(belongs_to, from = "city_id", to = "id")]
    pub city: BelongsTo<super::city::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
