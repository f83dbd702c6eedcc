//! What became of a submission is written down, and told in the audit log.

use entity::id::{AuditEventId, SubmissionId};
use entity::instant::Instant;
use entity::{audit_event, submission, submission_event};
use sea_orm::ActiveEnum;

use super::Arrival;
use crate::app::{Tx, bulk};
use crate::error::Result;

/// Where it stands from the moment the request came in on, and why.
pub async fn note(
    tx: &Tx<'_>,
    row: &submission::Model,
    arrival: Arrival,
    reason: Option<String>,
) -> Result<()> {
    note_all(tx, arrival.at, vec![(row, reason)]).await
}

/// Another version of each, as it now stands, and why.
pub async fn advance(tx: &Tx<'_>, moved: Vec<(submission::Model, Option<String>)>) -> Result<()> {
    let mut rows = Vec::with_capacity(moved.len());
    let mut reasons = Vec::with_capacity(moved.len());
    for (mut row, reason) in moved {
        row.version = row.version.saturating_add(1);
        row.updated_at = tx.now();
        rows.push(row);
        reasons.push(reason);
    }
    note_all(tx, tx.now(), rows.iter().zip(reasons).collect()).await?;
    bulk::upsert::<submission::Entity>(&tx.db, rows).await
}

async fn note_all(tx: &Tx<'_>, at: Instant, noted: Vec<(&submission::Model, Option<String>)>) -> Result<()> {
    let told = noted.iter().map(|(row, _)| audit(tx, at, row.id, &row.state.to_value()));
    let told = told.collect();
    let events = noted.into_iter().map(|(row, reason)| submission_event::Model {
        submission_id: row.id,
        version: row.version,
        state: row.state,
        reason,
        at,
        actor: tx.author.kind(),
        user_id: tx.author.user(),
        origin: tx.author.origin(),
    });
    bulk::insert::<submission_event::Entity>(&tx.db, events.collect()).await?;
    bulk::insert::<audit_event::Entity>(&tx.db, told).await
}

/// Only the audit log tells of what its sender must not see.
pub async fn note_unseen(tx: &Tx<'_>, ids: &[SubmissionId], word: &str) -> Result<()> {
    let told = ids.iter().map(|id| audit(tx, tx.now(), *id, word));
    bulk::insert::<audit_event::Entity>(&tx.db, told.collect()).await
}

fn audit(tx: &Tx<'_>, at: Instant, id: SubmissionId, word: &str) -> audit_event::Model {
    audit_event::Model {
        id: AuditEventId::new(tx.now()),
        at,
        actor: tx.author.kind(),
        user_id: tx.author.user(),
        action: format!("submission.{word}"),
        subject_type: Some("submission".to_owned()),
        subject_id: Some(id.0),
        detail: tx.author.detail(),
        origin: tx.author.origin(),
    }
}
