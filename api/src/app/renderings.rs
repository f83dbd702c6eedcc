//! Rich texts that were rendered by an older rule.

use entity::id::AssetId;
use entity::noun::Noun;
use entity::rich_text::Format;
use entity::status::TextStatus;
use entity::{
    asset_use, call_translation, city_translation, cluster_translation, news_item_translation,
    practice_translation,
};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query,
};
use uuid::Uuid;

use super::bulk;
use crate::domain::rich_text::{self, RichText, files_in};
use crate::error::Result;

/// Texts held at a time: source and HTML may be some megabytes each.
const PIECE: u64 = 16;

/// A row of a table of texts.
type Row = (Uuid, String, TextStatus, String, Format, String);

/// Where the rich texts of a noun lie.
struct Table<E: EntityTrait> {
    noun: Noun,
    item: E::Column,
    locale: E::Column,
    status: E::Column,
    source: E::Column,
    format: E::Column,
    html: E::Column,
}

macro_rules! table {
    ($noun:ident, $module:ident) => {
        Table::<$module::Entity> {
            noun: Noun::$noun,
            item: $module::Column::ItemId,
            locale: $module::Column::Locale,
            status: $module::Column::Status,
            source: $module::Column::BodySource,
            format: $module::Column::BodyFormat,
            html: $module::Column::BodyHtml,
        }
    };
}

/// What to do with a text that would be rendered otherwise now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    Count,
    Renew,
}

/// How many texts would be rendered otherwise now; what can no longer be rendered stays as it is and is not counted.
pub async fn old(db: &DatabaseTransaction, then: Then) -> Result<usize> {
    Ok(table!(Cluster, cluster_translation).old(db, then).await?
        + table!(City, city_translation).old(db, then).await?
        + table!(NewsItem, news_item_translation).old(db, then).await?
        + table!(Call, call_translation).old(db, then).await?
        + table!(Practice, practice_translation).old(db, then).await?)
}

impl<E: EntityTrait> Table<E> {
    async fn old(&self, db: &DatabaseTransaction, then: Then) -> Result<usize> {
        let (mut found, mut after) = (0, None);
        loop {
            let rows = self.rows_after(db, after).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = Some((last.0, last.1.clone()));
            for row in rows {
                let Some(html) = anew(&row) else { continue };
                found += 1;
                if then == Then::Renew {
                    self.renew(db, &row, html).await?;
                }
            }
        }
    }

    async fn rows_after(&self, db: &DatabaseTransaction, after: Option<(Uuid, String)>) -> Result<Vec<Row>> {
        let mut rows = E::find().select_only();
        for column in [self.item, self.locale, self.status, self.source, self.format, self.html] {
            rows = rows.column(column);
        }
        if let Some((item, locale)) = after {
            let same = sea_query::Condition::all().add(self.item.eq(item)).add(self.locale.gt(locale));
            rows = rows.filter(sea_query::Condition::any().add(self.item.gt(item)).add(same));
        }
        let rows = rows.order_by_asc(self.item).order_by_asc(self.locale).limit(PIECE);
        Ok(rows.into_tuple().all(db).await?)
    }

    async fn renew(&self, db: &DatabaseTransaction, row: &Row, html: String) -> Result<()> {
        let (item, locale, status, ..) = row;
        let files: Vec<AssetId> = files_in(&html).map(|(file, _)| file).collect();
        let same = E::update_many().filter(self.item.eq(*item)).filter(self.locale.eq(locale));
        same.col_expr(self.html, html.into()).exec(db).await?;
        if *status == TextStatus::Published { use_too(db, self.noun, *item, files).await } else { Ok(()) }
    }
}

/// The HTML of today, if it is another.
fn anew((_, _, _, source, format, html): &Row) -> Option<String> {
    let format = match format {
        Format::Markdown => rich_text::Format::Markdown,
        Format::Html => rich_text::Format::Html,
    };
    RichText::new(format, source.clone()).ok().map(|text| text.html).filter(|anew| anew != html)
}

/// Files that only the new HTML shows or links to.
async fn use_too(
    db: &DatabaseTransaction,
    r#type: Noun,
    item_id: Uuid,
    mut files: Vec<AssetId>,
) -> Result<()> {
    let known = asset_use::Entity::find().filter(asset_use::Column::Type.eq(r#type));
    let known = known.filter(asset_use::Column::ItemId.eq(item_id)).all(db).await?;
    files.sort_unstable();
    files.dedup();
    files.retain(|file| known.iter().all(|row| row.asset_id != *file));
    let uses = files.into_iter().map(|asset_id| asset_use::Model { asset_id, r#type, item_id }).collect();
    bulk::insert::<asset_use::Entity>(db, uses).await
}
