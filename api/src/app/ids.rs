//! Ids are one space: which of them anything has.

use std::collections::HashSet;

use entity::{asset, call, city, cluster, event, media_item, news_item, partner, practice, topic};
use sea_orm::sea_query::{SelectStatement, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::bulk;
use crate::error::Result;

/// Ids of one statement, which names them once for every table.
const IDS: usize = 32;

/// Which of the ids are those of anything that is stored.
pub async fn taken(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let mut found = HashSet::new();
    for some in ids.chunks(IDS) {
        for row in db.query_all(&anywhere(&bulk::padded(some))).await? {
            found.insert(row.try_get_by_index::<Uuid>(0)?);
        }
    }
    Ok(found)
}

fn anywhere(ids: &[Uuid]) -> SelectStatement {
    let mut all = of::<asset::Entity>(asset::Column::Id, ids);
    macro_rules! and_of {
        ($($table:ident)*) => {$(
            all.union(UnionType::All, of::<$table::Entity>($table::Column::Id, ids));
        )*};
    }
    and_of!(call city cluster event media_item news_item partner practice topic);
    all
}

fn of<E: EntityTrait>(id: E::Column, ids: &[Uuid]) -> SelectStatement {
    E::find().select_only().column(id).filter(id.is_in(ids.iter().copied())).into_query()
}
