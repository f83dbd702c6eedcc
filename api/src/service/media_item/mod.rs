//! The media centre: videos and other media, each with where it can be seen.

mod edit;

use entity::id::{AssetId, ClusterId, MediaItemId, MediaSourceId};
use entity::media_item::Kind;
use entity::media_source::Provider;
use entity::status::TextStatus;
use entity::{media_item, media_item_cluster, media_item_translation, media_source};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content;
use super::input::{self, Lifecycle, Naming, Record};
use super::save::{self, Links, Parts, Saved, base, child};
use crate::app::Tx;
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::{self, Touched};
use crate::domain::check::{Check, Need};
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::error::Result;

/// Everything that can be edited about a media item.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub id: MediaItemId,
    #[serde(flatten)]
    pub record: Record,
    #[serde(flatten)]
    pub naming: Naming,
    #[serde(flatten)]
    pub lifecycle: Lifecycle,
    pub kind: Kind,
    pub thumbnail: Option<AssetId>,
    pub duration_seconds: Option<i32>,
    pub clusters: Vec<ClusterId>,
    /// The preferred one first.
    pub sources: Vec<Source>,
    #[serde(rename = "text")]
    pub texts: Vec<Text>,
}

/// Where it can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    pub provider: Provider,
    pub url: String,
}

/// What it says in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    pub locale: String,
    pub status: TextStatus,
    pub title: String,
    pub description: String,
}

/// All rows of a media item.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub item: media_item::Model,
    pub texts: Vec<media_item_translation::Model>,
    pub clusters: Vec<media_item_cluster::Model>,
    pub sources: Vec<media_source::Model>,
}

/// Saves media items: new ones by id, stored ones over what they were.
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
        check.range("durationSeconds", self.duration_seconds, 0, limits::DURATION_SECONDS);
        check.distinct("clusters", &self.clusters, limits::RELATIONS);
        check.distinct("sources", &self.sources, limits::RELATIONS);
        check.each("sources", &self.sources, |check, source| check.url("url", Some(&source.url)));
        if self.sources.is_empty() {
            check.wrong("sources", Code::Required, "is required: say where it can be seen");
        }
        input::check_texts(check, &self.record.locale, &self.texts);
    }

    fn links(&self, links: &mut Links) {
        links.one("thumbnail", self.thumbnail);
        links.many("clusters", self.clusters.iter().copied());
    }

    fn into_stored(self, _before: Option<&Stored>) -> Stored {
        let id = self.id;
        let mut texts: Vec<_> = self.texts.into_iter().map(|text| text_row(id, text)).collect();
        texts.sort_by(|a, b| a.locale.cmp(&b.locale));
        let clusters = child::positioned(self.clusters, |position, cluster_id| media_item_cluster::Model {
            media_item_id: id,
            cluster_id,
            position,
        });
        let sources = child::positioned(self.sources, |position, source| media_source::Model {
            id: MediaSourceId::derived(&format!("{id}/{position}")),
            media_item_id: id,
            position,
            provider: source.provider,
            url: source.url,
        });
        let item = media_item::Model {
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
            kind: self.kind,
            thumbnail_id: self.thumbnail,
            duration_seconds: self.duration_seconds,
        };
        Stored { item, texts, clusters, sources }
    }
}

fn text_row(item_id: MediaItemId, text: Text) -> media_item_translation::Model {
    let Text { locale, status, title, description } = text;
    media_item_translation::Model { item_id, locale, status, title, description }
}

impl input::Text for Text {
    fn key(&self) -> (&str, TextStatus) {
        (&self.locale, self.status)
    }

    fn check(&self, check: &mut Check, need: Need) {
        check.title("title", &self.title, need);
        check.text("description", &self.description, limits::SUMMARY_CHARS);
    }
}

impl save::Stored for Stored {
    type Base = media_item::Entity;

    fn base(&self) -> &media_item::Model {
        &self.item
    }

    fn base_mut(&mut self) -> &mut media_item::Model {
        &mut self.item
    }

    fn assets(&self) -> Vec<AssetId> {
        self.item.thumbnail_id.into_iter().collect()
    }

    fn document(&self) -> Option<String> {
        Some(content::document(&<Input as content::Editable>::of(self)))
    }

    async fn load_beside(
        db: &DatabaseTransaction,
        mut queries: Queries,
        ids: &[Uuid],
    ) -> Result<(Vec<Self>, Answers)> {
        let items = queries.find::<media_item::Entity>(media_item::Column::Id, ids);
        let texts = child::asked::<media_item_translation::Entity>(&mut queries, ids);
        let clusters = child::asked::<media_item_cluster::Entity>(&mut queries, ids);
        let sources = child::asked::<media_source::Entity>(&mut queries, ids);
        let mut answers = queries.ask(db).await?;
        let mut texts = child::answered(&mut answers, texts)?;
        let mut clusters = child::answered(&mut answers, clusters)?;
        let mut sources = child::answered(&mut answers, sources)?;
        let items = answers.rows(items)?;
        let whole = items.into_iter().map(|item| {
            let id = item.id.0;
            Self { item, texts: texts.of(id), clusters: clusters.of(id), sources: sources.of(id) }
        });
        Ok((whole.collect(), answers))
    }

    fn write(writes: &mut Writes, mut rows: Vec<Self>, mut known: Vec<Self>) {
        base::write(writes, &known, &rows);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.texts);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.clusters);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.sources);
    }

    fn touch(_before: Option<&Self>, after: &Self, touched: &mut Touched) {
        let clusters = after.clusters.iter().map(|row| row.cluster_id.0);
        let providers = after.sources.iter().map(|source| listing::media::provider(source.provider));
        let texts = after.texts.iter().map(|text| (&*text.locale, text.status));
        let facts = listing::media::Facts {
            readable: listing::readable(&after.item.locale, texts),
            scopes: clusters.chain(providers).collect(),
            item: after.item.clone(),
        };
        touched.media.learn(after.item.id.0, facts);
    }
}
