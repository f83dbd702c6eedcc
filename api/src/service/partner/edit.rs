//! What an editor changes of a partner.

use entity::id::PartnerId;
use entity::noun::Noun;
use entity::partner::Kind;
use entity::partner_translation;
use entity::status::TextStatus;
use uuid::Uuid;

use super::{Input, Stored, Text};
use crate::service::content::{Editable, PartsMut};
use crate::service::input::{Lifecycle, Naming, Record};
use crate::service::save::{Linked, Target};

impl Editable for Input {
    const NOUN: Noun = Noun::Partner;
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
            website: item.website.clone(),
            logo: item.logo_id,
            clusters: stored.clusters.iter().map(|row| row.cluster_id).collect(),
            texts: stored.texts.iter().map(text).collect(),
        }
    }

    fn empty(id: Uuid, locale: String) -> Self {
        Self {
            id: PartnerId(id),
            record: Record::known(&locale, None),
            naming: Naming::default(),
            lifecycle: Lifecycle::draft(),
            kind: Kind::Other,
            website: None,
            logo: None,
            clusters: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn empty_text(locale: String) -> Text {
        Text { locale, status: TextStatus::Published, name: String::new(), description: String::new() }
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
        self.logo = self.logo.filter(|file| !file.is(gone));
        self.clusters.retain(|cluster| !cluster.is(gone));
    }
}

fn text(text: &partner_translation::Model) -> Text {
    Text {
        locale: text.locale.clone(),
        status: text.status,
        name: text.name.clone(),
        description: text.description.clone(),
    }
}
