//! The list of topics, by name.

use entity::{topic, topic_translation};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::directory;
use super::rows::TextColumns;
use super::seen::{Seen, Wants};
use super::window::Live;
use crate::app::bulk::Queries;
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
    let mut queries = Queries::of(db);
    let items = queries.find::<topic::Entity>(topic::Column::Id, ids);
    let columns =
        TextColumns::<topic_translation::Entity> { item: T::ItemId, locale: T::Locale, status: T::Status };
    let names = directory::asked(&mut queries, (columns, T::SortKey), ids);
    let mut answers = queries.ask(db).await?;
    let items = answers.rows(items)?;
    let originals = items.iter().map(|topic| (topic.id.0, topic.locale.clone())).collect();
    let mut names = directory::answered(&mut answers, names, &originals)?;
    let facts = items
        .into_iter()
        .map(|topic| Facts { id: topic.id.0, names: names.remove(&topic.id.0).unwrap_or_default() });
    Ok(facts.collect())
}

pub fn wants(_: &Facts, _: &mut Wants) {}

pub fn names(_: &Seen, items: Vec<Facts>) -> Vec<directory::Entry> {
    let entry = |Facts { id, names }| directory::entry("topics", id, Live::ALWAYS, (Vec::new(), names));
    items.into_iter().map(entry).collect()
}
