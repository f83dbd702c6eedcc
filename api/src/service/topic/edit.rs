//! What an editor changes of a topic.

use entity::id::TopicId;
use entity::noun::Noun;
use entity::status::TextStatus;
use entity::topic_translation;
use uuid::Uuid;

use super::{Input, Stored, Text};
use crate::service::content::{Editable, PartsMut};
use crate::service::input::{Naming, Record};
use crate::service::save::Target;

impl Editable for Input {
    const NOUN: Noun = Noun::Topic;
    type Text = Text;

    fn of(stored: &Stored) -> Self {
        let item = &stored.item;
        Self {
            id: item.id,
            record: Record::known(&item.locale, item.external_ref.as_ref()),
            naming: Naming::of(&item.slug),
            texts: stored.texts.iter().map(text).collect(),
        }
    }

    fn empty(id: Uuid, locale: String) -> Self {
        Self {
            id: TopicId(id),
            record: Record::known(&locale, None),
            naming: Naming::default(),
            texts: Vec::new(),
        }
    }

    fn empty_text(locale: String) -> Text {
        Text { locale, status: TextStatus::Published, label: String::new() }
    }

    fn parts_mut(&mut self) -> PartsMut<'_, Text> {
        let Self { record, naming, texts, .. } = self;
        PartsMut { record, naming, lifecycle: None, texts }
    }

    fn texts(&self) -> &[Text] {
        &self.texts
    }

    fn title(&self) -> Option<&str> {
        let original = self.texts.iter().find(|text| text.locale == self.record.locale)?;
        Some(&original.label)
    }

    fn unlink(&mut self, _gone: (Target, Uuid)) {}
}

fn text(text: &topic_translation::Model) -> Text {
    Text { locale: text.locale.clone(), status: text.status, label: text.label.clone() }
}
