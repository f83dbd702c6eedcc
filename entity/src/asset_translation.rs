//! What an asset shows, for who cannot see it, in one language.

use sea_orm::entity::prelude::*;

use crate::id::AssetId;
use crate::status::TextStatus;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asset_translation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: AssetId,
    /// A BCP 47 tag.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    pub status: TextStatus,
    #[sea_orm(column_type = "Text")]
    pub alt_text: String,
    #[sea_orm(belongs_to, from = "item_id", to = "id")]
    pub item: BelongsTo<super::asset::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
