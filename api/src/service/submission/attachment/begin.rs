//! A file is announced: its name and length, before there is a byte of it.

use entity::id::{AttachmentId, SubmissionId};
use entity::submission_attachment::{Column, Entity, Model};
use entity::submission_contact::Personal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Receiving, Stored, check_open, expiry, remove, written};
use crate::app::{App, Tx, bulk, number};
use crate::domain::attachment::{BYTES, FILES, KEPT, check_name};
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::platform::attempts::Who;
use crate::service::content::refused;
use crate::service::session::attempts;
use crate::service::submission::Arrival;

/// What is announced.
#[derive(Debug)]
pub struct Announced {
    pub name: String,
    pub bytes: u64,
}

/// Makes room for a file; it is part of the submission once all of it came in.
pub async fn begin(app: &App, arrival: Arrival, of: SubmissionId, file: Announced) -> Result<Model> {
    let from = arrival.from.map(|from| Who::uploading(from, app.intake.files_per_address));
    let mut counted = attempts::begin(app, from)?;
    let outcome = begin_one(app, arrival, of, file).await;
    if outcome.is_err() {
        counted.withdraw();
    }
    outcome
}

async fn begin_one(app: &App, arrival: Arrival, of: SubmissionId, file: Announced) -> Result<Model> {
    let mut check = Check::new(0);
    check_name(&mut check, &file.name);
    match file.bytes {
        0 => check.wrong("bytes", Code::Invalid, "is empty: choose a file with something in it"),
        bytes if bytes > BYTES => {
            let message = format!("is larger than {} MiB: make it smaller, or send it in parts", BYTES >> 20);
            check.wrong("bytes", Code::TooLong, message);
        }
        _ => {}
    }
    let mistakes = check.into_mistakes();
    if !mistakes.is_empty() {
        return Err(Error::Mistakes(mistakes));
    }
    check_space(app, file.bytes).await?;
    let tx = app.begin_for(arrival.author()).await?;
    let stored = Stored::held_by_id(&tx, of).await?;
    check_open(&tx, &stored, arrival).await?;
    let position = next(&tx, of).await?;
    insert(tx, (Some(of), position), file).await
}

/// Begins a file that comes along with a submission; how long it is shows at its end.
pub async fn stage(app: &App, arrival: Arrival, position: i32, name: String) -> Result<Receiving> {
    let from = arrival.from.map(|from| Who::uploading(from, app.intake.files_per_address));
    let mut counted = attempts::begin(app, from)?;
    let mut check = Check::new(0);
    check_name(&mut check, &name);
    let mistakes = check.into_mistakes();
    if !mistakes.is_empty() {
        counted.withdraw();
        return Err(Error::Mistakes(mistakes));
    }
    check_space(app, 0).await?;
    let tx = app.begin_for(arrival.author()).await?;
    let row = insert(tx, (None, position), Announced { name, bytes: BYTES }).await?;
    Receiving::open(app, arrival, row, 0)
}

async fn insert(tx: Tx<'_>, (of, position): (Option<SubmissionId>, i32), file: Announced) -> Result<Model> {
    let row = Model {
        id: AttachmentId::new(tx.now()),
        submission_id: of,
        position,
        name: Personal(file.name),
        bytes: i64::try_from(file.bytes).expect("20 MiB fit"),
        received: 0,
        pieces: written(&[]),
        media_type: None,
        sha256: None,
        created_at: tx.now(),
        expires_at: Some(expiry(tx.now())),
        attached_at: None,
        removed_at: None,
        erased_at: None,
    };
    bulk::insert::<Entity>(&tx.db, vec![row.clone()]).await?;
    tx.save().await?;
    Ok(row)
}

/// Its place behind the others of the submission; an error if there are enough. An upload of which nothing came makes
/// room: whoever began it may never have learnt where it is.
async fn next(tx: &Tx<'_>, of: SubmissionId) -> Result<i32> {
    let kept = Entity::find().filter(Column::SubmissionId.eq(of)).order_by_asc(Column::Position);
    let kept = kept.all(&tx.db).await?;
    let place = kept.iter().map(|row| row.position + 1).max().unwrap_or_default();
    if kept.iter().filter(|row| row.removed_at.is_none()).count() >= FILES {
        let Some(empty) = kept.iter().find(|row| row.received == 0) else {
            let message = format!("has {FILES} files, those being uploaded too: remove one first");
            return Err(refused(super::SUBMISSION, Code::TooMany, &message));
        };
        remove::delete(tx, &[empty.id.0]).await?;
        return Ok(place);
    }
    if kept.len() >= KEPT {
        let message =
            format!("had {KEPT} files, with those it was submitted with before: write to the secretariat");
        return Err(refused(super::SUBMISSION, Code::TooMany, &message));
    }
    Ok(place)
}

/// An error if all of them together are enough. What is announced and never comes takes no room.
pub(super) async fn check_space(app: &App, bytes: u64) -> Result<()> {
    let all = Entity::find().filter(Column::ErasedAt.is_null());
    let all = number::sum(&app.db.reader, all, Column::Received).await?;
    if all.saturating_add(bytes) > app.intake.attachments {
        tracing::warn!(
            bytes = all,
            "no more attachments are taken: they fill what the setting attachments-size allows"
        );
        let message = "finds no room here now: submit without it, and write to the secretariat";
        return Err(refused("bytes", Code::Unavailable, message));
    }
    Ok(())
}
