//! Rows written and read by the hundred: few statements, few distinct texts, never past a bind limit.

mod filed;
mod fresh;
mod lengths;
mod pointing;
mod queries;
mod writes;

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::error::Result;

pub use filed::{Filed, Filing, Place, filing};
pub use fresh::Crossed;
pub use lengths::padded;
pub use pointing::{Pointing, naming, pointing};
pub use queries::{Answers, Queries, Query};
pub use writes::Writes;

/// Ids in one `IN` list.
pub const IDS: usize = 512;

/// Writes rows that are not there yet.
pub async fn insert<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut writes = Writes::of(db);
    writes.insert::<E>(rows);
    writes.send(db).await
}

/// The same for rows with texts in them.
pub async fn insert_wide<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut writes = Writes::of(db);
    writes.insert_wide::<E>(rows);
    writes.send(db).await
}

/// Writes rows, over those of the same primary key where there are any.
pub async fn upsert<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut writes = Writes::of(db);
    writes.upsert::<E>(rows);
    writes.send(db).await
}

/// Deletes the rows whose `column` is one of `ids`.
pub async fn delete<E>(db: &impl ConnectionTrait, column: E::Column, ids: &[Uuid]) -> Result<()>
where
    E: EntityTrait,
{
    let mut writes = Writes::of(db);
    writes.delete::<E>(column, ids);
    writes.send(db).await
}

/// The rows whose `column` is one of `ids`, in no order.
pub async fn find<E>(db: &impl ConnectionTrait, column: E::Column, ids: &[Uuid]) -> Result<Vec<E::Model>>
where
    E: EntityTrait,
{
    let mut found = Vec::new();
    for some in ids.chunks(IDS) {
        let mut queries = Queries::of(db);
        let rows = queries.find::<E>(column, some);
        found.extend(queries.ask(db).await?.rows(rows)?);
    }
    Ok(found)
}

/// Which of `ids` are there.
pub async fn existing<E>(db: &impl ConnectionTrait, column: E::Column, ids: &[Uuid]) -> Result<HashSet<Uuid>>
where
    E: EntityTrait,
{
    let mut queries = Queries::of(db);
    let there = queries.existing::<E>(column, ids);
    Ok(queries.ask(db).await?.tuples(there)?.into_iter().collect())
}

/// Whose `column` holds which of `words`: ids by word.
pub async fn holders<E>(
    db: &impl ConnectionTrait,
    id: E::Column,
    column: E::Column,
    words: &[String],
) -> Result<HashMap<String, Uuid>>
where
    E: EntityTrait,
{
    let mut found = HashMap::new();
    for some in words.chunks(IDS) {
        let rows = E::find().select_only().column(column).column(id).filter(column.is_in(padded(some)));
        found.extend(rows.into_tuple::<(String, Uuid)>().all(db).await?);
    }
    Ok(found)
}

fn name(column: impl sea_orm::IdenStatic) -> String {
    column.as_str().to_owned()
}
