//! What an editor changes of a practice.

use entity::id::{CityId, PracticeId};
use entity::noun::Noun;
use entity::practice_translation;
use entity::status::TextStatus;
use uuid::Uuid;

use super::{Input, Stored, Text};
use crate::service::content::{Editable, PartsMut};
use crate::service::input::{self, Body, Lifecycle, Naming, Record};
use crate::service::save::{Linked, Target};

impl Editable for Input {
    const NOUN: Noun = Noun::Practice;
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
            city: item.city_id,
            call: item.call_id,
            sdgs: input::sdgs(&item.sdgs),
            clusters: stored.clusters.iter().map(|row| row.cluster_id).collect(),
            texts: stored.texts.iter().map(text).collect(),
        }
    }

    fn empty(id: Uuid, locale: String) -> Self {
        Self {
            id: PracticeId(id),
            record: Record::known(&locale, None),
            naming: Naming::default(),
            lifecycle: Lifecycle::draft(),
            city: None,
            call: None,
            sdgs: Vec::new(),
            clusters: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn empty_text(locale: String) -> Text {
        Text {
            locale,
            status: TextStatus::Published,
            title: String::new(),
            summary: String::new(),
            body: Body::default(),
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
        self.clusters.retain(|cluster| !cluster.is(gone));
        self.city = self.city.filter(|city| !city.is(gone));
        self.call = self.call.filter(|call| !call.is(gone));
    }

    fn cities(&self) -> Vec<CityId> {
        self.city.into_iter().collect()
    }
}

fn text(text: &practice_translation::Model) -> Text {
    Text {
        locale: text.locale.clone(),
        status: text.status,
        title: text.title.clone(),
        summary: text.summary.clone(),
        body: Body::of_columns(&text.body_source, text.body_format, &text.body_html),
    }
}
