//! What an editor changes of a cluster.

use entity::id::ClusterId;
use entity::noun::Noun;
use entity::status::TextStatus;
use entity::{cluster_translation, membership};
use uuid::Uuid;

use super::{Input, Member, Stored, Text};
use crate::service::content::{Editable, PartsMut};
use crate::service::input::{Body, Lifecycle, Naming, Record};
use crate::service::save::{Linked, Target};

impl Editable for Input {
    const NOUN: Noun = Noun::Cluster;
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
            hero: item.hero_id,
            position: item.position,
            members: stored.members.iter().map(member).collect(),
            texts: stored.texts.iter().map(text).collect(),
        }
    }

    fn empty(id: Uuid, locale: String) -> Self {
        Self {
            id: ClusterId(id),
            record: Record::known(&locale, None),
            naming: Naming::default(),
            lifecycle: Lifecycle::draft(),
            hero: None,
            position: 0,
            members: Vec::new(),
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
        self.hero = self.hero.filter(|file| !file.is(gone));
        self.members.retain(|member| !member.city.is(gone));
    }

    /// Who is a member is said at once, draft or not.
    fn keep(&mut self, stored: &Self) {
        self.members.clone_from(&stored.members);
    }
}

fn text(text: &cluster_translation::Model) -> Text {
    Text {
        locale: text.locale.clone(),
        status: text.status,
        title: text.title.clone(),
        summary: text.summary.clone(),
        body: Body::of_columns(&text.body_source, text.body_format, &text.body_html),
    }
}

fn member(row: &membership::Model) -> Member {
    Member {
        city: row.city_id,
        featured: row.featured,
        position: row.position,
        joined_on: row.joined_on.clone(),
    }
}
