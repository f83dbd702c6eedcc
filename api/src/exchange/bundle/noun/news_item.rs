//! `news/SLUG.json`.

use entity::event;
use entity::id::{AssetId, CallId, CityId, ClusterId, EventId, MediaItemId, NewsItemId, TopicId};
use entity::news_item::Kind;
use uuid::Uuid;

use super::{
    Noun, drafted, read_body, read_lifecycle, read_link, read_links, read_naming, read_record, read_texts,
    sdgs, write_body, write_head, write_texts,
};
use crate::error::Result;
use crate::exchange::bundle::Folder;
use crate::exchange::bundle::fields::Fields;
use crate::exchange::bundle::index::Index;
use crate::exchange::bundle::names::Names;
use crate::exchange::bundle::object::Object;
use crate::service::news_item::{Event, Input, Stored, Text};

impl Noun for Input {
    const FOLDER: Folder = Folder::News;

    drafted!();

    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self {
        Self {
            id: NewsItemId(id),
            naming: read_naming(fields),
            record: read_record(fields),
            lifecycle: read_lifecycle(fields),
            kind: fields.word("kind").unwrap_or(Kind::Article),
            hero: read_link(fields, "hero", Folder::Assets, index).map(AssetId),
            author_name: fields.text("authorName"),
            canonical_url: fields.text("canonicalUrl"),
            sdgs: fields.integers("sdgs"),
            clusters: read_links(fields, Folder::Clusters, index, ClusterId),
            topics: read_links(fields, Folder::Topics, index, TopicId),
            cities: read_links(fields, Folder::Cities, index, CityId),
            call: read_link(fields, "call", Folder::Calls, index).map(CallId),
            media: read_links(fields, Folder::Media, index, MediaItemId),
            event: fields.object("event").map(read_event),
            texts: read_texts(fields, |locale, status, fields| Text {
                locale,
                status,
                title: fields.text("title").unwrap_or_default(),
                excerpt: fields.text("excerpt").unwrap_or_default(),
                body: read_body(fields),
                venue: fields.text("venue").unwrap_or_default(),
            }),
        }
    }

    fn named(row: &Stored) -> Vec<(Folder, Uuid)> {
        let mut named = Vec::new();
        named.extend(row.item.hero_id.map(|hero| (Folder::Assets, hero.0)));
        named.extend(row.clusters.iter().map(|row| (Folder::Clusters, row.cluster_id.0)));
        named.extend(row.topics.iter().map(|row| (Folder::Topics, row.topic_id.0)));
        named.extend(row.cities.iter().map(|row| (Folder::Cities, row.city_id.0)));
        named.extend(row.item.call_id.map(|call| (Folder::Calls, call.0)));
        named.extend(row.media.iter().map(|row| (Folder::Media, row.media_item_id.0)));
        named
    }

    fn write(row: &Stored, names: &Names) -> Result<Object> {
        let item = &row.item;
        let lifecycle = Some((item.status, item.published_at, item.expires_at));
        let mut object =
            write_head(row, names, Self::FOLDER, lifecycle, (&item.locale, item.external_ref.as_deref()));
        object.put_word("kind", item.kind);
        object.put_some("hero", item.hero_id.map(|hero| names.of(Folder::Assets, hero.0)));
        object.put_some("authorName", item.author_name.as_deref());
        object.put_some("canonicalUrl", item.canonical_url.as_deref());
        object.put_list("sdgs", sdgs(&item.sdgs)?);
        object.put_list(
            "clusters",
            names.all(Folder::Clusters, row.clusters.iter().map(|row| row.cluster_id.0)),
        );
        object.put_list("topics", names.all(Folder::Topics, row.topics.iter().map(|row| row.topic_id.0)));
        object.put_list("cities", names.all(Folder::Cities, row.cities.iter().map(|row| row.city_id.0)));
        object.put_some("call", item.call_id.map(|call| names.of(Folder::Calls, call.0)));
        object.put_list("media", names.all(Folder::Media, row.media.iter().map(|row| row.media_item_id.0)));
        object.put_some("event", row.event.as_ref().map(write_event));
        write_texts(&mut object, &row.texts, |text, object| {
            object.put_text("title", &text.title);
            object.put_text("excerpt", &text.excerpt);
            write_body(object, &text.body_source, text.body_format);
            let venue = row.venues.iter().find(|venue| venue.locale == text.locale);
            object.put_text("venue", venue.map_or("", |venue| &venue.venue));
            Ok((text.locale.clone(), text.status))
        })?;
        Ok(object)
    }
}

fn read_event(mut fields: Fields<'_>) -> Event {
    let id = fields.text("id").and_then(|text| match text.parse::<EventId>() {
        Ok(id) => Some(id),
        Err(wrong) => {
            fields.wrong("id", format!("{wrong}; leave it out to get one"));
            None
        }
    });
    let event = Event {
        id,
        starts_at: fields.required_instant("startsAt"),
        ends_at: fields.instant("endsAt"),
        time_zone: fields.required_text("timeZone"),
        online_url: fields.text("onlineUrl"),
        registration_url: fields.text("registrationUrl"),
        is_cancelled: fields.flag("isCancelled"),
    };
    fields.done();
    event
}

fn write_event(event: &event::Model) -> Object {
    let mut object = Object::default();
    object.put("id", event.id.to_string());
    object.put_instant("startsAt", Some(event.starts_at));
    object.put_instant("endsAt", event.ends_at);
    object.put("timeZone", event.time_zone.as_str());
    object.put_some("onlineUrl", event.online_url.as_deref());
    object.put_some("registrationUrl", event.registration_url.as_deref());
    object.put_some("isCancelled", event.is_cancelled.then_some(true));
    object
}
