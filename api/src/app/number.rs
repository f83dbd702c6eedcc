//! Numbers that are given out once, in order.

use entity::submission_number::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait};

use crate::error::Result;

/// The next one of this prefix and year, from 1 on. Until the unit of work ends only others who want one of the same wait
/// for it, and if it is undone the number is given out again.
pub async fn next(db: &DatabaseTransaction, prefix: &str, year: i32) -> Result<i32> {
    let first = ActiveModel { prefix: Set(prefix.to_owned()), year: Set(year), last: Set(1) };
    let more = Expr::col((Entity, Column::Last)).add(1);
    let counted = OnConflict::columns([Column::Prefix, Column::Year]).value(Column::Last, more).to_owned();
    Ok(Entity::insert(first).on_conflict(counted).exec_with_returning(db).await?.last)
}
