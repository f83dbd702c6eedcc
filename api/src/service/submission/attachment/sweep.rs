//! Bytes that nothing needs any more are removed.

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
    let mut removed = 0;
    loop {
        let gone =
            removed_attachment::Entity::find().order_by_asc(removed_attachment::Column::Id).limit(SOME);
        let gone: Vec<Uuid> = gone.all(&app.db.reader).await?.into_iter().map(|row| row.id.0).collect();
        if gone.is_empty() {
            return Ok(removed);
        }
        for id in &gone {
            app.attachments.remove(*id).await?;
        }
        removed += gone.len() as u64;
        let tx = app.begin().await?;
        bulk::delete::<removed_attachment::Entity>(&tx.db, removed_attachment::Column::Id, &gone).await?;
        tx.save().await?;
    }
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
