//! Topics: flat tags on news.

mod edit;

use entity::id::TopicId;
use entity::status::TextStatus;
use entity::{topic, topic_translation};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content;
use super::input::{self, Naming, Record};
use super::save::{self, Links, Parts, Saved, base, child, load};
use crate::app::Tx;
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::{self, Touched};
use crate::domain::check::{Check, Need};
use crate::error::Result;
use crate::kit;

/// Everything that can be edited about a topic.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub id: TopicId,
    #[serde(flatten)]
    pub record: Record,
    #[serde(flatten)]
    pub naming: Naming,
    #[serde(rename = "text")]
    pub texts: Vec<Text>,
}

/// What it says in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    pub locale: String,
    pub status: TextStatus,
    pub label: String,
}

/// All rows of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub item: topic::Model,
    pub texts: Vec<topic_translation::Model>,
}

/// Saves topics: new ones by id, stored ones over what they were.
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
        input::check_texts(check, &self.record.locale, &self.texts);
    }

    fn links(&self, _links: &mut Links) {}

    fn into_stored(self, _before: Option<&Stored>) -> Stored {
        let id = self.id;
        let mut texts: Vec<_> = self.texts.into_iter().map(|text| text_row(id, text)).collect();
        texts.sort_by(|a, b| a.locale.cmp(&b.locale));
        let item = topic::Model {
            id,
            slug: self.naming.slug,
            external_ref: self.record.external_ref,
            locale: self.record.locale,
            created_at: save::UNSTAMPED,
            updated_at: save::UNSTAMPED,
            version: 1,
        };
        Stored { item, texts }
    }
}

fn text_row(item_id: TopicId, text: Text) -> topic_translation::Model {
    let Text { locale, status, label } = text;
    let sort_key = kit::text::sort_key(&label);
    topic_translation::Model { item_id, locale, status, label, sort_key }
}

impl input::Text for Text {
    fn key(&self) -> (&str, TextStatus) {
        (&self.locale, self.status)
    }

    fn check(&self, check: &mut Check, need: Need) {
        check.title("label", &self.label, need);
    }
}

impl save::Stored for Stored {
    type Base = topic::Entity;

    fn base(&self) -> &topic::Model {
        &self.item
    }

    fn base_mut(&mut self) -> &mut topic::Model {
        &mut self.item
    }

    fn document(&self) -> Option<String> {
        Some(content::document(&<Input as content::Editable>::of(self)))
    }

    async fn load_beside(
        db: &DatabaseTransaction,
        queries: Queries,
        ids: &[Uuid],
    ) -> Result<(Vec<Self>, Answers)> {
        let whole = |item, texts| Self { item, texts };
        load::with_texts::<topic::Entity, topic_translation::Entity, _>(db, queries, ids, whole).await
    }

    fn write(writes: &mut Writes, mut rows: Vec<Self>, mut known: Vec<Self>) {
        base::write(writes, &known, &rows);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.texts);
    }

    fn touch(_before: Option<&Self>, after: &Self, touched: &mut Touched) {
        let texts = after.texts.iter().map(|text| (&*text.locale, text.status, &*text.sort_key));
        let names = listing::names(&after.item.locale, texts);
        touched.topics.learn(after.item.id.0, listing::topics::Facts { id: after.item.id.0, names });
    }
}
