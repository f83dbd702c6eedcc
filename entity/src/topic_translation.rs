//! What a topic is called, in one language.

use sea_orm::entity::prelude::*;

use crate::id::TopicId;
use crate::status::TextStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "topic_translation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: TopicId,
    /// A BCP 47 tag.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    pub status: TextStatus,
    pub label: String,
    /// What it sorts by: made from the name, compared by bytes.
    pub sort_key: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::topic::Entity", from = "Column::ItemId", to = "super::topic::Column::Id")]
    Item,
}

impl ActiveModelBehavior for ActiveModel {}
