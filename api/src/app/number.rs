//! Numbers that are given out once, in order, and sums.

use entity::submission_number::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QuerySelect, Select,
};

use crate::error::Result;

/// The next one of this prefix and year, from 1 on. Until the unit of work ends only others who want one of the same wait
/// for it, and if it is undone the number is given out again.
pub async fn next(db: &DatabaseTransaction, prefix: &str, year: i32) -> Result<i32> {
    let first = ActiveModel { prefix: Set(prefix.to_owned()), year: Set(year), last: Set(1) };
    let more = Expr::col((Entity, Column::Last)).add(1);
    let counted = OnConflict::columns([Column::Prefix, Column::Year]).value(Column::Last, more).to_owned();
    Ok(Entity::insert(first).on_conflict(counted).exec_with_returning(db).await?.last)
}

/// All of a column together, of these rows.
pub async fn sum<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: Select<E>,
    column: E::Column,
) -> Result<u64> {
    // PostgreSQL makes more digits of it than anybody reads.
    let sum = Expr::col(column.as_column_ref()).sum().cast_as("bigint");
    let sum: Option<Option<i64>> = rows.select_only().expr(sum).into_tuple().one(db).await?;
    Ok(u64::try_from(sum.flatten().unwrap_or_default()).unwrap_or_default())
}
