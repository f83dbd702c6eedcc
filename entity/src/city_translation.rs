//! What a city is called and says of itself, in one language.

use sea_orm::entity::prelude::*;

use crate::id::CityId;
use crate::rich_text::Format;
use crate::status::TextStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "city_translation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: CityId,
    /// A BCP 47 tag.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    pub status: TextStatus,
    pub name: String,
    /// What it sorts by: made from the name, compared by bytes.
    pub sort_key: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
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
    #[sea_orm(belongs_to = "super::city::Entity", from = "Column::ItemId", to = "super::city::Column::Id")]
    Item,
}

impl ActiveModelBehavior for ActiveModel {}
