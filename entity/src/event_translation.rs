//! Where an event takes place, in one language; its row follows the text of the news item.

use sea_orm::entity::prelude::*;

use crate::id::EventId;
use crate::status::TextStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_translation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: EventId,
    /// A BCP 47 tag.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    pub status: TextStatus,
    /// Empty when online only.
    pub venue: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::event::Entity", from = "Column::ItemId", to = "super::event::Column::Id")]
    Item,
}

impl ActiveModelBehavior for ActiveModel {}
