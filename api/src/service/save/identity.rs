//! Ids are one space: lists, files and scopes name things by id alone.

use std::collections::HashSet;

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::base::Base;
use super::{Input, Stored};
use crate::app::{bulk, ids};
use crate::domain::mistake::{Code, Mistake};
use crate::error::Result;

/// Items whose id is nobody's to take: that of nothing, or one that a thing of another type has.
pub async fn foreign<I: Input>(db: &DatabaseTransaction, items: &[I]) -> Result<Vec<Mistake>> {
    let ids: Vec<Uuid> = items.iter().map(Input::id).collect();
    let taken = others::<<I::Stored as Stored>::Base>(db, &ids).await?;
    let found = items.iter().enumerate().filter_map(|(item, input)| {
        let message = match input.id() {
            id if id.is_nil() => "is the id of nothing: leave it out, and one is made",
            id if taken.contains(&id) => {
                "is the id of a thing of another type: leave it out, and one is made"
            }
            _ => return None,
        };
        Some(Mistake { item, field: vec!["id".to_owned()], code: Code::Taken, message: message.to_owned() })
    });
    Ok(found.collect())
}

/// Which of the ids, if they are not of this type, are of another.
async fn others<B: Base>(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let own = bulk::existing::<B>(db, B::ID, ids).await?;
    let new: Vec<Uuid> = ids.iter().copied().filter(|id| !own.contains(id)).collect();
    ids::taken(db, &new).await
}
