//! What an editor changes of a news item.

use entity::id::{CityId, NewsItemId};
use entity::news_item::Kind;
use entity::noun::Noun;
use entity::status::TextStatus;
use entity::{event, news_item_translation};
use uuid::Uuid;

use super::{Event, Input, Stored, Text};
use crate::service::content::{Editable, PartsMut};
use crate::service::input::{self, Body, Lifecycle, Naming, Record};
use crate::service::save::{Linked, Target};

impl Editable for Input {
    const NOUN: Noun = Noun::NewsItem;
    type Text = Text;

    fn of(stored: &Stored) -> Self {
        let item = &stored.item;
        Self {
            id: item.id,
            record: Record::known(&item.locale, item.external_ref.as_ref()),
            naming: Naming::of(&item.slug),
            lifecycle: Lifecycle {
                status: item.status,
                published_at: item.published_at,
                expires_at: item.expires_at,
            },
            kind: item.kind,
            hero: item.hero_id,
            author_name: item.author_name.clone(),
            canonical_url: item.canonical_url.clone(),
            sdgs: input::sdgs(&item.sdgs),
            clusters: stored.clusters.iter().map(|row| row.cluster_id).collect(),
            topics: stored.topics.iter().map(|row| row.topic_id).collect(),
            cities: stored.cities.iter().map(|row| row.city_id).collect(),
            call: item.call_id,
            media: stored.media.iter().map(|row| row.media_item_id).collect(),
            event: stored.event.as_ref().map(event),
            texts: stored.texts.iter().map(|row| text(row, stored)).collect(),
        }
    }

    fn empty(id: Uuid, locale: String) -> Self {
        Self {
            id: NewsItemId(id),
            record: Record::known(&locale, None),
            naming: Naming::default(),
            lifecycle: Lifecycle::draft(),
            kind: Kind::Article,
            hero: None,
            author_name: None,
            canonical_url: None,
            sdgs: Vec::new(),
            clusters: Vec::new(),
            topics: Vec::new(),
            cities: Vec::new(),
            call: None,
            media: Vec::new(),
            event: None,
            texts: Vec::new(),
        }
    }

    fn empty_text(locale: String) -> Text {
        Text {
            locale,
            status: TextStatus::Published,
            title: String::new(),
            excerpt: String::new(),
            body: Body::default(),
            venue: String::new(),
        }
    }

    fn parts_mut(&mut self) -> PartsMut<'_, Text> {
        let Self { record, naming, lifecycle, texts, .. } = self;
        PartsMut { record, naming, lifecycle: Some(lifecycle), texts }
    }

    fn lifecycle(&self) -> Option<Lifecycle> {
        Some(self.lifecycle)
    }

    fn texts(&self) -> &[Text] {
        &self.texts
    }

    fn title(&self) -> Option<&str> {
        let original = self.texts.iter().find(|text| text.locale == self.record.locale)?;
        Some(&original.title)
    }

    fn unlink(&mut self, gone: (Target, Uuid)) {
        self.hero = self.hero.filter(|file| !file.is(gone));
        self.clusters.retain(|cluster| !cluster.is(gone));
        self.topics.retain(|topic| !topic.is(gone));
        self.cities.retain(|city| !city.is(gone));
        self.media.retain(|media| !media.is(gone));
        self.call = self.call.filter(|call| !call.is(gone));
    }

    fn cities(&self) -> Vec<CityId> {
        self.cities.clone()
    }
}

fn text(text: &news_item_translation::Model, stored: &Stored) -> Text {
    Text {
        locale: text.locale.clone(),
        status: text.status,
        title: text.title.clone(),
        excerpt: text.excerpt.clone(),
        body: Body::of_columns(&text.body_source, text.body_format, &text.body_html),
        venue: stored
            .venues
            .iter()
            .find(|venue| venue.locale == text.locale)
            .map_or_else(String::new, |venue| venue.venue.clone()),
    }
}

fn event(row: &event::Model) -> Event {
    Event {
        id: Some(row.id),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        time_zone: row.time_zone.clone(),
        online_url: row.online_url.clone(),
        registration_url: row.registration_url.clone(),
        is_cancelled: row.is_cancelled,
    }
}
