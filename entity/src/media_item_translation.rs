//! What a media item says, in one language.

use sea_orm::entity::prelude::*;

use crate::id::MediaItemId;
use crate::status::TextStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media_item_translation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: MediaItemId,
    /// A BCP 47 tag.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    pub status: TextStatus,
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::media_item::Entity",
        from = "Column::ItemId",
        to = "super::media_item::Column::Id"
    )]
    Item,
}

impl ActiveModelBehavior for ActiveModel {}
