//! News: what happened, and the events and calls it announces.

mod announced;
mod edit;
mod filed;
mod stored;

use std::collections::HashMap;

use entity::event;
use entity::id::{AssetId, CallId, CityId, ClusterId, EventId, MediaItemId, NewsItemId, TopicId};
use entity::instant::Instant;
use entity::news_item::Kind;
use entity::status::TextStatus;
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::input::{self, Body, Lifecycle, Naming, Record};
use super::save::{self, Links, Parts, Saved};
use crate::app::{Tx, bulk};
use crate::domain::check::{Check, Need};
use crate::domain::mistake::{Code, Mistake};
use crate::domain::{limits, stored as stored_json};
use crate::error::Result;

pub use stored::Stored;

/// Everything that can be edited about a news item.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub id: NewsItemId,
    #[serde(flatten)]
    pub record: Record,
    #[serde(flatten)]
    pub naming: Naming,
    #[serde(flatten)]
    pub lifecycle: Lifecycle,
    pub kind: Kind,
    pub hero: Option<AssetId>,
    pub author_name: Option<String>,
    pub canonical_url: Option<String>,
    pub sdgs: Vec<u8>,
    pub clusters: Vec<ClusterId>,
    pub topics: Vec<TopicId>,
    pub cities: Vec<CityId>,
    pub call: Option<CallId>,
    pub media: Vec<MediaItemId>,
    /// Of events and webinars, and of no other kind.
    pub event: Option<Event>,
    #[serde(rename = "text")]
    pub texts: Vec<Text>,
}

/// When and where it takes place.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// `None`: the one it has, or one derived from the news item's.
    pub id: Option<EventId>,
    #[serde(with = "stored_json::instant")]
    pub starts_at: Instant,
    #[serde(with = "stored_json::optional_instant")]
    pub ends_at: Option<Instant>,
    pub time_zone: String,
    pub online_url: Option<String>,
    pub registration_url: Option<String>,
    /// Revisions from before it could be said have none.
    #[serde(default)]
    pub is_cancelled: bool,
}

impl Event {
    /// One of which nothing else is known yet.
    pub fn new(starts_at: Instant, time_zone: String) -> Self {
        Self {
            id: None,
            starts_at,
            ends_at: None,
            time_zone,
            online_url: None,
            registration_url: None,
            is_cancelled: false,
        }
    }
}

/// What it says in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    pub locale: String,
    pub status: TextStatus,
    pub title: String,
    pub excerpt: String,
    pub body: Body,
    /// Of its event; empty when online only.
    pub venue: String,
}

/// Saves news items: new ones by id, stored ones over what they were.
pub async fn save_many(tx: &mut Tx<'_>, items: Vec<Input>) -> Result<Saved> {
    save::many(tx, items).await
}

/// The ids of events that belong to other news items; `own` does not.
async fn stolen_events(
    db: &DatabaseTransaction,
    items: &[Input],
    own: Option<EventId>,
) -> Result<Vec<Mistake>> {
    let given = items.iter().enumerate();
    let given = given.filter_map(|(index, item)| Some((index, item.id, item.event.as_ref()?.id?)));
    let given: Vec<_> = given.filter(|(_, _, event)| Some(*event) != own).collect();
    let ids: Vec<Uuid> = given.iter().map(|(_, _, event)| event.0).collect();
    let rows = bulk::find::<event::Entity>(db, event::Column::Id, &ids).await?;
    let mut owners: HashMap<EventId, NewsItemId> =
        rows.into_iter().map(|row| (row.id, row.news_item_id)).collect();
    let stolen = given.into_iter().filter(|(_, item, event)| *owners.entry(*event).or_insert(*item) != *item);
    let mistakes = stolen.map(|(item, _, _)| Mistake {
        item,
        field: vec!["event".to_owned(), "id".to_owned()],
        code: Code::Taken,
        message: "belongs to another news item: leave it out to get one".to_owned(),
    });
    Ok(mistakes.collect())
}

impl save::Input for Input {
    type Stored = Stored;

    fn parts(&self) -> Parts<'_> {
        Parts { id: self.id.0, record: &self.record, naming: Some(&self.naming) }
    }

    fn check(&self, check: &mut Check) {
        self.naming.check(check);
        self.record.check(check);
        self.lifecycle.check(check);
        check.optional_line("authorName", self.author_name.as_deref(), limits::TITLE_CHARS);
        check.url("canonicalUrl", self.canonical_url.as_deref());
        check.sdgs("sdgs", &self.sdgs);
        check.distinct("clusters", &self.clusters, limits::RELATIONS);
        check.distinct("topics", &self.topics, limits::RELATIONS);
        check.distinct("cities", &self.cities, limits::RELATIONS);
        check.distinct("media", &self.media, limits::RELATIONS);
        self.check_event(check);
        input::check_texts(check, &self.record.locale, &self.texts);
    }

    async fn check_stored(
        db: &DatabaseTransaction,
        items: &[Self],
        own: Option<&Stored>,
    ) -> Result<Vec<Mistake>> {
        let own = own.and_then(|own| own.event.as_ref()).map(|event| event.id);
        stolen_events(db, items, own).await
    }

    fn links(&self, links: &mut Links) {
        links.one("hero", self.hero);
        links.many("clusters", self.clusters.iter().copied());
        links.many("topics", self.topics.iter().copied());
        links.many("cities", self.cities.iter().copied());
        links.one("call", self.call);
        links.many("media", self.media.iter().copied());
        links.bodies(&self.texts);
    }

    fn into_stored(self, before: Option<&Stored>) -> Stored {
        Stored::new(self, before)
    }
}

impl Input {
    fn check_event(&self, check: &mut Check) {
        let announces = matches!(self.kind, Kind::Event | Kind::Webinar);
        if let Some(event) = &self.event {
            check.within("event", |check| event.check(check));
        }
        match &self.event {
            None if announces => {
                check.wrong(
                    "event",
                    Code::Required,
                    "is required of an EVENT or a WEBINAR: say when it starts",
                );
            }
            Some(_) if !announces => {
                check.wrong(
                    "event",
                    Code::InvalidState,
                    "only an EVENT or a WEBINAR has one: remove it or change kind",
                );
            }
            _ => {}
        }
        for text in self.texts.iter().filter(|text| !announces && !text.venue.is_empty()) {
            check.within("text", |check| {
                check.within(&text.locale, |check| {
                    check.wrong("venue", Code::InvalidState, "is for events only: remove it");
                });
            });
        }
    }
}

impl Event {
    fn check(&self, check: &mut Check) {
        check.not_before("endsAt", self.ends_at, ("startsAt", Some(self.starts_at)));
        check.time_zone("timeZone", &self.time_zone);
        check.url("onlineUrl", self.online_url.as_deref());
        check.url("registrationUrl", self.registration_url.as_deref());
    }
}

impl input::Text for Text {
    fn key(&self) -> (&str, TextStatus) {
        (&self.locale, self.status)
    }

    fn check(&self, check: &mut Check, need: Need) {
        check.title("title", &self.title, need);
        check.text("excerpt", &self.excerpt, limits::SUMMARY_CHARS);
        self.body.check(check);
        check.line("venue", &self.venue, limits::TITLE_CHARS);
    }

    fn body(&self) -> Option<&Body> {
        Some(&self.body)
    }

    fn body_mut(&mut self) -> Option<&mut Body> {
        Some(&mut self.body)
    }
}
