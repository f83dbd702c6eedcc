//! What a news item says, in one language.

use sea_orm::entity::prelude::*;

use crate::id::NewsItemId;
use crate::rich_text::Format;
use crate::status::TextStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "news_item_translation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: NewsItemId,
    /// A BCP 47 tag.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    pub status: TextStatus,
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub excerpt: String,
    /// As written.
    #[sea_orm(column_type = "Text")]
    pub body_source: String,
    pub body_format: Format,
    /// Rendered and sanitised when saved.
    #[sea_orm(column_type = "Text")]
    pub body_html: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::news_item::Entity",
        from = "Column::ItemId",
        to = "super::news_item::Column::Id"
    )]
    Item,
}

impl ActiveModelBehavior for ActiveModel {}
