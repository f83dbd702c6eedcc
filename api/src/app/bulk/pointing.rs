//! Which things point at one, read from several tables by one statement.

use entity::noun::Noun;
use entity::revision::{self, Column};
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

    /// Which column of which table points, `news_item_topic.topic_id`.
    #[cfg(test)]
    pub fn column(self) -> String {
        let text = (self.0)(Uuid::nil()).to_string(sea_orm::sea_query::SqliteQueryBuilder);
        let (_, pointing) = text.split_once(" WHERE ").expect("it has one condition");
        pointing.split(" = ").next().expect("of one column").replace('"', "")
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

/// Things, `most` of them, whose working drafts have this id somewhere in their words. No index knows: working drafts are
/// few beside all else.
pub async fn drafts_naming(db: &impl ConnectionTrait, id: &str, most: usize) -> Result<Vec<(Uuid, Noun)>> {
    let rows = revision::Entity::find().select_only().columns([Column::ItemId, Column::Type]);
    let rows = rows.filter(Column::Draft.is_not_null()).filter(Column::Document.contains(id));
    Ok(rows.limit(most as u64).into_tuple().all(db).await?)
}
