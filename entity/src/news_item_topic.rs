//! A news item filed under a topic.

use sea_orm::entity::prelude::*;

use crate::id::{NewsItemId, TopicId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "news_item_topic")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub news_item_id: NewsItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic_id: TopicId,
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
    #[sea_orm(belongs_to = "super::topic::Entity", from = "Column::TopicId", to = "super::topic::Column::Id")]
    Topic,
}

impl ActiveModelBehavior for ActiveModel {}
