//! What a media item says, in one language.

use sea_orm::entity::prelude::*;

use crate::id::MediaItemId;
use crate::status::TextStatus;

#[sea_orm::model]
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
    #[sea_orm(belongs_to, from = "item_id", to = "id")]
    pub item: BelongsTo<super::media_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
