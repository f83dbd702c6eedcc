//! Partners: the organisations behind the clusters.

mod edit;

use entity::id::{AssetId, ClusterId, PartnerId};
use entity::partner::Kind;
use entity::status::TextStatus;
use entity::{partner, partner_cluster, partner_translation};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content;
use super::input::{self, Lifecycle, Naming, Record};
use super::save::{self, Links, Parts, Saved, base, child, load};
use crate::app::Tx;
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::{self, Touched};
use crate::domain::check::{Check, Need};
use crate::domain::limits;
use crate::error::Result;
use crate::kit;

/// Everything that can be edited about a partner.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub id: PartnerId,
    #[serde(flatten)]
    pub record: Record,
    #[serde(flatten)]
    pub naming: Naming,
    #[serde(flatten)]
    pub lifecycle: Lifecycle,
    pub kind: Kind,
    pub website: Option<String>,
    pub logo: Option<AssetId>,
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
    pub name: String,
    pub description: String,
}

/// All rows of a partner.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub item: partner::Model,
    pub texts: Vec<partner_translation::Model>,
    pub clusters: Vec<partner_cluster::Model>,
}

/// Saves partners: new ones by id, stored ones over what they were.
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
        check.url("website", self.website.as_deref());
        check.distinct("clusters", &self.clusters, limits::RELATIONS);
        input::check_texts(check, &self.record.locale, &self.texts);
    }

    fn links(&self, links: &mut Links) {
        links.one("logo", self.logo);
        links.many("clusters", self.clusters.iter().copied());
    }

    fn into_stored(self, _before: Option<&Stored>) -> Stored {
        let id = self.id;
        let mut texts: Vec<_> = self.texts.into_iter().map(|text| text_row(id, text)).collect();
        texts.sort_by(|a, b| a.locale.cmp(&b.locale));
        let clusters = child::positioned(self.clusters, |position, cluster_id| partner_cluster::Model {
            partner_id: id,
            cluster_id,
            position,
        });
        let item = partner::Model {
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
            website: self.website,
            logo_id: self.logo,
        };
        Stored { item, texts, clusters }
    }
}

fn text_row(item_id: PartnerId, text: Text) -> partner_translation::Model {
    let Text { locale, status, name, description } = text;
    let sort_key = kit::text::sort_key(&name);
    partner_translation::Model { item_id, locale, status, name, sort_key, description }
}

impl input::Text for Text {
    fn key(&self) -> (&str, TextStatus) {
        (&self.locale, self.status)
    }

    fn check(&self, check: &mut Check, need: Need) {
        check.title("name", &self.name, need);
        check.text("description", &self.description, limits::SUMMARY_CHARS);
    }
}

impl save::Stored for Stored {
    type Base = partner::Entity;

    fn base(&self) -> &partner::Model {
        &self.item
    }

    fn base_mut(&mut self) -> &mut partner::Model {
        &mut self.item
    }

    fn assets(&self) -> Vec<AssetId> {
        self.item.logo_id.into_iter().collect()
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
        load::with_texts_and::<partner::Entity, partner_translation::Entity, partner_cluster::Entity, _>(
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
        let texts = after.texts.iter().map(|text| (&*text.locale, text.status, &*text.sort_key));
        let facts = listing::partners::Facts {
            names: listing::names(&after.item.locale, texts),
            clusters: after.clusters.iter().map(|row| row.cluster_id.0).collect(),
            item: after.item.clone(),
        };
        touched.partners.learn(after.item.id.0, facts);
    }
}
