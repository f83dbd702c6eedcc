//! News: what happened, and the events and calls it announces.

mod stored;

use entity::id::{AssetId, CallId, CityId, ClusterId, EventId, MediaItemId, NewsItemId, TopicId};
use entity::instant::Instant;
use entity::news_item::Kind;
use entity::status::TextStatus;

use super::input::{self, Body, Lifecycle, Naming, Record};
use super::save::{self, Links, Parts, Saved};
use crate::app::Tx;
use crate::domain::check::Check;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::error::Result;

pub use stored::Stored;

/// Everything that can be edited about a news item.
#[derive(Clone, Debug)]
pub struct Input {
    pub id: NewsItemId,
    pub record: Record,
    pub naming: Naming,
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
    pub texts: Vec<Text>,
}

/// When and where it takes place.
#[derive(Clone, Debug)]
pub struct Event {
    /// `None`: the one it has, or one derived from the news item's.
    pub id: Option<EventId>,
    pub starts_at: Instant,
    pub ends_at: Option<Instant>,
    pub time_zone: String,
    pub online_url: Option<String>,
    pub registration_url: Option<String>,
}

/// What it says in one language.
#[derive(Clone, Debug)]
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

impl save::Input for Input {
    type Stored = Stored;

    fn parts(&self) -> Parts<'_> {
        Parts { id: self.id.0, record: &self.record, naming: Some(&self.naming) }
    }

    fn check(&self, check: &mut Check) {
        self.naming.check(check);
        self.record.check(check);
        self.lifecycle.check(check);
        check.optional_text("authorName", self.author_name.as_deref(), limits::TITLE_CHARS);
        check.url("canonicalUrl", self.canonical_url.as_deref());
        check.sdgs("sdgs", &self.sdgs);
        check.distinct("clusters", &self.clusters, limits::RELATIONS);
        check.distinct("topics", &self.topics, limits::RELATIONS);
        check.distinct("cities", &self.cities, limits::RELATIONS);
        check.distinct("media", &self.media, limits::RELATIONS);
        self.check_event(check);
        input::check_texts(check, &self.record.locale, &self.texts);
    }

    fn links(&self, links: &mut Links) {
        links.one("hero", self.hero);
        links.many("clusters", self.clusters.iter().copied());
        links.many("topics", self.topics.iter().copied());
        links.many("cities", self.cities.iter().copied());
        links.one("call", self.call);
        links.many("media", self.media.iter().copied());
    }

    fn into_stored(self, before: Option<&Stored>) -> Stored {
        Stored::new(self, before)
    }
}

impl Input {
    fn check_event(&self, check: &mut Check) {
        let announces = matches!(self.kind, Kind::Event | Kind::Webinar);
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
            Some(event) => check.within("event", |check| event.check(check)),
            None => {}
        }
        for text in self.texts.iter().filter(|text| self.event.is_none() && !text.venue.is_empty()) {
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
        check.order("endsAt", self.ends_at, ("startsAt", Some(self.starts_at)), false);
        check.time_zone("timeZone", &self.time_zone);
        check.url("onlineUrl", self.online_url.as_deref());
        check.url("registrationUrl", self.registration_url.as_deref());
    }
}

impl input::Text for Text {
    fn key(&self) -> (&str, TextStatus) {
        (&self.locale, self.status)
    }

    fn check(&self, check: &mut Check, published: bool) {
        check.title("title", &self.title, published);
        check.text("excerpt", &self.excerpt, limits::SUMMARY_CHARS);
        self.body.check(check);
        check.text("venue", &self.venue, limits::TITLE_CHARS);
    }
}
