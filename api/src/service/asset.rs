//! Assets: uploaded files. Their bytes go to the blob store before; here is what is known of them.

use entity::id::AssetId;
use entity::status::TextStatus;
use entity::{asset, asset_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::input::{self, Naming, Record};
use super::save::{self, Links, Parts, Saved, base, child, load};
use crate::app::Tx;
use crate::app::bulk::{Answers, Queries, Writes};
use crate::app::listing::Touched;
use crate::domain::asset::MediaType;
use crate::domain::check::{Check, Need};
use crate::domain::footprint::Tag;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::error::Result;
use crate::kit;

/// Everything that can be edited about an asset.
#[derive(Clone, Debug)]
pub struct Input {
    pub id: AssetId,
    pub record: Record,
    /// The file name at the end of its URL.
    pub name: String,
    pub media_type: String,
    pub bytes: u64,
    /// Lower-case hex; the blob store knows the bytes by it.
    pub sha256: String,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub credit: Option<String>,
    pub texts: Vec<Text>,
}

/// What it says in one language, to those who do not see it.
#[derive(Clone, Debug)]
pub struct Text {
    pub locale: String,
    pub status: TextStatus,
    pub alt_text: String,
}

/// All rows of an asset.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub item: asset::Model,
    pub texts: Vec<asset_translation::Model>,
}

/// Saves assets: new ones by id, stored ones over what they were.
pub async fn save_many(tx: &mut Tx<'_>, items: Vec<Input>) -> Result<Saved> {
    save::many(tx, items).await
}

impl save::Input for Input {
    type Stored = Stored;

    fn parts(&self) -> Parts<'_> {
        Parts { id: self.id.0, record: &self.record, naming: None::<&Naming> }
    }

    fn check(&self, check: &mut Check) {
        self.record.check(check);
        check.title("name", &self.name, Need::Required);
        if self.name.starts_with('.') || self.name.contains(['/', '\\']) {
            check.wrong("name", Code::Invalid, "must be a plain file name such as tram-line.png");
        }
        if MediaType::named(&self.media_type).is_none() {
            check.wrong("mediaType", Code::Invalid, format!("must be one of {}", MediaType::names()));
        }
        check.range("bytes", Some(self.bytes), 1, limits::ASSET_BYTES);
        check.range("width", self.width, 1, limits::PIXELS);
        check.range("height", self.height, 1, limits::PIXELS);
        check.optional_text("credit", self.credit.as_deref(), limits::SUMMARY_CHARS);
        input::check_texts(check, &self.record.locale, &self.texts);
    }

    fn links(&self, _links: &mut Links) {}

    fn into_stored(self, _before: Option<&Stored>) -> Stored {
        let id = self.id;
        let mut texts: Vec<_> = self.texts.into_iter().map(|text| text_row(id, text)).collect();
        texts.sort_by(|a, b| a.locale.cmp(&b.locale));
        let item = asset::Model {
            id,
            external_ref: self.record.external_ref,
            locale: self.record.locale,
            name: self.name,
            media_type: self.media_type,
            bytes: i64::try_from(self.bytes).unwrap_or(i64::MAX),
            storage_key: self.sha256.clone(),
            sha256: self.sha256,
            width: self.width,
            height: self.height,
            credit: self.credit,
            created_at: save::UNSTAMPED,
            updated_at: save::UNSTAMPED,
            version: 1,
        };
        Stored { item, texts }
    }
}

fn text_row(item_id: AssetId, text: Text) -> asset_translation::Model {
    let Text { locale, status, alt_text } = text;
    asset_translation::Model { item_id, locale, status, alt_text }
}

impl input::Text for Text {
    fn key(&self) -> (&str, TextStatus) {
        (&self.locale, self.status)
    }

    fn check(&self, check: &mut Check, need: Need) {
        if need == Need::Required && kit::text::is_blank(&self.alt_text) {
            check.wrong("altText", Code::Required, "is required: say what is to be seen");
        }
        check.text("altText", &self.alt_text, limits::SUMMARY_CHARS);
    }
}

impl save::Stored for Stored {
    type Base = asset::Entity;

    fn base(&self) -> &asset::Model {
        &self.item
    }

    fn base_mut(&mut self) -> &mut asset::Model {
        &mut self.item
    }

    async fn load_beside(
        db: &DatabaseTransaction,
        queries: Queries,
        ids: &[Uuid],
    ) -> Result<(Vec<Self>, Answers)> {
        let whole = |item, texts| Self { item, texts };
        load::with_texts::<asset::Entity, asset_translation::Entity, _>(db, queries, ids, whole).await
    }

    fn write(writes: &mut Writes, mut rows: Vec<Self>, mut known: Vec<Self>) {
        base::write(writes, &known, &rows);
        child::replace(writes, &mut known, &mut rows, |row| &mut row.texts);
    }

    fn touch(_before: Option<&Self>, _after: &Self, touched: &mut Touched) {
        touched.stale.add(Tag::FILES);
    }
}
