//! A file is announced: its name and length, before there is a byte of it.

use entity::id::{AttachmentId, SubmissionId};
use entity::instant::Instant;
use entity::submission_attachment::{Column, Entity, Model};
use entity::submission_contact::Personal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{Receiving, Stored, check_open, expiry, written};
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
    let tx = app.begin_for(arrival.author()).await?;
    let row = insert(tx, (None, position), Announced { name, bytes: BYTES }).await?;
    Receiving::open(app, arrival, row, 0)
}

async fn insert(tx: Tx<'_>, (of, position): (Option<SubmissionId>, i32), file: Announced) -> Result<Model> {
    check_space(&tx, file.bytes).await?;
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

/// Its place behind the others of the submission; an error if there are enough.
async fn next(tx: &Tx<'_>, of: SubmissionId) -> Result<i32> {
    let kept = Entity::find()
        .select_only()
        .columns([Column::Position, Column::RemovedAt])
        .filter(Column::SubmissionId.eq(of));
    let kept: Vec<(i32, Option<Instant>)> = kept.into_tuple().all(&tx.db).await?;
    if kept.iter().filter(|(_, removed)| removed.is_none()).count() >= FILES {
        let message = format!("has {FILES} files, those being uploaded too: remove one first");
        return Err(refused(super::SUBMISSION, Code::TooMany, &message));
    }
    if kept.len() >= KEPT {
        let message =
            format!("had {KEPT} files, with those it was submitted with before: write to the secretariat");
        return Err(refused(super::SUBMISSION, Code::TooMany, &message));
    }
    Ok(kept.iter().map(|(position, _)| position + 1).max().unwrap_or_default())
}

/// An error if all of them together are enough.
async fn check_space(tx: &Tx<'_>, bytes: u64) -> Result<()> {
    let all = number::sum(&tx.db, Entity::find().filter(Column::ErasedAt.is_null()), Column::Bytes).await?;
    if all.saturating_add(bytes) > tx.app.intake.attachments {
        tracing::warn!(
            bytes = all,
            "no more attachments are taken: they fill what the setting attachments-size allows"
        );
        let message = "finds no room here now: submit without it, and write to the secretariat";
        return Err(refused("bytes", Code::Unavailable, message));
    }
    Ok(())
}
