//! All rows of a news item.

use std::collections::HashMap;

use entity::id::{AssetId, EventId, NewsItemId};
use entity::status::TextStatus;
use entity::{
    event, event_translation, news_item, news_item_city, news_item_cluster, news_item_media, news_item_topic,
    news_item_translation,
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{Event, Input, Text};
use crate::app::bulk;
use crate::app::listing::Touched;
use crate::error::Result;
use crate::service::content;
use crate::service::input::{self, Lifecycle, Naming, Record};
use crate::service::save;
use crate::service::save::child::{self, positioned};

#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub item: news_item::Model,
    pub texts: Vec<news_item_translation::Model>,
    pub clusters: Vec<news_item_cluster::Model>,
    pub topics: Vec<news_item_topic::Model>,
    pub cities: Vec<news_item_city::Model>,
    pub media: Vec<news_item_media::Model>,
    pub event: Option<event::Model>,
    /// One for each text, while there is an event.
    pub venues: Vec<event_translation::Model>,
}

impl Stored {
    pub(super) fn new(mut input: Input, before: Option<&Self>) -> Self {
        let id = input.id;
        let known = before.and_then(|before| before.event.as_ref()).map(|event| event.id);
        let event = input.event.take().map(|event| event_row(id, event, known));
        let mut texts = std::mem::take(&mut input.texts);
        texts.sort_by(|a, b| a.locale.cmp(&b.locale));
        let venues = event.iter().flat_map(|event| texts.iter().map(|text| venue_row(event.id, text)));
        Self {
            venues: venues.collect(),
            event,
            texts: texts.into_iter().map(|text| text_row(id, text)).collect(),
            clusters: positioned(std::mem::take(&mut input.clusters), |position, cluster_id| {
                news_item_cluster::Model { news_item_id: id, cluster_id, position }
            }),
            topics: positioned(std::mem::take(&mut input.topics), |position, topic_id| {
                news_item_topic::Model { news_item_id: id, topic_id, position }
            }),
            cities: positioned(std::mem::take(&mut input.cities), |position, city_id| {
                news_item_city::Model { news_item_id: id, city_id, position }
            }),
            media: positioned(std::mem::take(&mut input.media), |position, media_item_id| {
                news_item_media::Model { news_item_id: id, media_item_id, position }
            }),
            item: base_row(input),
        }
    }
}

fn base_row(input: Input) -> news_item::Model {
    let Naming { slug, .. } = input.naming;
    let Record { locale, external_ref, .. } = input.record;
    let Lifecycle { status, published_at, expires_at } = input.lifecycle;
    news_item::Model {
        id: input.id,
        slug,
        status,
        published_at,
        expires_at,
        created_at: save::UNSTAMPED,
        updated_at: save::UNSTAMPED,
        version: 1,
        locale,
        external_ref,
        draft_id: None,
        kind: input.kind,
        hero_id: input.hero,
        author_name: input.author_name,
        canonical_url: input.canonical_url,
        sdgs: input::sdgs_column(input.sdgs),
        call_id: input.call,
    }
}

fn text_row(item_id: NewsItemId, text: Text) -> news_item_translation::Model {
    let (body_source, body_format, body_html) = text.body.into_columns();
    let Text { locale, status, title, excerpt, .. } = text;
    news_item_translation::Model {
        item_id,
        locale,
        status,
        title,
        excerpt,
        body_source,
        body_format,
        body_html,
    }
}

fn event_row(item: NewsItemId, event: Event, known: Option<EventId>) -> event::Model {
    event::Model {
        id: event.id.or(known).unwrap_or_else(|| EventId::derived(&item.to_string())),
        news_item_id: item,
        starts_at: event.starts_at,
        ends_at: event.ends_at,
        time_zone: event.time_zone,
        online_url: event.online_url,
        registration_url: event.registration_url,
    }
}

fn venue_row(item_id: EventId, text: &Text) -> event_translation::Model {
    let (locale, venue) = (text.locale.clone(), text.venue.clone());
    event_translation::Model { item_id, locale, status: text.status, venue }
}

impl save::Stored for Stored {
    type Base = news_item::Entity;

    fn base(&self) -> &news_item::Model {
        &self.item
    }

    fn base_mut(&mut self) -> &mut news_item::Model {
        &mut self.item
    }

    fn assets(&self) -> Vec<AssetId> {
        self.item.hero_id.into_iter().collect()
    }

    fn bodies(&self) -> impl Iterator<Item = (TextStatus, &str)> {
        self.texts.iter().map(|text| (text.status, text.body_html.as_str()))
    }

    fn document(&self) -> Option<String> {
        Some(content::document(&<Input as content::Editable>::of(self)))
    }

    async fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Self>> {
        let items = bulk::find::<news_item::Entity>(db, news_item::Column::Id, ids).await?;
        let mut texts = child::load::<news_item_translation::Entity>(db, ids).await?;
        let mut clusters = child::load::<news_item_cluster::Entity>(db, ids).await?;
        let mut topics = child::load::<news_item_topic::Entity>(db, ids).await?;
        let mut cities = child::load::<news_item_city::Entity>(db, ids).await?;
        let mut media = child::load::<news_item_media::Entity>(db, ids).await?;
        let events = bulk::find::<event::Entity>(db, event::Column::NewsItemId, ids).await?;
        let event_ids: Vec<Uuid> = events.iter().map(|event| event.id.0).collect();
        let mut venues = child::load::<event_translation::Entity>(db, &event_ids).await?;
        let mut events: HashMap<_, _> = events.into_iter().map(|event| (event.news_item_id, event)).collect();
        let whole = items.into_iter().map(|item| {
            let (id, event) = (item.id.0, events.remove(&item.id));
            Self {
                texts: texts.of(id),
                clusters: clusters.of(id),
                topics: topics.of(id),
                cities: cities.of(id),
                media: media.of(id),
                venues: event.as_ref().map(|event| venues.of(event.id.0)).unwrap_or_default(),
                event,
                item,
            }
        });
        Ok(whole.collect())
    }

    async fn write(db: &DatabaseTransaction, mut rows: Vec<Self>, mut known: Vec<Self>) -> Result<()> {
        bulk::upsert::<news_item::Entity>(db, rows.iter().map(|row| row.item.clone()).collect()).await?;
        child::replace(db, &mut known, &mut rows, |row| &mut row.texts).await?;
        child::replace(db, &mut known, &mut rows, |row| &mut row.clusters).await?;
        child::replace(db, &mut known, &mut rows, |row| &mut row.topics).await?;
        child::replace(db, &mut known, &mut rows, |row| &mut row.cities).await?;
        child::replace(db, &mut known, &mut rows, |row| &mut row.media).await?;
        let had: Vec<Uuid> =
            known.iter().filter_map(|row| Some(row.event.as_ref()?.news_item_id.0)).collect();
        bulk::delete::<event::Entity>(db, event::Column::NewsItemId, &had).await?;
        let events = rows.iter_mut().filter_map(|row| row.event.take()).collect();
        bulk::insert::<event::Entity>(db, events).await?;
        // Those of events that went are gone with them.
        child::replace(db, &mut [], &mut rows, |row| &mut row.venues).await
    }

    fn touch(before: Option<&Self>, after: &Self, touched: &mut Touched) {
        touched.news.insert(after.item.id);
        touched.events.extend(before.and_then(|before| before.event.as_ref()).map(|event| event.id));
    }
}
