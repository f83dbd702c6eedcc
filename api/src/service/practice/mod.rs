//! Practices: what worked in a city, for others to use.

mod edit;

use entity::id::{CallId, CityId, ClusterId, PracticeId};
use entity::status::TextStatus;
use entity::{practice, practice_cluster, practice_translation};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content;
use super::input::{self, Body, Lifecycle, Naming, Record};
use super::save::{self, Links, Parts, Saved, base, child, load};
use crate::app::Tx;
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::{self, Touched};
use crate::domain::check::{Check, Need};
use crate::domain::limits;
use crate::error::Result;

/// Everything that can be edited about a practice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub id: PracticeId,
    #[serde(flatten)]
    pub record: Record,
    #[serde(flatten)]
    pub naming: Naming,
    #[serde(flatten)]
    pub lifecycle: Lifecycle,
    pub city: Option<CityId>,
    /// The call it answered.
    pub call: Option<CallId>,
    pub sdgs: Vec<u8>,
    pub clusters: Vec<ClusterId>,
    #[serde(rename = "text")]
    pub texts: Vec<Text>,
}

/// What it says in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    pub locale: String,
    pub status: TextStatus,
    pub title: String,
    pub summary: String,
    pub body: Body,
}

/// All rows of a practice.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub item: practice::Model,
    pub texts: Vec<practice_translation::Model>,
    pub clusters: Vec<practice_cluster::Model>,
}

/// Saves practices: new ones by id, stored ones over what they were.
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
        check.sdgs("sdgs", &self.sdgs);
        check.distinct("clusters", &self.clusters, limits::RELATIONS);
        input::check_texts(check, &self.record.locale, &self.texts);
    }

    fn links(&self, links: &mut Links) {
        links.one("city", self.city);
        links.one("call", self.call);
        links.many("clusters", self.clusters.iter().copied());
        links.bodies(&self.texts);
    }

    fn into_stored(self, _before: Option<&Stored>) -> Stored {
        let id = self.id;
        let mut texts: Vec<_> = self.texts.into_iter().map(|text| text_row(id, text)).collect();
        texts.sort_by(|a, b| a.locale.cmp(&b.locale));
        let clusters = child::positioned(self.clusters, |position, cluster_id| practice_cluster::Model {
            practice_id: id,
            cluster_id,
            position,
        });
        let item = practice::Model {
            id,
            slug: self.naming.slug,
            status: self.lifecycle.status,
            published_at: self.lifecycle.published_at,
            expires_at: self.lifecycle.expires_at,
            created_at: save::UNSTAMPED,
            updated_at: save::UNSTAMPED,
            version: 1,
            locale: self.record.locale,
            external_ref: self.record.external_ref,
            draft_id: None,
            city_id: self.city,
            call_id: self.call,
            sdgs: input::sdgs_column(self.sdgs),
        };
        Stored { item, texts, clusters }
    }
}

fn text_row(item_id: PracticeId, text: Text) -> practice_translation::Model {
    let Text { locale, status, title, summary, body } = text;
    let (body_source, body_format, body_html) = body.into_columns();
    practice_translation::Model {
        item_id,
        locale,
        status,
        title,
        summary,
        body_source,
        body_format,
        body_html,
    }
}

impl input::Text for Text {
    fn key(&self) -> (&str, TextStatus) {
        (&self.locale, self.status)
    }

    fn check(&self, check: &mut Check, need: Need) {
        check.title("title", &self.title, need);
        check.text("summary", &self.summary, limits::SUMMARY_CHARS);
        self.body.check(check);
    }

    fn body(&self) -> Option<&Body> {
        Some(&self.body)
    }

    fn body_mut(&mut self) -> Option<&mut Body> {
        Some(&mut self.body)
    }
}

impl save::Stored for Stored {
    type Base = practice::Entity;

    fn base(&self) -> &practice::Model {
        &self.item
    }

    fn base_mut(&mut self) -> &mut practice::Model {
        &mut self.item
    }

    fn bodies(&self) -> impl Iterator<Item = (TextStatus, &str)> {
        self.texts.iter().map(|text| (text.status, text.body_html.as_str()))
    }

    fn document(&self) -> Option<String> {
        Some(content::document(&<Input as content::Editable>::of(self)))
    }

    async fn load_beside(
        db: &DatabaseTransaction,
        queries: Queries,
        ids: &[Uuid],
    ) -> Result<(Vec<Self>, Answers)> {
        let whole = |item, texts, clusters| Self { item, texts, clusters };
        load::with_texts_and::<practice::Entity, practice_translation::Entity, practice_cluster::Entity, _>(
            db, queries, ids, whole,
        )
        .await
    }

    fn write(writes: &mut Writes, mut rows: Vec<Self>, mut known: Vec<Self>) {
        base::write(writes, &known, &rows);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.texts);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.clusters);
    }

    fn touch(_before: Option<&Self>, after: &Self, touched: &mut Touched) {
        let texts = after.texts.iter().map(|text| (&*text.locale, text.status));
        let facts = listing::practices::Facts {
            readable: listing::readable(&after.item.locale, texts),
            clusters: after.clusters.iter().map(|row| row.cluster_id.0).collect(),
            item: after.item.clone(),
        };
        touched.practices.learn(after.item.id.0, facts);
    }
}
