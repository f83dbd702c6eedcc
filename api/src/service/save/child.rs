//! The rows that hang below a base row: texts, and what it is filed under. They are replaced with their owner.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, EntityTrait, IdenStatic, IntoActiveModel, ModelTrait};
use uuid::Uuid;

use super::Stored;
use crate::app::bulk;
use crate::error::Result;

/// A table whose rows belong to a row of another.
pub trait Child: EntityTrait<ActiveModel: Send, Model: IntoActiveModel<Self::ActiveModel>> {
    /// Points at the owner.
    const OWNER: Self::Column;
    /// Orders the rows of one owner.
    const ORDER: Self::Column;

    fn owner(row: &Self::Model) -> Uuid;
}

macro_rules! children {
    ($($table:ident: $owner:ident $column:ident by $order:ident;)*) => {$(
        impl Child for entity::$table::Entity {
            const OWNER: Self::Column = entity::$table::Column::$column;
            const ORDER: Self::Column = entity::$table::Column::$order;

            fn owner(row: &Self::Model) -> Uuid {
                row.$owner.0
            }
        }
    )*};
}

children! {
    asset_translation: item_id ItemId by Locale;
    call_translation: item_id ItemId by Locale;
    city_translation: item_id ItemId by Locale;
    cluster_translation: item_id ItemId by Locale;
    event_translation: item_id ItemId by Locale;
    media_item_translation: item_id ItemId by Locale;
    news_item_translation: item_id ItemId by Locale;
    partner_translation: item_id ItemId by Locale;
    practice_translation: item_id ItemId by Locale;
    topic_translation: item_id ItemId by Locale;
    membership: cluster_id ClusterId by CityId;
    call_cluster: call_id CallId by Position;
    call_extension: call_id CallId by Position;
    event: news_item_id NewsItemId by Id;
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

/// Reads the rows of these owners.
pub async fn load<E: Child>(db: &impl ConnectionTrait, owners: &[Uuid]) -> Result<Children<E::Model>> {
    Ok(Children(bulk::grouped::<E>(db, E::OWNER, E::ORDER, owners, E::owner).await?))
}

/// Writes the rows of these things over those that the `known` ones among them had, where they differ.
pub async fn replace<S, M>(
    db: &impl ConnectionTrait,
    known: &mut [S],
    things: &mut [S],
    part: impl Fn(&mut S) -> &mut Vec<M>,
) -> Result<()>
where
    S: Stored,
    M: ModelTrait<Entity: Child + EntityTrait<Model = M>> + PartialEq,
{
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
    let gone: Vec<Uuid> = gone.into_keys().collect();
    bulk::delete::<M::Entity>(db, M::Entity::OWNER, &gone).await?;
    // The rows in an order of languages are the texts.
    if M::Entity::ORDER.as_str() == "locale" {
        return bulk::insert_wide::<M::Entity>(db, new).await;
    }
    bulk::insert::<M::Entity>(db, new).await
}

/// Rows numbered in the order given.
pub fn positioned<T, M>(things: Vec<T>, row: impl Fn(i32, T) -> M) -> Vec<M> {
    (0..).zip(things).map(|(position, thing)| row(position, thing)).collect()
}
