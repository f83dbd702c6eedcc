//! Cities. Which clusters they are in is the clusters' to say.

mod edit;

use entity::id::{AssetId, CityId};
use entity::status::TextStatus;
use entity::{city, city_translation};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content;
use super::input::{self, Body, Lifecycle, Naming, Record};
use super::save::{self, Links, Parts, Saved, base, child, load};
use crate::app::Tx;
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::{self, Touched, lent_by};
use crate::domain::check::{Check, Need};
use crate::domain::country::Country;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::error::Result;
use crate::kit;

/// Everything that can be edited about a city.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub id: CityId,
    #[serde(flatten)]
    pub record: Record,
    #[serde(flatten)]
    pub naming: Naming,
    #[serde(flatten)]
    pub lifecycle: Lifecycle,
    /// ISO 3166-1 alpha-2, upper case.
    pub country_code: String,
    pub admin_region: Option<String>,
    pub website: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub population: Option<i64>,
    pub photo: Option<AssetId>,
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
    pub summary: String,
    pub body: Body,
}

/// All rows of a city.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub item: city::Model,
    pub texts: Vec<city_translation::Model>,
}

/// Saves cities: new ones by id, stored ones over what they were.
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
        if self.country_code.is_empty() {
            check.wrong("countryCode", Code::Required, "is required: an ISO 3166-1 code such as CN or CL");
        } else if Country::get(&self.country_code).is_none() {
            let message = format!("\"{}\" is not an ISO 3166-1 code such as CN or CL", self.country_code);
            check.wrong("countryCode", Code::Invalid, message);
        }
        check.optional_line("adminRegion", self.admin_region.as_deref(), limits::TITLE_CHARS);
        check.url("website", self.website.as_deref());
        check.range("latitude", self.latitude, -90.0, 90.0);
        check.range("longitude", self.longitude, -180.0, 180.0);
        check.range("population", self.population, 0, limits::POPULATION);
        input::check_texts(check, &self.record.locale, &self.texts);
    }

    fn links(&self, links: &mut Links) {
        links.one("photo", self.photo);
        links.bodies(&self.texts);
    }

    fn into_stored(self, _before: Option<&Stored>) -> Stored {
        let id = self.id;
        let mut texts: Vec<_> = self.texts.into_iter().map(|text| text_row(id, text)).collect();
        texts.sort_by(|a, b| a.locale.cmp(&b.locale));
        let item = city::Model {
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
            country_code: self.country_code,
            admin_region: self.admin_region,
            website: self.website,
            latitude: self.latitude,
            longitude: self.longitude,
            population: self.population,
            photo_id: self.photo,
        };
        Stored { item, texts }
    }
}

fn text_row(item_id: CityId, text: Text) -> city_translation::Model {
    let Text { locale, status, name, summary, body } = text;
    let (body_source, body_format, body_html) = body.into_columns();
    let sort_key = kit::text::sort_key(&name);
    city_translation::Model {
        item_id,
        locale,
        status,
        name,
        sort_key,
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
        check.title("name", &self.name, need);
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
    type Base = city::Entity;

    fn base(&self) -> &city::Model {
        &self.item
    }

    fn base_mut(&mut self) -> &mut city::Model {
        &mut self.item
    }

    fn assets(&self) -> Vec<AssetId> {
        self.item.photo_id.into_iter().collect()
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
        let whole = |item, texts| Self { item, texts };
        load::with_texts::<city::Entity, city_translation::Entity, _>(db, queries, ids, whole).await
    }

    fn write(writes: &mut Writes, mut rows: Vec<Self>, mut known: Vec<Self>) {
        base::write(writes, &known, &rows);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.texts);
    }

    fn touch(before: Option<&Self>, after: &Self, touched: &mut Touched) {
        let texts = after.texts.iter().map(|text| (&*text.locale, text.status, &*text.sort_key));
        let names = listing::names(&after.item.locale, texts);
        touched.cities.learn(after.item.id.0, listing::cities::Facts { city: after.item.clone(), names });
        if before.is_some_and(|before| lent_by(&before.item) != lent_by(&after.item)) {
            touched.moved.insert(after.item.id);
        }
    }
}
