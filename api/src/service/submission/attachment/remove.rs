//! Files go: with their bytes where nothing was submitted with them, and for good where a person is erased.

use entity::id::{AttachmentId, SubmissionId};
use entity::removed_attachment;
use entity::submission::State;
use entity::submission_attachment::{ActiveModel, Column, Entity, Model};
use entity::submission_contact::Personal;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::receive::OTHERS;
use super::{Receiving, Stored, check_open, keep_change, written};
use crate::app::{App, Tx, bulk};
use crate::error::{Error, Result};
use crate::service::submission::Arrival;

/// Takes a file out of a submission, or gives an upload up; whether there was one.
pub async fn remove(app: &App, arrival: Arrival, of: SubmissionId, id: AttachmentId) -> Result<bool> {
    let tx = app.begin_for(arrival.author()).await?;
    let mut stored = Stored::held_by_id(&tx, of).await?;
    let target = check_open(&tx, &stored, arrival).await?;
    let mine = Entity::find_by_id(id).filter(Column::SubmissionId.eq(of)).filter(Column::RemovedAt.is_null());
    let Some(row) = mine.lock_exclusive().one(&tx.db).await? else { return Ok(false) };
    let was_attached = row.attached_at.is_some();
    if was_attached && stored.row.state == State::Submitted {
        // What was submitted with it stays as it was.
        let out = ActiveModel { removed_at: Set(Some(arrival.at)), ..row.into_active_model() };
        Entity::update(out).exec(&tx.db).await?;
    } else {
        delete(&tx, &[id.0]).await?;
    }
    if was_attached {
        keep_change(&tx, &mut stored, &target, arrival).await?;
    }
    tx.save().await?;
    app.removal_bell.notify_one();
    Ok(true)
}

/// An upload that cannot become anything; an error if others made something of it meanwhile.
pub async fn give_up(upload: &Receiving) -> Result<()> {
    let tx = upload.app.begin_for(upload.arrival.author()).await?;
    let gone = Entity::delete_many().filter(upload.is_as_it_was()).exec(&tx.db).await?;
    if gone.rows_affected != 1 {
        return Err(Error::Conflict(OTHERS.into()));
    }
    note(&tx, &[upload.row.id.0]).await?;
    tx.save().await?;
    upload.app.removal_bell.notify_one();
    Ok(())
}

/// All files of submissions that are about to go themselves.
pub async fn remove_all(tx: &Tx<'_>, of: &[Uuid]) -> Result<()> {
    delete(tx, &ids_of(tx, of).await?).await
}

/// Erases all files of these, for the sake of a person: how many there were. What was submitted with one keeps its digest.
pub async fn erase(tx: &Tx<'_>, of: &[Uuid]) -> Result<u64> {
    let mut erased = 0;
    for some in of.chunks(bulk::IDS) {
        let rows = Entity::find().filter(Column::SubmissionId.is_in(bulk::padded(some)));
        let rows = rows.filter(Column::ErasedAt.is_null()).lock_exclusive().all(&tx.db).await?;
        let (whole, begun): (Vec<Model>, Vec<Model>) =
            rows.into_iter().partition(|row| row.attached_at.is_some());
        erased += (whole.len() + begun.len()) as u64;
        let ids = |rows: &[Model]| rows.iter().map(|row| row.id.0).collect::<Vec<Uuid>>();
        delete(tx, &ids(&begun)).await?;
        note(tx, &ids(&whole)).await?;
        let nothing = ActiveModel {
            name: Set(Personal::default()),
            pieces: Set(written(&[])),
            erased_at: Set(Some(tx.now())),
            ..Default::default()
        };
        let these = Column::Id.is_in(bulk::padded(&ids(&whole)));
        Entity::update_many().set(nothing).filter(these).exec(&tx.db).await?;
    }
    Ok(erased)
}

async fn ids_of(tx: &Tx<'_>, of: &[Uuid]) -> Result<Vec<Uuid>> {
    let rows = bulk::find::<Entity>(&tx.db, Column::SubmissionId, of).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// Their rows now, their bytes once that is so.
pub(super) async fn delete(tx: &Tx<'_>, ids: &[Uuid]) -> Result<()> {
    note(tx, ids).await?;
    bulk::delete::<Entity>(&tx.db, Column::Id, ids).await
}

async fn note(tx: &Tx<'_>, ids: &[Uuid]) -> Result<()> {
    let gone = ids.iter().map(|id| removed_attachment::Model { id: AttachmentId(*id) });
    bulk::upsert::<removed_attachment::Entity>(&tx.db, gone.collect()).await
}
