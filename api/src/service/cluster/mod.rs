//! Clusters, and which cities are in them.

mod edit;
pub mod member_change;
pub mod members;

use std::collections::HashSet;

use entity::id::{AssetId, CityId, ClusterId, MembershipId};
use entity::status::TextStatus;
use entity::{cluster, cluster_translation, membership};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content;
use super::input::{self, Body, Lifecycle, Naming, Record};
use super::save::{self, Links, Parts, Saved, base, child, load};
use crate::app::Tx;
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::{self, Live, Touched};
use crate::domain::check::{Check, Need};
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::error::Result;
use crate::kit;

/// Everything that can be edited about a cluster.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub id: ClusterId,
    #[serde(flatten)]
    pub record: Record,
    #[serde(flatten)]
    pub naming: Naming,
    #[serde(flatten)]
    pub lifecycle: Lifecycle,
    pub hero: Option<AssetId>,
    pub position: i32,
    pub members: Vec<Member>,
    #[serde(rename = "text")]
    pub texts: Vec<Text>,
}

/// A city in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    pub city: CityId,
    pub featured: bool,
    pub position: i32,
    /// `YYYY-MM-DD`.
    pub joined_on: Option<String>,
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

/// All rows of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub item: cluster::Model,
    pub texts: Vec<cluster_translation::Model>,
    pub members: Vec<membership::Model>,
}

/// Saves clusters: new ones by id, stored ones over what they were.
pub async fn save_many(tx: &mut Tx<'_>, items: Vec<Input>) -> Result<Saved> {
    save::many(tx, items).await
}

impl Member {
    /// What is wrong with it in whatever cluster.
    fn check(&self, check: &mut Check) {
        check.range("position", Some(self.position), 0, i32::MAX);
        if self.joined_on.as_deref().is_some_and(|day| !kit::time::is_date(day)) {
            check.wrong("joinedOn", Code::Invalid, "must be a day such as 2021-04-30");
        }
    }
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
        check.range("position", Some(self.position), 0, i32::MAX);
        if self.members.len() > limits::MEMBERS {
            let message = format!("has {} entries; at most {}", self.members.len(), limits::MEMBERS);
            check.wrong("members", Code::TooMany, message);
        }
        let mut seen = HashSet::new();
        check.each("members", &self.members, |check, member| {
            if !seen.insert(member.city) {
                check.wrong("city", Code::Invalid, "is a member already: keep one");
            }
            member.check(check);
        });
        input::check_texts(check, &self.record.locale, &self.texts);
    }

    fn links(&self, links: &mut Links) {
        links.one("hero", self.hero);
        links.many("members", self.members.iter().map(|member| member.city));
        links.bodies(&self.texts);
    }

    fn into_stored(self, _before: Option<&Stored>) -> Stored {
        let id = self.id;
        let mut texts: Vec<_> = self.texts.into_iter().map(|text| text_row(id, text)).collect();
        texts.sort_by(|a, b| a.locale.cmp(&b.locale));
        let mut members: Vec<_> = self.members.into_iter().map(|member| member_row(id, member)).collect();
        members.sort_by_key(|member| member.city_id);
        let item = cluster::Model {
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
            hero_id: self.hero,
            position: self.position,
        };
        Stored { item, texts, members }
    }
}

fn text_row(item_id: ClusterId, text: Text) -> cluster_translation::Model {
    let Text { locale, status, title, summary, body } = text;
    let (body_source, body_format, body_html) = body.into_columns();
    cluster_translation::Model {
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

fn member_row(cluster_id: ClusterId, member: Member) -> membership::Model {
    let Member { city: city_id, featured, position, joined_on } = member;
    let id = MembershipId::derived(&format!("{cluster_id}/{city_id}"));
    membership::Model { id, cluster_id, city_id, featured, position, joined_on }
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
    type Base = cluster::Entity;

    fn base(&self) -> &cluster::Model {
        &self.item
    }

    fn base_mut(&mut self) -> &mut cluster::Model {
        &mut self.item
    }

    fn assets(&self) -> Vec<AssetId> {
        self.item.hero_id.into_iter().collect()
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
        let whole = |item, texts, members| Self { item, texts, members };
        load::with_texts_and::<cluster::Entity, cluster_translation::Entity, membership::Entity, _>(
            db, queries, ids, whole,
        )
        .await
    }

    fn write(writes: &mut Writes, mut rows: Vec<Self>, mut known: Vec<Self>) {
        base::write(writes, &known, &rows);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.texts);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.members);
    }

    fn touch(before: Option<&Self>, after: &Self, touched: &mut Touched) {
        let texts = after.texts.iter().map(|text| (&*text.locale, text.status));
        let facts = listing::clusters::Facts {
            readable: listing::readable(&after.item.locale, texts),
            cities: after.members.iter().map(|member| member.city_id.0).collect(),
            item: after.item.clone(),
        };
        touched.clusters.learn(after.item.id.0, facts);
        // What a city owes to its clusters: their lists, and whether one that is live features it.
        let live =
            |stored: &Self| Live::of(stored.item.status, stored.item.published_at, stored.item.expires_at);
        let stays = before.is_some_and(|before| live(before) == live(after));
        let had = before.map_or(&[][..], |before| &before.members);
        for (some, others) in [(had, &after.members[..]), (&after.members[..], had)] {
            let differ = some.iter().filter(|member| !stays || !others.contains(member));
            touched.cities.extend(differ.map(|member| member.city_id.0));
        }
    }
}
