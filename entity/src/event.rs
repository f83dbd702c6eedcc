//! When and where the event of a news item takes place.

use sea_orm::entity::prelude::*;

use crate::id::{EventId, NewsItemId};
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// It lives and dies with this item and shares its slug.
    #[sea_orm(unique)]
    pub news_item_id: NewsItemId,
    pub starts_at: Instant,
    pub ends_at: Option<Instant>,
    /// IANA name: the clock on the wall of the venue.
    pub time_zone: String,
    pub online_url: Option<String>,
    pub registration_url: Option<String>,
    /// Called off: it is still told of, so that nobody travels in vain.
    pub is_cancelled: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::news_item::Entity",
        from = "Column::NewsItemId",
        to = "super::news_item::Column::Id"
    )]
    NewsItem,
}

impl ActiveModelBehavior for ActiveModel {}
