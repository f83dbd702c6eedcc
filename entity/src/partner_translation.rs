//! What a partner is called and does, in one language.

use sea_orm::entity::prelude::*;

use crate::id::PartnerId;
use crate::status::TextStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_translation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: PartnerId,
    /// A BCP 47 tag.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    pub status: TextStatus,
    pub name: String,
    /// What it sorts by: made from the name, compared by bytes.
    pub sort_key: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::partner::Entity",
        from = "Column::ItemId",
        to = "super::partner::Column::Id"
    )]
    Item,
}

impl ActiveModelBehavior for ActiveModel {}
