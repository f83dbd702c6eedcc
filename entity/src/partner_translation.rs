//! What a partner is called and does, in one language.

use sea_orm::entity::prelude::*;

use crate::id::PartnerId;
use crate::status::TextStatus;

#[sea_orm::model]
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
    #[sea_orm(belongs_to, from = "item_id", to = "id")]
    pub item: BelongsTo<super::partner::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
