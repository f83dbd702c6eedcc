//! What an asset shows, for who cannot see it, in one language.

use sea_orm::entity::prelude::*;

use crate::id::AssetId;
use crate::status::TextStatus;

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
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::asset::Entity", from = "Column::ItemId", to = "super::asset::Column::Id")]
    Item,
}

impl ActiveModelBehavior for ActiveModel {}
