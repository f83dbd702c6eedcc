//! The list of topics, by name.

use entity::{topic, topic_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::directory;
use super::rows::TextColumns;
use super::window::Live;
use crate::app::bulk;
use crate::error::Result;

/// What the list asks of a topic.
#[derive(Clone, Debug)]
pub struct Facts {
    pub id: Uuid,
    /// Locale and sort key.
    pub names: Vec<(String, String)>,
}

pub async fn load(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Facts>> {
    use topic_translation::Column as T;
    let items = bulk::find::<topic::Entity>(db, topic::Column::Id, ids).await?;
    let columns = TextColumns { item: T::ItemId, locale: T::Locale, status: T::Status };
    let originals = items.iter().map(|topic| (topic.id.0, topic.locale.clone())).collect();
    let mut names =
        directory::load_names::<topic_translation::Entity>(db, columns, T::SortKey, &originals).await?;
    let facts = items
        .into_iter()
        .map(|topic| Facts { id: topic.id.0, names: names.remove(&topic.id.0).unwrap_or_default() });
    Ok(facts.collect())
}

pub async fn names(_: &DatabaseTransaction, items: Vec<Facts>) -> Result<Vec<directory::Entry>> {
    let entry = |Facts { id, names }| directory::entry("topics", id, Live::ALWAYS, (Vec::new(), names));
    Ok(items.into_iter().map(entry).collect())
}
