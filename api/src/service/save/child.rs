//! The rows that hang below a base row: texts, and what it is filed under. They are replaced with their owner.

use std::collections::{HashMap, VecDeque};

use sea_orm::{EntityTrait, FromQueryResult, IdenStatic, IntoActiveModel, ModelTrait};
use uuid::Uuid;

use super::Stored;
use crate::app::bulk::{Answers, Queries, Query, Writes};
use crate::error::Result;

/// A table whose rows belong to a row of another.
pub trait Child: EntityTrait<ActiveModel: Send, Model: IntoActiveModel<Self::ActiveModel>> {
    /// Points at the owner.
    const OWNER: Self::Column;
    /// Orders the rows of one owner, of which no two have the same.
    const ORDER: Self::Column;
    /// Whether that is a key, and not a place that another row may take.
    const IS_KEYED: bool;

    fn owner(row: &Self::Model) -> Uuid;
}

macro_rules! children {
    (of) => { true };
    (by) => { false };
    ($($table:ident: $owner:ident $column:ident $by:ident $order:ident;)*) => {$(
        impl Child for entity::$table::Entity {
            const OWNER: Self::Column = entity::$table::Column::$column;
            const ORDER: Self::Column = entity::$table::Column::$order;
            const IS_KEYED: bool = children!($by);

            fn owner(row: &Self::Model) -> Uuid {
                row.$owner.0
            }
        }
    )*};
}

children! {
    asset_translation: item_id ItemId of Locale;
    call_translation: item_id ItemId of Locale;
    city_translation: item_id ItemId of Locale;
    cluster_translation: item_id ItemId of Locale;
    event_translation: item_id ItemId of Locale;
    media_item_translation: item_id ItemId of Locale;
    news_item_translation: item_id ItemId of Locale;
    partner_translation: item_id ItemId of Locale;
    practice_translation: item_id ItemId of Locale;
    topic_translation: item_id ItemId of Locale;
    membership: cluster_id ClusterId of CityId;
    call_cluster: call_id CallId by Position;
    call_extension: call_id CallId by Position;
    event: news_item_id NewsItemId of Id;
    media_item_cluster: media_item_id MediaItemId by Position;
    media_source: media_item_id MediaItemId by Position;
    news_item_city: news_item_id NewsItemId by Position;
    news_item_cluster: news_item_id NewsItemId by Position;
    news_item_media: news_item_id NewsItemId by Position;
    news_item_topic: news_item_id NewsItemId by Position;
    partner_cluster: partner_id PartnerId by Position;
    practice_cluster: practice_id PracticeId by Position;
}

/// The rows of many owners.
#[derive(Debug)]
pub struct Children<M>(HashMap<Uuid, Vec<M>>);

impl<M> Children<M> {
    /// Hands out the rows of one owner, in their order.
    pub fn of(&mut self, owner: Uuid) -> Vec<M> {
        self.0.remove(&owner).unwrap_or_default()
    }
}

/// Asks for the rows of these owners.
pub fn asked<E: Child>(queries: &mut Queries, owners: &[Uuid]) -> Query<E::Model> {
    queries.ordered::<E>(E::OWNER, E::ORDER, owners)
}

/// What came of it.
pub fn answered<M>(answers: &mut Answers, query: Query<M>) -> Result<Children<M>>
where
    M: ModelTrait<Entity: Child + EntityTrait<Model = M>> + FromQueryResult,
{
    Ok(Children(answers.grouped(query, M::Entity::owner)?))
}

/// Adds what writes the rows of these things over those that the `known` ones among them had, where they differ.
pub fn replace<S, M>(
    writes: &mut Writes,
    known: &mut [S],
    things: &mut [S],
    part: impl Fn(&mut S) -> &mut Vec<M>,
) where
    S: Stored,
    M: ModelTrait<Entity: Child + EntityTrait<Model = M>> + PartialEq,
{
    if let ([before], [after]) = (&mut *known, &mut *things) {
        let (had, has) = (std::mem::take(part(before)), std::mem::take(part(after)));
        return Changes::between(had, has).write(writes);
    }
    let had = known.iter_mut().map(|thing| (thing.id(), std::mem::take(part(thing))));
    let mut gone: HashMap<Uuid, Vec<M>> = had.filter(|(_, rows)| !rows.is_empty()).collect();
    let mut new = Vec::new();
    for thing in things {
        let rows = std::mem::take(part(thing));
        if gone.get(&thing.id()).is_some_and(|had| *had == rows) {
            gone.remove(&thing.id());
        } else {
            new.extend(rows);
        }
    }
    // Of many at once all rows go, in few statements.
    let gone: Vec<Uuid> = gone.values().filter_map(|rows| rows.first()).map(M::Entity::owner).collect();
    writes.delete::<M::Entity>(M::Entity::OWNER, &gone);
    insert(writes, new);
}

/// How the rows of one owner differ from those it had.
struct Changes<M> {
    gone: Vec<M>,
    /// To be written over those of the same key.
    changed: Vec<M>,
    new: Vec<M>,
}

impl<M: ModelTrait<Entity: Child + EntityTrait<Model = M>> + PartialEq> Changes<M> {
    fn between(had: Vec<M>, has: Vec<M>) -> Self {
        // Both in the same order, so that a row mostly meets the one it was.
        let mut gone = VecDeque::from(had);
        let (mut left, mut changed, mut new) = (Vec::new(), Vec::new(), Vec::new());
        for row in has {
            let place = row.get(M::Entity::ORDER);
            let known = gone.iter().position(|known| known.get(M::Entity::ORDER) == place);
            match known.and_then(|at| gone.remove(at)) {
                Some(known) if known == row => {}
                Some(_) if M::Entity::IS_KEYED => changed.push(row),
                Some(known) => {
                    left.push(known);
                    new.push(row);
                }
                None => new.push(row),
            }
        }
        left.extend(gone);
        Self { gone: left, changed, new }
    }

    fn write(self, writes: &mut Writes) {
        if let Some(owner) = self.gone.first().map(M::Entity::owner) {
            let places: Vec<_> = self.gone.iter().map(|row| row.get(M::Entity::ORDER)).collect();
            writes.delete_places::<M::Entity>((M::Entity::OWNER, owner), (M::Entity::ORDER, places));
        }
        writes.upsert::<M::Entity>(self.changed);
        insert(writes, self.new);
    }
}

fn insert<M: ModelTrait<Entity: Child + EntityTrait<Model = M>>>(writes: &mut Writes, rows: Vec<M>) {
    // The rows in an order of languages are the texts.
    if M::Entity::ORDER.as_str() == "locale" {
        writes.insert_wide::<M::Entity>(rows);
    } else {
        writes.insert::<M::Entity>(rows);
    }
}

/// Rows numbered in the order given.
pub fn positioned<T, M>(things: Vec<T>, row: impl Fn(i32, T) -> M) -> Vec<M> {
    (0..).zip(things).map(|(position, thing)| row(position, thing)).collect()
}

#[cfg(test)]
mod tests {
    use entity::id::{NewsItemId, TopicId};
    use entity::status::TextStatus;
    use entity::{news_item_topic, topic_translation};

    use super::*;

    fn text(locale: &str, label: &str) -> topic_translation::Model {
        topic_translation::Model {
            item_id: TopicId::derived("news"),
            locale: locale.to_owned(),
            status: TextStatus::Published,
            label: label.to_owned(),
            sort_key: label.to_owned(),
        }
    }

    #[test]
    fn a_text_is_written_over_what_it_was_and_the_others_stay() {
        let had = vec![text("ar", "a"), text("en", "b"), text("zh", "c")];
        let Changes { gone, changed, new } =
            Changes::between(had, vec![text("en", "d"), text("es", "e"), text("zh", "c")]);
        assert_eq!(
            (gone, changed, new),
            (vec![text("ar", "a")], vec![text("en", "d")], vec![text("es", "e")])
        );
    }

    #[test]
    fn what_takes_the_place_of_another_is_written_once_that_is_gone() {
        let topics = |names: &[&str]| {
            positioned(names.to_vec(), |position, name| news_item_topic::Model {
                news_item_id: NewsItemId::derived("trams"),
                topic_id: TopicId::derived(name),
                position,
            })
        };
        let (before, after) = (topics(&["a", "b", "c"]), topics(&["a", "c"]));
        let Changes { gone, changed, new } = Changes::between(before.clone(), after.clone());
        assert!(changed.is_empty());
        assert_eq!((gone, new), (before[1..].to_vec(), after[1..].to_vec()));
    }
}
