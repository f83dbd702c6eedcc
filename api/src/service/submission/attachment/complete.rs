//! The last byte of a file is in: it is looked into, and is part of the submission from then on.

use entity::submission_attachment::{ActiveModel, Entity};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::receive::{OTHERS, Receiving};
use super::{Piece, Stored, check_open, keep_change, remove, written};
use crate::domain::attachment::inspect;
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::kit::hash::hex;
use crate::service::content::refused;

/// Attaches what lies in these pieces; what is not taken is removed, and told.
pub async fn complete(upload: &mut Receiving, pieces: &[Piece]) -> Result<()> {
    let (app, row) = (&upload.app, &upload.row);
    let ids: Vec<Uuid> = pieces.iter().map(|piece| piece.id).collect();
    let name = row.name.0.clone();
    let look = move |bytes: &[u8]| (inspect(&name, bytes), hex(&Sha256::digest(bytes)));
    let (kind, sha256) = app.attachments.examine(row.id.0, &ids, look).await?;
    let kind = match kind {
        Ok(kind) => kind,
        Err(why) => {
            remove::give_up(app, row).await?;
            return Err(refused("file", Code::Invalid, &why));
        }
    };
    let tx = app.begin_for(upload.arrival.author()).await?;
    let mut stored = Stored::held_by_id(&tx, row.submission_id).await?;
    let target = check_open(&tx, &stored, upload.arrival).await?;
    let whole = ActiveModel {
        received: Set(row.bytes),
        pieces: Set(written(pieces)),
        media_type: Set(Some(kind.media_type().to_owned())),
        sha256: Set(Some(sha256)),
        expires_at: Set(None),
        attached_at: Set(Some(upload.arrival.at)),
        ..Default::default()
    };
    let taken = Entity::update_many().set(whole).filter(upload.is_as_it_was()).exec(&tx.db).await?;
    if taken.rows_affected != 1 {
        return Err(Error::Conflict(OTHERS.into()));
    }
    keep_change(&tx, &mut stored, &target, upload.arrival).await?;
    tx.save().await
}
