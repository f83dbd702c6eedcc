//! News items with the events that they announce, and their texts with where those are: an event has one row, and each
//! text one, so they are read as pairs. A venue in a language without a text, which nothing writes, would not be seen.

use std::collections::HashMap;

use entity::id::NewsItemId;
use entity::{event, event_translation, news_item, news_item_translation};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, RelationTrait, SelectTwo,
};
use uuid::Uuid;

use crate::app::bulk::{Answers, Queries, Query};
use crate::error::Result;

pub type Announcing = (news_item::Model, Option<event::Model>);
type Placed = (news_item_translation::Model, Option<event_translation::Model>);

/// Where their rows will be.
pub struct Asked {
    items: Query<Announcing>,
    texts: Query<Placed>,
}

/// The texts of some news items.
pub struct Texts(HashMap<NewsItemId, Vec<Placed>>);

pub fn asked(queries: &mut Queries, ids: &[Uuid]) -> Asked {
    Asked { items: queries.pairs(ids, items), texts: queries.pairs(ids, texts) }
}

pub fn answered(answers: &mut Answers, asked: Asked) -> Result<(Vec<Announcing>, Texts)> {
    let mut texts: HashMap<_, Vec<_>> = HashMap::new();
    for pair in answers.pairs(asked.texts)? {
        texts.entry(pair.0.item_id).or_default().push(pair);
    }
    Ok((answers.pairs(asked.items)?, Texts(texts)))
}

impl Texts {
    /// Hands out those of one item with its venues, both in the order of their languages.
    pub fn of(
        &mut self,
        item: NewsItemId,
    ) -> (Vec<news_item_translation::Model>, Vec<event_translation::Model>) {
        let (texts, venues): (_, Vec<_>) = self.0.remove(&item).unwrap_or_default().into_iter().unzip();
        (texts, venues.into_iter().flatten().collect())
    }
}

fn items(ids: Vec<Uuid>) -> SelectTwo<news_item::Entity, event::Entity> {
    let event: RelationDef = news_item::Entity::belongs_to(event::Entity)
        .from(news_item::Column::Id)
        .to(event::Column::NewsItemId)
        .into();
    let items = news_item::Entity::find().filter(news_item::Column::Id.is_in(ids));
    items.join(JoinType::LeftJoin, event).select_also(event::Entity)
}

fn texts(ids: Vec<Uuid>) -> SelectTwo<news_item_translation::Entity, event_translation::Entity> {
    use news_item_translation::{Column, Entity};
    let event: RelationDef =
        Entity::belongs_to(event::Entity).from(Column::ItemId).to(event::Column::NewsItemId).into();
    let venue = event_translation::Relation::Item.def().rev().on_condition(|_, _| {
        let locale = event_translation::Column::Locale.into_expr();
        Condition::all().add(locale.equals((Entity, Column::Locale)))
    });
    let texts = Entity::find().filter(Column::ItemId.is_in(ids)).order_by_asc(Column::Locale);
    let texts = texts.join(JoinType::LeftJoin, event).join(JoinType::LeftJoin, venue);
    texts.select_also(event_translation::Entity)
}
