//! A news item filed under a topic.

use sea_orm::entity::prelude::*;

use crate::id::{NewsItemId, TopicId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "news_item_topic")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub news_item_id: NewsItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic_id: TopicId,
    /// The order they were given in.
    pub position: i32,
    #[sea_orm(belongs_to, from = "news_item_id", to = "id")]
    pub news_item: BelongsTo<super::news_item::Entity>,
    #[sea_orm(belongs_to, from = "topic_id", to = "id")]
    pub topic: BelongsTo<super::topic::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
