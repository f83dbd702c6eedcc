//! What an editor changes of a media item.

use entity::id::MediaItemId;
use entity::media_item::Kind;
use entity::noun::Noun;
use entity::status::TextStatus;
use entity::{media_item_translation, media_source};
use uuid::Uuid;

use super::{Input, Source, Stored, Text};
use crate::service::content::{Editable, PartsMut};
use crate::service::input::{Lifecycle, Naming, Record};
use crate::service::save::{Linked, Target};

impl Editable for Input {
    const NOUN: Noun = Noun::MediaItem;
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
            thumbnail: item.thumbnail_id,
            duration_seconds: item.duration_seconds,
            clusters: stored.clusters.iter().map(|row| row.cluster_id).collect(),
            sources: stored.sources.iter().map(source).collect(),
            texts: stored.texts.iter().map(text).collect(),
        }
    }

    fn empty(id: Uuid, locale: String) -> Self {
        Self {
            id: MediaItemId(id),
            record: Record::known(&locale, None),
            naming: Naming::default(),
            lifecycle: Lifecycle::draft(),
            kind: Kind::Video,
            thumbnail: None,
            duration_seconds: None,
            clusters: Vec::new(),
            sources: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn empty_text(locale: String) -> Text {
        Text { locale, status: TextStatus::Published, title: String::new(), description: String::new() }
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
        self.thumbnail = self.thumbnail.filter(|file| !file.is(gone));
        self.clusters.retain(|cluster| !cluster.is(gone));
    }
}

fn text(text: &media_item_translation::Model) -> Text {
    Text {
        locale: text.locale.clone(),
        status: text.status,
        title: text.title.clone(),
        description: text.description.clone(),
    }
}

fn source(row: &media_source::Model) -> Source {
    Source { provider: row.provider, url: row.url.clone() }
}
