//! Bytes that nothing needs any more are removed.

use entity::id::AttachmentId;
use entity::removed_attachment;
use entity::submission_attachment::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::remove::delete;
use crate::app::{App, bulk};
use crate::error::Result;

/// Files gone through in one go.
const SOME: u64 = 200;

/// Gives up uploads that nobody went on with, and removes the bytes of what went: how many files. However many nodes do
/// it, and wherever one stops, it is done in the end.
pub async fn sweep(app: &App) -> Result<u64> {
    give_up(app).await?;
    let (mut removed, mut after) = (0, Uuid::nil());
    loop {
        let gone = removed_attachment::Entity::find().order_by_asc(removed_attachment::Column::Id);
        let gone = gone.filter(removed_attachment::Column::Id.gt(AttachmentId(after))).limit(SOME);
        let gone: Vec<Uuid> = gone.all(&app.db.reader).await?.into_iter().map(|row| row.id.0).collect();
        let Some(last) = gone.last().copied() else { return Ok(removed) };
        let gone = without_bytes(app, gone).await;
        removed += gone.len() as u64;
        let tx = app.begin().await?;
        bulk::delete::<removed_attachment::Entity>(&tx.db, removed_attachment::Column::Id, &gone).await?;
        tx.save().await?;
        after = last;
    }
}

/// Those of these whose bytes are gone now; the others keep nobody waiting.
async fn without_bytes(app: &App, gone: Vec<Uuid>) -> Vec<Uuid> {
    let mut done = Vec::with_capacity(gone.len());
    for id in gone {
        match app.attachments.remove(id).await {
            Ok(()) => done.push(id),
            Err(error) => {
                tracing::error!(%error, "the bytes of a file that went cannot be removed: it is tried again");
            }
        }
    }
    done
}

async fn give_up(app: &App) -> Result<()> {
    loop {
        let tx = app.begin().await?;
        let over = Entity::find().filter(Column::ExpiresAt.lte(tx.now())).order_by_asc(Column::Id);
        let over = over.limit(SOME).lock_exclusive().all(&tx.db).await?;
        if over.is_empty() {
            return Ok(());
        }
        delete(&tx, &over.iter().map(|row| row.id.0).collect::<Vec<_>>()).await?;
        tx.save().await?;
    }
}
