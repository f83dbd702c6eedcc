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

/// Who names a thing.
#[derive(Debug)]
pub struct Naming {
    /// Things that point at it, each with the number of its table.
    pub pointing: Vec<(Uuid, i32)>,
    /// Things whose working drafts have its public id somewhere in their words.
    pub drafts: Vec<(Uuid, Noun)>,
}

/// Who names `id`, `most` of either. No index knows which working drafts do: they are few beside all else.
pub async fn naming(
    db: &impl ConnectionTrait,
    tables: impl Iterator<Item = Pointing>,
    (id, public): (Uuid, &str),
    most: usize,
) -> Result<Naming> {
    let mut queries = Queries::of(db);
    let each = tables.zip(0..).map(|(Pointing(select), number)| numbered(select(id), number));
    let all = each.reduce(|mut all, next| all.union(UnionType::All, next).take());
    let pointing: Option<Query<(Uuid, i32)>> = all.map(|mut all| queries.add(all.limit(most as u64)));
    let drafts = revision::Entity::find().select_only().columns([Column::ItemId, Column::Type]);
    let drafts = drafts.filter(Column::Draft.is_not_null()).filter(Column::Document.contains(public));
    let drafts: Query<(Uuid, Noun)> = queries.add(&drafts.limit(most as u64).into_query());
    let mut answers = queries.ask(db).await?;
    let pointing = pointing.map_or_else(|| Ok(Vec::new()), |pointing| answers.tuples(pointing))?;
    Ok(Naming { pointing, drafts: answers.tuples(drafts)? })
}
