//! Which things point at one, read from several tables by one statement.

use sea_orm::sea_query::{SelectStatement, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::filed::numbered;
use super::{Queries, Query};
use crate::error::Result;

/// A table whose rows point at others.
#[derive(Clone, Copy, Debug)]
pub struct Pointing(fn(Uuid) -> SelectStatement);

impl Pointing {
    pub const fn new(select: fn(Uuid) -> SelectStatement) -> Self {
        Self(select)
    }
}

/// The things in one such table that point at `id`.
pub fn pointing<E: EntityTrait>([thing, other]: [E::Column; 2], id: Uuid) -> SelectStatement {
    E::find().select_only().column(thing).filter(other.eq(id)).into_query()
}

/// Things that point at `id`, `most` of them, each with the number of its table.
pub async fn pointing_at(
    db: &impl ConnectionTrait,
    tables: impl Iterator<Item = Pointing>,
    id: Uuid,
    most: usize,
) -> Result<Vec<(Uuid, i32)>> {
    let each = tables.zip(0..).map(|(Pointing(select), number)| numbered(select(id), number));
    let Some(mut all) = each.reduce(|mut all, next| all.union(UnionType::All, next).take()) else {
        return Ok(Vec::new());
    };
    let mut queries = Queries::of(db);
    let found: Query<(Uuid, i32)> = queries.add(all.limit(most as u64));
    queries.ask(db).await?.tuples(found)
}
