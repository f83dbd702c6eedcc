//! The events that news items announce, with where they are.

use std::collections::HashMap;

use entity::id::NewsItemId;
use entity::news_item::{self, Kind};
use entity::{event, event_translation};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::app::bulk::Queries;
use crate::error::Result;
use crate::service::save::child::{self, Children};

/// The rows of some news items.
pub struct Announced {
    events: HashMap<NewsItemId, event::Model>,
    venues: Children<event_translation::Model>,
}

impl Announced {
    /// Of those among the items that can announce one.
    pub async fn by(db: &DatabaseTransaction, items: &[news_item::Model]) -> Result<Self> {
        let announcing = items.iter().filter(|item| matches!(item.kind, Kind::Event | Kind::Webinar));
        let announcing: Vec<Uuid> = announcing.map(|item| item.id.0).collect();
        let mut queries = Queries::of(db);
        let events = queries.find::<event::Entity>(event::Column::NewsItemId, &announcing);
        let venues = queries.each(&announcing, |items| {
            let events = event::Entity::find().select_only().column(event::Column::Id);
            let events = events.filter(event::Column::NewsItemId.is_in(items)).into_query();
            let venues = event_translation::Entity::find();
            let venues = venues.filter(event_translation::Column::ItemId.in_subquery(events));
            venues.order_by_asc(event_translation::Column::Locale).into_query()
        });
        let mut answers = queries.ask(db).await?;
        let events = answers.rows(events)?.into_iter().map(|event| (event.news_item_id, event));
        Ok(Self { events: events.collect(), venues: child::answered(&mut answers, venues)? })
    }

    pub fn of(&mut self, item: NewsItemId) -> (Option<event::Model>, Vec<event_translation::Model>) {
        let event = self.events.remove(&item);
        let venues = event.as_ref().map(|event| self.venues.of(event.id.0)).unwrap_or_default();
        (event, venues)
    }
}
