//! Files are read by those who may read the submission.

use std::collections::HashMap;
use std::io;

use bytes::Bytes;
use entity::id::{AttachmentId, SubmissionId};
use entity::submission_attachment::{Column, Entity, Model};
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use tokio_util::io::ReaderStream;
use uuid::Uuid;

use super::pieces;
use crate::app::{App, bulk};
use crate::domain::review::sight::Viewer;
use crate::error::{Error, Result};
use crate::service::submission::Seen;

/// Those that are part of these submissions now, in the order they were begun.
pub async fn attached(
    db: &impl ConnectionTrait,
    of: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Vec<Model>>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    let ids: Vec<Uuid> = of.iter().map(|id| id.0).collect();
    for some in ids.chunks(bulk::IDS) {
        let rows = Entity::find().filter(Column::SubmissionId.is_in(bulk::padded(some)));
        let rows = rows.filter(Column::AttachedAt.is_not_null()).filter(Column::RemovedAt.is_null());
        let rows = rows.order_by_asc(Column::Position).order_by_asc(Column::Id);
        for row in rows.all(db).await? {
            if let Some(of) = row.submission_id {
                found.entry(of).or_default().push(row);
            }
        }
    }
    Ok(found)
}

/// All that is kept of a submission: those it was submitted with before, and those that are being uploaded, too.
pub async fn all(db: &impl ConnectionTrait, of: SubmissionId) -> Result<Vec<Model>> {
    let rows = Entity::find().filter(Column::SubmissionId.eq(of));
    Ok(rows.order_by_asc(Column::Position).order_by_asc(Column::Id).all(db).await?)
}

/// One that is part of the submission, or is about to be; its sender asks.
pub async fn upload(app: &App, of: SubmissionId, id: AttachmentId) -> Result<Option<Model>> {
    let mine = Entity::find_by_id(id).filter(Column::SubmissionId.eq(of)).filter(Column::RemovedAt.is_null());
    Ok(mine.one(&app.db.reader).await?)
}

/// A whole one, as far as it exists for whoever sees the submission: files may tell whose it is, so those who judge
/// blindly have none; those who judge have what counts now; its sender and editors have what it was submitted with
/// before, too.
pub async fn find(app: &App, of: &Seen, id: AttachmentId) -> Result<Option<Model>> {
    if of.sight.is_blind {
        return Ok(None);
    }
    let mine = Entity::find_by_id(id).filter(Column::SubmissionId.eq(of.stored.row.id));
    let found = mine.filter(Column::AttachedAt.is_not_null()).one(&app.db.reader).await?;
    let sees_all = !matches!(of.sight.viewer, Viewer::Reviewer(_));
    Ok(found.filter(|row| sees_all || row.removed_at.is_none()))
}

/// Its bytes, in order; an error when they are not where they should be.
pub async fn stream(app: &App, row: &Model) -> Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>> {
    let (store, file) = (app.attachments.clone(), row.id.0);
    let pieces = pieces(row)?;
    if let Some(first) = pieces.first() {
        let missing = |cause| Error::Environment(format!("the bytes of {} cannot be read: {cause}", row.id));
        store.open(file, first.id).await.map_err(missing)?;
    }
    let opened = stream::iter(pieces).then(move |piece| {
        let store = store.clone();
        async move { store.open(file, piece.id).await.map(ReaderStream::new) }
    });
    Ok(opened.try_flatten().boxed())
}
