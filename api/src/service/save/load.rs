//! Loads of things whose rows lie in few tables.

use sea_orm::{DatabaseTransaction, ModelTrait};
use uuid::Uuid;

use super::Base;
use super::child::{self, Child};
use crate::app::bulk::{Answers, Queries};
use crate::error::Result;

/// Things with their texts, in one go with what `queries` has already, whose answers are still to be taken.
pub async fn with_texts<B: Base, T: Child, S>(
    db: &DatabaseTransaction,
    mut queries: Queries,
    ids: &[Uuid],
    whole: impl Fn(B::Model, Vec<T::Model>) -> S,
) -> Result<(Vec<S>, Answers)>
where
    T::Model: ModelTrait<Entity = T>,
{
    let items = queries.find::<B>(B::ID, ids);
    let texts = child::asked::<T>(&mut queries, ids);
    let mut answers = queries.ask(db).await?;
    let mut texts = child::answered(&mut answers, texts)?;
    let items = answers.rows(items)?;
    let things = items.into_iter().map(|item| {
        let id = B::id(&item);
        whole(item, texts.of(id))
    });
    Ok((things.collect(), answers))
}

/// The same of things with rows of one more table.
pub async fn with_texts_and<B: Base, T: Child, C: Child, S>(
    db: &DatabaseTransaction,
    mut queries: Queries,
    ids: &[Uuid],
    whole: impl Fn(B::Model, Vec<T::Model>, Vec<C::Model>) -> S,
) -> Result<(Vec<S>, Answers)>
where
    T::Model: ModelTrait<Entity = T>,
    C::Model: ModelTrait<Entity = C>,
{
    let others = child::asked::<C>(&mut queries, ids);
    let (things, mut answers) = with_texts::<B, T, _>(db, queries, ids, |item, texts| (item, texts)).await?;
    let mut others = child::answered(&mut answers, others)?;
    let things = things.into_iter().map(|(item, texts)| {
        let id = B::id(&item);
        whole(item, texts, others.of(id))
    });
    Ok((things.collect(), answers))
}
