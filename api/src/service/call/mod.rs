//! Calls for submissions.

mod check;
mod deadline;
mod edit;
mod extend;
mod extension;
mod text;

use entity::id::{CallId, ClusterId};
use entity::instant::Instant;
use entity::status::TextStatus;
use entity::{call, call_cluster, call_extension, call_translation};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content;
use super::input::{self, Lifecycle, Naming, Record};
use super::save::{self, Links, Parts, Saved, base, child};
use crate::app::Tx;
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::{self, Touched};
use crate::domain::check::Check;
use crate::domain::deadline::GRACE_SECONDS;
use crate::domain::{limits, stored};
use crate::error::Result;

pub use extend::extend;
pub use extension::Extension;
pub use text::Text;

/// Everything that can be edited about a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub id: CallId,
    #[serde(flatten)]
    pub record: Record,
    #[serde(flatten)]
    pub naming: Naming,
    #[serde(flatten)]
    pub lifecycle: Lifecycle,
    /// `None`: open from publication on.
    #[serde(with = "stored::optional_instant")]
    pub opens_at: Option<Instant>,
    #[serde(with = "stored::instant")]
    pub closes_at: Instant,
    /// By the clock of `time_zone`; empty in documents from before it was kept, which say no more than the instant.
    #[serde(default)]
    pub closes_at_local: String,
    pub time_zone: String,
    /// Seconds after the deadline in which submissions are still taken.
    #[serde(default)]
    pub grace_period: i32,
    /// Whom to write to about a submission is kept for so many months after the decision.
    #[serde(default)]
    pub retention_months: Option<i32>,
    /// A JSON object: the JSON Schema of what to send in.
    #[serde(with = "stored::optional_json")]
    pub form: Option<String>,
    /// A JSON list: what submissions are scored by.
    #[serde(with = "stored::optional_json")]
    pub criteria: Option<String>,
    pub clusters: Vec<ClusterId>,
    /// What is known elsewhere of how the deadline was moved: added to what is known here.
    #[serde(skip)]
    pub extensions: Vec<Extension>,
    #[serde(rename = "text")]
    pub texts: Vec<Text>,
}

/// All rows of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub item: call::Model,
    pub texts: Vec<call_translation::Model>,
    pub clusters: Vec<call_cluster::Model>,
    /// The latest first.
    pub extensions: Vec<call_extension::Model>,
}

/// Saves calls: new ones by id, stored ones over what they were.
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
        let closes_at = Some(self.closes_at).filter(|at| *at != save::UNSTAMPED);
        check.after("closesAt", closes_at, ("opensAt", self.opens_at));
        check.range("gracePeriod", Some(self.grace_period), 0, GRACE_SECONDS);
        check.range("retentionMonths", self.retention_months, 1, limits::RETENTION_MONTHS);
        extension::check(check, &self.extensions);
        check.time_zone("timeZone", &self.time_zone);
        let asked = check::asked(check, self.form.as_deref(), self.criteria.as_deref());
        check.distinct("clusters", &self.clusters, limits::RELATIONS);
        input::check_texts(check, &self.record.locale, &self.texts);
        asked.check_labels(check, &self.texts);
    }

    fn links(&self, links: &mut Links) {
        links.many("clusters", self.clusters.iter().copied());
        links.bodies(&self.texts);
    }

    fn into_stored(self, before: Option<&Stored>) -> Stored {
        let id = self.id;
        let deadline = self.deadline();
        let known = before.map(|before| before.extensions.clone()).unwrap_or_default();
        let extensions = extension::joined(id, known, self.extensions);
        let mut texts: Vec<_> = self.texts.into_iter().map(|text| text::row(id, text)).collect();
        texts.sort_by(|a, b| a.locale.cmp(&b.locale));
        let clusters = child::positioned(self.clusters, |position, cluster_id| call_cluster::Model {
            call_id: id,
            cluster_id,
            position,
        });
        let item = call::Model {
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
            opens_at: self.opens_at,
            closes_at: deadline.at,
            closes_at_local: deadline.local,
            time_zone: deadline.time_zone,
            grace_period: self.grace_period,
            retention_months: self.retention_months,
            form: self.form,
            criteria: self.criteria,
        };
        Stored { item, texts, clusters, extensions }
    }
}

impl save::Stored for Stored {
    type Base = call::Entity;

    fn base(&self) -> &call::Model {
        &self.item
    }

    fn base_mut(&mut self) -> &mut call::Model {
        &mut self.item
    }

    fn bodies(&self) -> impl Iterator<Item = (TextStatus, &str)> {
        self.texts.iter().map(|text| (text.status, text.body_html.as_str()))
    }

    fn sign(&mut self, before: &Self, tx: &Tx<'_>) {
        extension::sign(self, before, tx);
    }

    fn document(&self) -> Option<String> {
        Some(content::document(&<Input as content::Editable>::of(self)))
    }

    async fn load_beside(
        db: &DatabaseTransaction,
        mut queries: Queries,
        ids: &[Uuid],
    ) -> Result<(Vec<Self>, Answers)> {
        let items = queries.find::<call::Entity>(call::Column::Id, ids);
        let texts = child::asked::<call_translation::Entity>(&mut queries, ids);
        let clusters = child::asked::<call_cluster::Entity>(&mut queries, ids);
        let extensions = child::asked::<call_extension::Entity>(&mut queries, ids);
        let mut answers = queries.ask(db).await?;
        let mut texts = child::answered(&mut answers, texts)?;
        let mut clusters = child::answered(&mut answers, clusters)?;
        let mut extensions = child::answered(&mut answers, extensions)?;
        let items = answers.rows(items)?;
        let whole = items.into_iter().map(|item| {
            let id = item.id.0;
            let (texts, clusters) = (texts.of(id), clusters.of(id));
            Self { item, texts, clusters, extensions: extensions.of(id) }
        });
        Ok((whole.collect(), answers))
    }

    fn write(writes: &mut Writes, mut rows: Vec<Self>, mut known: Vec<Self>) {
        base::write(writes, &known, &rows);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.texts);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.clusters);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.extensions);
    }

    fn touch(_before: Option<&Self>, after: &Self, touched: &mut Touched) {
        let texts = after.texts.iter().map(|text| (&*text.locale, text.status));
        let facts = listing::calls::Facts {
            readable: listing::readable(&after.item.locale, texts),
            clusters: after.clusters.iter().map(|row| row.cluster_id.0).collect(),
            item: after.item.clone(),
        };
        touched.calls.learn(after.item.id.0, facts);
    }
}
