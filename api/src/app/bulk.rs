//! Rows written and read by the hundred: few statements, few distinct texts, never past a bind limit.

mod filed;
mod fresh;
mod lengths;

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, PrimaryKeyToColumn, QueryFilter,
    QueryOrder, QuerySelect, Value,
};
use uuid::Uuid;

use crate::error::Result;

pub use filed::{Filed, Filing, filing};
pub use fresh::insert_fresh;
pub use lengths::{padded, pieces};

/// `SQLite` takes 32,766 values a statement, `PostgreSQL` 65,535; fewer keep statements small enough to be kept.
const BINDS: usize = 8_000;
/// A statement of narrow rows fits one TLS record. Until sqlx sends without Nagle's delay again (its issue 4335, mended
/// after 0.9.0), the second record of a statement waits 40 ms for the receipt of the first.
const ROWS: usize = 128;
/// Rows may be wide: a statement must stay far below what one message may hold, and be worth that wait.
const WIDE_ROWS: usize = 64;
/// Ids in one `IN` list.
pub const IDS: usize = 512;

/// Writes rows that are not there yet.
pub async fn insert<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    write::<E>(db, rows, ROWS, None).await
}

/// The same for rows with texts in them.
pub async fn insert_wide<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    write::<E>(db, rows, WIDE_ROWS, None).await
}

/// Writes rows, over those of the same primary key where there are any.
pub async fn upsert<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    let key: Vec<String> = E::PrimaryKey::iter().map(|key| name(key.into_column())).collect();
    let rest: Vec<E::Column> = E::Column::iter().filter(|column| !key.contains(&name(*column))).collect();
    let mut conflict = OnConflict::columns(E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column));
    if rest.is_empty() {
        conflict.do_nothing();
    } else {
        conflict.update_columns(rest);
    }
    write::<E>(db, rows, WIDE_ROWS, Some(conflict)).await
}

/// The rows whose `column` is one of `ids`, each under its id, in the order of `order`.
pub async fn grouped<E>(
    db: &impl ConnectionTrait,
    column: E::Column,
    order: E::Column,
    ids: &[Uuid],
    id_of: impl Fn(&E::Model) -> Uuid,
) -> Result<HashMap<Uuid, Vec<E::Model>>>
where
    E: EntityTrait,
{
    let mut found: HashMap<Uuid, Vec<E::Model>> = HashMap::new();
    for some in ids.chunks(IDS) {
        let rows = E::find().filter(column.is_in(padded(some))).order_by_asc(order).all(db).await?;
        for row in rows {
            found.entry(id_of(&row)).or_default().push(row);
        }
    }
    Ok(found)
}

/// The rows whose `column` is one of `ids`, in no order.
pub async fn find<E>(db: &impl ConnectionTrait, column: E::Column, ids: &[Uuid]) -> Result<Vec<E::Model>>
where
    E: EntityTrait,
{
    let mut found = Vec::new();
    for some in ids.chunks(IDS) {
        found.extend(E::find().filter(column.is_in(padded(some))).all(db).await?);
    }
    Ok(found)
}

/// Which of `ids` are there.
pub async fn existing<E>(db: &impl ConnectionTrait, column: E::Column, ids: &[Uuid]) -> Result<HashSet<Uuid>>
where
    E: EntityTrait,
{
    let mut found = HashSet::new();
    for some in ids.chunks(IDS) {
        let rows = E::find().select_only().column(column).filter(column.is_in(padded(some)));
        found.extend(rows.into_tuple::<Uuid>().all(db).await?);
    }
    Ok(found)
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

/// Sets one text column of one row.
pub async fn set<E>(
    db: &impl ConnectionTrait,
    (id_column, id): (E::Column, Uuid),
    column: E::Column,
    value: Option<String>,
) -> Result<()>
where
    E: EntityTrait,
{
    E::update_many().col_expr(column, Expr::value(value)).filter(id_column.eq(id)).exec(db).await?;
    Ok(())
}

/// The greatest number of each of `ids`, whose rows have several.
pub async fn greatest<E>(
    db: &impl ConnectionTrait,
    id: E::Column,
    number: E::Column,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, i32>>
where
    E: EntityTrait,
{
    let mut found = HashMap::new();
    for some in ids.chunks(IDS) {
        let rows = E::find().select_only().column(id).column_as(number.max(), "greatest").group_by(id);
        found.extend(rows.filter(id.is_in(padded(some))).into_tuple::<(Uuid, i32)>().all(db).await?);
    }
    Ok(found)
}

/// Points one column of one row at something else.
pub async fn point<E>(
    db: &impl ConnectionTrait,
    (id_column, id): (E::Column, Uuid),
    column: E::Column,
    target: Option<Uuid>,
) -> Result<()>
where
    E: EntityTrait,
{
    E::update_many().col_expr(column, Expr::value(target)).filter(id_column.eq(id)).exec(db).await?;
    Ok(())
}

/// Deletes the rows whose `column` is one of `ids`.
pub async fn delete<E>(db: &impl ConnectionTrait, column: E::Column, ids: &[Uuid]) -> Result<()>
where
    E: EntityTrait,
{
    for some in ids.chunks(IDS) {
        E::delete_many().filter(column.is_in(padded(some))).exec(db).await?;
    }
    Ok(())
}

/// Deletes the rows of one owner at some of its places.
pub async fn delete_places<E>(
    db: &impl ConnectionTrait,
    (owner_column, owner): (E::Column, Uuid),
    (place_column, places): (E::Column, Vec<Value>),
) -> Result<()>
where
    E: EntityTrait,
{
    for some in places.chunks(IDS) {
        let rows = E::delete_many().filter(owner_column.eq(owner)).filter(place_column.is_in(padded(some)));
        rows.exec(db).await?;
    }
    Ok(())
}

async fn write<E>(
    db: &impl ConnectionTrait,
    rows: Vec<E::Model>,
    most: usize,
    conflict: Option<OnConflict>,
) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    let columns = E::Column::iter().count();
    for piece in pieces(rows, most.min(BINDS / columns)) {
        let mut insert = E::insert_many(piece.into_iter().map(IntoActiveModel::into_active_model));
        if let Some(conflict) = &conflict {
            insert = insert.on_conflict(conflict.clone());
        }
        insert.exec_without_returning(db).await?;
    }
    Ok(())
}

fn name(column: impl sea_orm::IdenStatic) -> String {
    column.as_str().to_owned()
}
