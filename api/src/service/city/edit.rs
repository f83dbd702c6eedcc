//! What an editor changes of a city.

use entity::city_translation;
use entity::id::CityId;
use entity::noun::Noun;
use entity::status::TextStatus;
use uuid::Uuid;

use super::{Input, Stored, Text};
use crate::service::content::{Editable, PartsMut};
use crate::service::input::{Body, Lifecycle, Naming, Record};
use crate::service::save::{Linked, Target};

impl Editable for Input {
    const NOUN: Noun = Noun::City;
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
            country_code: item.country_code.clone(),
            admin_region: item.admin_region.clone(),
            website: item.website.clone(),
            latitude: item.latitude,
            longitude: item.longitude,
            population: item.population,
            photo: item.photo_id,
            texts: stored.texts.iter().map(text).collect(),
        }
    }

    fn empty(id: Uuid, locale: String) -> Self {
        Self {
            id: CityId(id),
            record: Record::known(&locale, None),
            naming: Naming::default(),
            lifecycle: Lifecycle::draft(),
            country_code: String::new(),
            admin_region: None,
            website: None,
            latitude: None,
            longitude: None,
            population: None,
            photo: None,
            texts: Vec::new(),
        }
    }

    fn empty_text(locale: String) -> Text {
        Text {
            locale,
            status: TextStatus::Published,
            name: String::new(),
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
        Some(&original.name)
    }

    fn unlink(&mut self, gone: (Target, Uuid)) {
        self.photo = self.photo.filter(|file| !file.is(gone));
    }

    fn cities(&self) -> Vec<CityId> {
        vec![self.id]
    }
}

fn text(text: &city_translation::Model) -> Text {
    Text {
        locale: text.locale.clone(),
        status: text.status,
        name: text.name.clone(),
        summary: text.summary.clone(),
        body: Body::of_columns(&text.body_source, text.body_format, &text.body_html),
    }
}
