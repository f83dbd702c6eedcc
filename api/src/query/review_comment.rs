//! The talk about proposals, in the order it was said.

use entity::id::{CommentId, UserId};
use entity::instant::Instant;
use entity::noun::Noun;
use entity::review_comment::{Column, Entity};
use entity::{audit_event::Actor, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationDef,
};
use uuid::Uuid;

use super::record::{Doer, Page, Place, Record, Window};
use crate::error::Result;

/// What somebody said about a proposal.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReviewComment {
    pub id: CommentId,
    pub text: String,
    pub at: Instant,
    actor: Actor,
    user_id: Option<UserId>,
    user_name: Option<String>,
}

impl Record for ReviewComment {
    const LIST: &'static str = "reviewComments";
    const ORDER: &'static str = "AT ASC";

    fn place(&self) -> Place {
        Place { key: self.at.0, id: self.id.0 }
    }
}

impl ReviewComment {
    /// From where is no business of those who take part.
    pub fn doer(&self) -> Doer {
        Doer { actor: self.actor, user: self.user_id, name: self.user_name.clone(), origin: None }
    }
}

/// A page of what was said about one thing.
pub async fn page(
    db: &impl ConnectionTrait,
    thing: (Noun, Uuid),
    window: &Window,
) -> Result<Page<ReviewComment>> {
    let who: RelationDef = Entity::belongs_to(user::Entity).from(Column::UserId).to(user::Column::Id).into();
    let rows = Entity::find().column_as(user::Column::Name, "user_name").join(JoinType::LeftJoin, who);
    let rows = rows.filter(of(thing)).filter(window.later(Column::At, Column::Id));
    let rows = rows.order_by_asc(Column::At).order_by_asc(Column::Id).limit(window.rows() as u64);
    Ok(window.cut(rows.into_model().all(db).await?))
}

pub async fn count(db: &impl ConnectionTrait, thing: (Noun, Uuid)) -> Result<u64> {
    Ok(Entity::find().filter(of(thing)).count(db).await?)
}

/// None about a thing that is of another noun than its id says.
fn of((noun, item): (Noun, Uuid)) -> Condition {
    Condition::all().add(Column::ItemId.eq(item)).add(Column::Type.eq(noun))
}
