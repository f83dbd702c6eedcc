//! What uses an asset: written with the thing that does.

use sea_orm::entity::prelude::*;

use crate::id::AssetId;
use crate::noun::Noun;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asset_use")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub asset_id: AssetId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub r#type: Noun,
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: Uuid,
    #[sea_orm(belongs_to, from = "asset_id", to = "id")]
    pub asset: BelongsTo<super::asset::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
