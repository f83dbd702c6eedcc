//! The list of topics, by name.

use entity::{topic, topic_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::directory;
use super::rows::TextColumns;
use super::window::Live;
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
    let columns =
        TextColumns::<topic_translation::Entity> { item: T::ItemId, locale: T::Locale, status: T::Status };
    let original = |topic: &topic::Model| (topic.id.0, topic.locale.clone());
    let (items, mut names) =
        directory::load::<topic::Entity, _>(db, (topic::Column::Id, original), (columns, T::SortKey), ids)
            .await?;
    let facts = items
        .into_iter()
        .map(|topic| Facts { id: topic.id.0, names: names.remove(&topic.id.0).unwrap_or_default() });
    Ok(facts.collect())
}

pub fn wants(_: &Facts, _: &mut Wants) {}

pub fn names(_: &Basis, items: Vec<Facts>) -> Vec<directory::Entry> {
    let entry = |Facts { id, names }| directory::entry("topics", id, Live::ALWAYS, (Vec::new(), names));
    items.into_iter().map(entry).collect()
}
