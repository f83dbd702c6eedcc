//! Making content as if it had never been: an admin's explicit act.

use entity::noun::Noun;
use entity::status::Status;
use entity::{asset_use, review_comment, revision, slug_history, submission, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, SqlErr,
};
use uuid::Uuid;

use super::request::{self, Request, refused};
use super::{Editable, Table, unlink};
use crate::app::bulk::Writes;
use crate::app::{App, Tx, listing};
use crate::domain::change::{Author, Change, Verb};
use crate::domain::mistake::Code;
use crate::domain::permission::Action;
use crate::error::{Error, Result};
use crate::service::save::{Base, Stored};
use crate::service::submission::attachment;

/// Removes a thing that was archived, with its texts and its history; what pointed at it no longer does, which is a
/// change of that. The audit log keeps that it was.
pub async fn purge<I: Editable>(app: &App, author: Author, request: Request) -> Result<Uuid> {
    let mut tx = app.begin_for(author).await?;
    let head = request.head::<I>(&mut tx, Action::Purge).await?;
    let wrong = match request::status(&head.live) {
        None | Some(Status::Archived) => has_no_users::<I>(&tx, request.id).await,
        _ => Err(refused("id", Code::InvalidState, "is not ARCHIVED: archive it first, then purge it")),
    };
    request.check(&head, head.current(), wrong)?;
    let id = request.id;
    unlink::all::<I>(&mut tx, id).await?;
    head.stored.touch_last(&mut tx.touched);
    let mut writes = Writes::of(&tx.db);
    listing::forget_scope(&mut writes, id);
    if matches!(I::NOUN, Noun::Call | Noun::City | Noun::Cluster) {
        forget_drafts(&tx, &mut writes, id).await?;
    }
    writes.delete::<Table<I>>(Table::<I>::ID, &[id]);
    writes.delete::<slug_history::Entity>(slug_history::Column::ItemId, &[id]);
    let uses = asset_use::Entity::delete_many().filter(asset_use::Column::Type.eq(I::NOUN));
    writes.add(&uses.filter(asset_use::Column::ItemId.eq(id)).into_query());
    writes.delete::<revision::Entity>(revision::Column::ItemId, &[id]);
    writes.delete::<review_comment::Entity>(review_comment::Column::ItemId, &[id]);
    writes.send(&tx.db).await.map_err(held)?;
    tx.changes.push(Change { verb: Verb::Purged, noun: I::NOUN, item: id });
    tx.save().await?;
    Ok(id)
}

/// Whoever is of a city would be of none, and could do nothing.
async fn has_no_users<I: Editable>(tx: &Tx<'_>, id: Uuid) -> Result<()> {
    if I::NOUN != Noun::City {
        return Ok(());
    }
    let users = user::Entity::find().filter(user::Column::CityId.eq(id)).count(&tx.db).await?;
    if users == 0 {
        return Ok(());
    }
    let message = format!(
        "is the city of {users} of the users, disabled ones counted: give them another one first, or another role, \
         with `cities user set-role`"
    );
    Err(refused("id", Code::InvalidState, &message))
}

/// Drafts of submissions that were never submitted hold nothing up: those for it go, those of it lose it.
async fn forget_drafts(tx: &Tx<'_>, writes: &mut Writes, id: Uuid) -> Result<()> {
    use submission::Column;
    let for_it = Condition::any().add(Column::CallId.eq(id)).add(Column::ClusterId.eq(id));
    let never = Column::SubmittedAt.is_null();
    let drafts =
        submission::Entity::find().select_only().column(Column::Id).filter(never.clone()).filter(for_it);
    // Held: whoever submits one now is waited for, and then it is no draft. In the order in which others hold them, too.
    let drafts: Vec<Uuid> = drafts.order_by_asc(Column::Id).lock_exclusive().into_tuple().all(&tx.db).await?;
    attachment::remove_all(tx, &drafts).await?;
    writes.delete::<submission::Entity>(Column::Id, &drafts);
    let nowhere = submission::ActiveModel { city_id: Set(None), ..Default::default() };
    let of_it = submission::Entity::update_many().set(nowhere).filter(never);
    writes.add(&of_it.filter(Column::CityId.eq(id)).into_query());
    Ok(())
}

/// What was sent in for it is not ours to lose.
fn held(error: Error) -> Error {
    match error {
        Error::Database(cause)
            if matches!(cause.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) =>
        {
            let message = "is named by what was submitted: it stays in the archive as long as that is kept";
            refused("id", Code::InvalidState, message)
        }
        other => other,
    }
}
