//! What content was: its revisions, the newest first.

use std::collections::HashMap;

use entity::id::{RevisionId, UserId};
use entity::instant::Instant;
use entity::noun::Noun;
use entity::revision::{Column, Draft, Entity};
use entity::{audit_event::Actor, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationDef, Select,
};
use serde_json::Value;
use uuid::Uuid;

use super::record::{Doer, Page, Place, Record, Window};
use crate::domain::diff::{self, Difference};
use crate::domain::stored;
use crate::error::{Error, Result};

/// Bytes of the documents of one answer, as of everything else that one read answers.
const MAX_DOCUMENTS: usize = 8 * 1024 * 1024;
/// Documents of one statement: each may have some megabytes.
const AT_ONCE: u64 = 4;

/// A revision without its document.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Revision {
    pub id: RevisionId,
    pub noun: Noun,
    pub item_id: Uuid,
    pub number: i32,
    pub action: String,
    pub draft: Option<Draft>,
    pub at: Instant,
    actor: Actor,
    user_id: Option<UserId>,
    user_name: Option<String>,
    origin: Option<String>,
}

impl Record for Revision {
    const LIST: &'static str = "revisions";
    const ORDER: &'static str = "NUMBER DESC";

    fn place(&self) -> Place {
        Place { key: self.number.into(), id: self.id.0 }
    }
}

impl Revision {
    pub fn doer(&self) -> Doer {
        let (name, origin) = (self.user_name.clone(), self.origin.clone());
        Doer { actor: self.actor, user: self.user_id, name, origin }
    }
}

/// A page of the revisions of one thing.
pub async fn page(db: &impl ConnectionTrait, thing: (Noun, Uuid), window: &Window) -> Result<Page<Revision>> {
    let rows = told().filter(of(thing)).filter(window.earlier(Column::Number, Column::Id));
    let rows = rows.order_by_desc(Column::Number).limit(window.rows() as u64);
    Ok(window.cut(rows.into_model().all(db).await?))
}

pub async fn count(db: &impl ConnectionTrait, thing: (Noun, Uuid)) -> Result<u64> {
    Ok(Entity::find().filter(of(thing)).count(db).await?)
}

/// None of a thing that is of another noun than its id says.
fn of((noun, item): (Noun, Uuid)) -> Condition {
    Condition::all().add(Column::ItemId.eq(item)).add(Column::Type.eq(noun))
}

/// The documents of these revisions, which are neighbours of one thing.
pub async fn documents(db: &impl ConnectionTrait, revisions: &[Revision]) -> Result<HashMap<i32, Value>> {
    let (Some(newest), Some(oldest)) = (revisions.first(), revisions.last()) else {
        return Ok(HashMap::new());
    };
    let (mut found, mut bytes) = (HashMap::with_capacity(revisions.len()), 0);
    let mut below = i64::from(newest.number) + 1;
    while below > i64::from(oldest.number) {
        let rows = Entity::find().select_only().columns([Column::Number, Column::Document]);
        let rows = rows.filter(Column::ItemId.eq(newest.item_id));
        let rows = rows.filter(Column::Number.lt(below)).filter(Column::Number.gte(oldest.number));
        let rows = rows.order_by_desc(Column::Number).limit(AT_ONCE).into_tuple::<(i32, String)>();
        let rows = rows.all(db).await?;
        below = rows.last().map_or(i64::MIN, |(number, _)| (*number).into());
        for (number, document) in rows {
            bytes += document.len();
            if bytes > MAX_DOCUMENTS {
                return Err(Error::Limit { limit: "answerBytes", allowed: MAX_DOCUMENTS, found: bytes });
            }
            found.insert(number, stored::json(&document)?);
        }
    }
    Ok(found)
}

/// What differs between two revisions of one thing, and the one before.
pub async fn differences(
    db: &impl ConnectionTrait,
    from: RevisionId,
    to: RevisionId,
) -> Result<(Revision, Vec<Difference>)> {
    let before = find(db, "from", from).await?;
    let after = find(db, "to", to).await?;
    if before.item_id != after.item_id {
        let message = "is a revision of another thing than `from`: give two of one thing";
        return Err(Error::invalid("to", message));
    }
    let (old, new) = (document(db, &before).await?, document(db, &after).await?);
    Ok((before, diff::between(&old, &new)))
}

async fn find(db: &impl ConnectionTrait, argument: &'static str, id: RevisionId) -> Result<Revision> {
    let found = told().filter(Column::Id.eq(id)).into_model().one(db).await?;
    found.ok_or_else(|| Error::invalid(argument, "is no revision here: give an id as `revisions` answers it"))
}

async fn document(db: &impl ConnectionTrait, revision: &Revision) -> Result<Value> {
    let found = documents(db, std::slice::from_ref(revision)).await?;
    Ok(found.into_values().next().unwrap_or_default())
}

/// With who it was, and no document.
fn told() -> Select<Entity> {
    let who: RelationDef = Entity::belongs_to(user::Entity).from(Column::UserId).to(user::Column::Id).into();
    let columns = [
        Column::Id,
        Column::ItemId,
        Column::Number,
        Column::Action,
        Column::Draft,
        Column::At,
        Column::Actor,
        Column::UserId,
        Column::Origin,
    ];
    let rows = Entity::find().select_only().columns(columns).column_as(Column::Type, "noun");
    rows.column_as(user::Column::Name, "user_name").join(JoinType::LeftJoin, who)
}
