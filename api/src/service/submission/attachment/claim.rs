//! Files that came along with a submission become part of it, in the unit of work that makes it.

use entity::id::SubmissionId;
use entity::submission_attachment::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::remove::delete;
use crate::app::{App, Tx, bulk};
use crate::error::{Error, Result};
use crate::service::submission::Arrival;

/// All of these, whole as they are; as they are then.
pub async fn claim(tx: &Tx<'_>, files: Vec<Model>, of: SubmissionId, arrival: Arrival) -> Result<Vec<Model>> {
    if files.is_empty() {
        return Ok(files);
    }
    let part_of_it = ActiveModel {
        submission_id: Set(Some(of)),
        attached_at: Set(Some(arrival.at)),
        expires_at: Set(None),
        ..Default::default()
    };
    let ids: Vec<Uuid> = files.iter().map(|file| file.id.0).collect();
    let waiting = Entity::update_many().set(part_of_it).filter(Column::Id.is_in(bulk::padded(&ids)));
    let waiting = waiting.filter(Column::SubmissionId.is_null()).filter(Column::Sha256.is_not_null());
    if waiting.exec(&tx.db).await?.rows_affected != ids.len() as u64 {
        return Err(Error::Conflict(
            "a file that came along is not here any more: send all of it again".into(),
        ));
    }
    let at = Some(arrival.at);
    let attached = |file| Model { submission_id: Some(of), attached_at: at, expires_at: None, ..file };
    Ok(files.into_iter().map(attached).collect())
}

/// Those of these that became part of nothing go at once. What is left when that fails goes within a day.
pub async fn discard(app: &App, files: &[Uuid]) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let tx = app.begin().await?;
    let waiting = Entity::find().filter(Column::Id.is_in(bulk::padded(files)));
    let waiting = waiting.filter(Column::SubmissionId.is_null()).all(&tx.db).await?;
    delete(&tx, &waiting.iter().map(|row| row.id.0).collect::<Vec<_>>()).await?;
    tx.save().await?;
    app.removal_bell.notify_one();
    Ok(())
}
