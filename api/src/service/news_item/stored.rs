//! All rows of a news item.

use std::collections::{HashMap, HashSet};

use entity::id::{AssetId, EventId, NewsItemId};
use entity::status::{Status, TextStatus};
use entity::{
    event, event_translation, news_item, news_item_city, news_item_cluster, news_item_media, news_item_topic,
    news_item_translation,
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::filed::Filed;
use super::{Event, Input, Text, announced};
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::{self, Touched};
use crate::domain::footprint::Tag;
use crate::error::Result;
use crate::service::content;
use crate::service::input::{self, Lifecycle, Naming, Record};
use crate::service::save;
use crate::service::save::base;
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
        is_cancelled: event.is_cancelled,
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

    async fn load_beside(
        db: &DatabaseTransaction,
        mut queries: Queries,
        ids: &[Uuid],
    ) -> Result<(Vec<Self>, Answers)> {
        let announced = announced::asked(&mut queries, ids);
        let filed = Filed::asked(&mut queries, ids);
        let mut answers = queries.ask(db).await?;
        let (items, mut texts) = announced::answered(&mut answers, announced)?;
        let mut filed = Filed::answered(&mut answers, filed)?;
        let whole = items.into_iter().map(|(item, event)| {
            let (texts, venues) = texts.of(item.id);
            Self {
                texts,
                clusters: filed.clusters(item.id),
                topics: filed.topics(item.id),
                cities: filed.cities(item.id),
                media: filed.media(item.id),
                venues,
                event,
                item,
            }
        });
        Ok((whole.collect(), answers))
    }

    fn write(writes: &mut Writes, mut rows: Vec<Self>, mut known: Vec<Self>) {
        base::write(writes, &known, &rows);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.texts);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.clusters);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.topics);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.cities);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.media);
        write_events(writes, &mut rows, &mut known);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.venues);
    }

    fn touch(before: Option<&Self>, after: &Self, touched: &mut Touched) {
        let clusters = after.clusters.iter().map(|row| row.cluster_id.0);
        let topics = after.topics.iter().map(|row| row.topic_id.0);
        let texts = after.texts.iter().map(|text| (&*text.locale, text.status));
        let facts = listing::news::Facts {
            readable: listing::readable(&after.item.locale, texts),
            scopes: clusters.chain(topics).collect(),
            cities: after.cities.iter().map(|row| row.city_id.0).collect(),
            event: after.event.clone(),
            item: after.item.clone(),
        };
        touched.news.learn(after.item.id.0, facts);
        // An event is listed by its own id, as long as it is there and published.
        let listed = |event: &event::Model| {
            after.item.status == Status::Published
                && after.event.as_ref().is_some_and(|now| now.id == event.id)
        };
        let had = before.and_then(|before| before.event.as_ref());
        let told = had.into_iter().chain(&after.event);
        told.for_each(|event| touched.stale.add(Tag::item(event.id.0)));
        touched.events.extend(had.filter(|event| !listed(event)).map(|event| event.id));
    }

    fn touch_last(&self, touched: &mut Touched) {
        Self::touch(None, self, touched);
        touched.outdated(self.item.id.0);
        touched.events.extend(self.event.as_ref().map(|event| event.id));
    }
}

/// Those that became another one, or none, go with their venues.
fn write_events(writes: &mut Writes, rows: &mut [Stored], known: &mut [Stored]) {
    let now: HashMap<_, _> =
        rows.iter_mut().filter_map(|row| Some((row.item.id, row.event.take()?))).collect();
    let (mut gone, mut same) = (Vec::new(), HashSet::new());
    for stored in known {
        let Some(had) = stored.event.take() else { continue };
        match now.get(&stored.item.id) {
            Some(event) if *event == had => {
                same.insert(had.id);
            }
            Some(event) if event.id == had.id => {}
            _ => {
                gone.push(stored.item.id.0);
                stored.venues.clear();
            }
        }
    }
    writes.delete::<event::Entity>(event::Column::NewsItemId, &gone);
    writes.upsert::<event::Entity>(now.into_values().filter(|event| !same.contains(&event.id)).collect());
}
