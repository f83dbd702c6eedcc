//! The last byte of a file is in: it is looked into, and is part of the submission from then on.

use entity::id::SubmissionId;
use entity::submission_attachment::{ActiveModel, Entity, Model};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::receive::{OTHERS, Receiving};
use super::{Piece, Stored, check_open, keep_change, remove, written};
use crate::domain::attachment::{Kind, inspect};
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::kit::hash::hex;
use crate::service::content::refused;

/// Attaches what lies in these pieces; what is not taken is removed, and told.
pub async fn complete(upload: &Receiving, of: SubmissionId, pieces: &[Piece]) -> Result<()> {
    let (app, row) = (&upload.app, &upload.row);
    let (kind, sha256) = looked_into(upload, pieces).await?;
    let tx = app.begin_for(upload.arrival.author()).await?;
    let mut stored = Stored::held_by_id(&tx, of).await?;
    let target = check_open(&tx, &stored, upload.arrival).await?;
    let whole = ActiveModel {
        expires_at: Set(None),
        attached_at: Set(Some(upload.arrival.at)),
        ..whole(row.bytes, pieces, kind, sha256)
    };
    let taken = Entity::update_many().set(whole).filter(upload.is_as_it_was()).exec(&tx.db).await?;
    if taken.rows_affected != 1 {
        return Err(Error::Conflict(OTHERS.into()));
    }
    keep_change(&tx, &mut stored, &target, upload.arrival).await?;
    tx.save().await
}

/// Looks into what came along with a submission, and keeps what it is until the submission is made.
pub async fn seal(upload: &Receiving) -> Result<Model> {
    let (kind, sha256) = looked_into(upload, &upload.pieces).await?;
    let sealed = ActiveModel {
        bytes: Set(upload.row.received),
        ..whole(upload.row.received, &upload.pieces, kind, sha256)
    };
    let tx = upload.app.begin_for(upload.arrival.author()).await?;
    let sealed = Entity::update_many().set(sealed).filter(upload.is_as_it_was());
    let sealed = sealed.exec_with_returning(&tx.db).await?.pop().ok_or(Error::Conflict(OTHERS.into()))?;
    tx.save().await?;
    Ok(sealed)
}

fn whole(received: i64, pieces: &[Piece], kind: Kind, sha256: String) -> ActiveModel {
    ActiveModel {
        received: Set(received),
        pieces: Set(written(pieces)),
        media_type: Set(Some(kind.media_type().to_owned())),
        sha256: Set(Some(sha256)),
        ..Default::default()
    }
}

/// What it is, and its digest.
async fn looked_into(upload: &Receiving, pieces: &[Piece]) -> Result<(Kind, String)> {
    let (app, row) = (&upload.app, &upload.row);
    let ids: Vec<Uuid> = pieces.iter().map(|piece| piece.id).collect();
    let name = row.name.0.clone();
    let look = move |bytes: &[u8]| (inspect(&name, bytes), hex(&Sha256::digest(bytes)));
    let (kind, sha256) = app.attachments.examine(row.id.0, &ids, look).await?;
    match kind {
        Ok(kind) => Ok((kind, sha256)),
        Err(why) => {
            remove::give_up(upload).await?;
            Err(refused("file", Code::Invalid, &why))
        }
    }
}
