//! What was kept long enough goes: contacts some months after the decision, and drafts that nobody went on with.

use std::collections::{BTreeSet, HashMap};

use entity::id::{CallId, SubmissionId};
use entity::instant::Instant;
use entity::{call, mail, spent_challenge, submission, submission_contact};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::forget;
use crate::app::{App, Tx, bulk, job};
use crate::error::Result;
use crate::kit::wall;
use crate::service::submission::{attachment, event};

const JOB: &str = "retention";
/// A draft that nobody has touched for so long goes, in milliseconds: 90 days.
const DRAFT_MILLIS: i64 = 90 * 24 * 3_600_000;
/// A mail that was given up is kept for so long, in milliseconds: 30 days.
const GIVEN_UP_MILLIS: i64 = 30 * 24 * 3_600_000;
/// Drafts looked at in one go.
const SOME: u64 = 500;

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    pub contacts: u64,
    pub drafts: u64,
}

/// Erases what is due, unless that was done within the hour, here or on another node.
pub async fn erase_due(app: &App) -> Result<Due> {
    let tx = app.begin().await?;
    if job::claim(JOB, tx.now()).exec(&tx.db).await?.rows_affected == 0 {
        return Ok(Due::default());
    }
    let due = decided_long_ago(&tx).await?;
    let uuids: Vec<Uuid> = due.iter().map(|id| id.0).collect();
    attachment::erase(&tx, &uuids).await?;
    let gone = forget(&tx, &due).await?;
    event::note_unseen(&tx, &due, "contact_erased").await?;
    let drafts = erase_drafts(&tx).await?;
    prune(&tx).await?;
    tx.save().await?;
    app.removal_bell.notify_one();
    Ok(Due { contacts: gone.contacts, drafts })
}

/// Those whose contact was kept for as long as their call says.
async fn decided_long_ago(tx: &Tx<'_>) -> Result<Vec<SubmissionId>> {
    use submission::Column;
    let decided = submission::Entity::find().select_only();
    let decided = decided.columns([Column::Id, Column::CallId, Column::DecidedAt]);
    let decided =
        decided.inner_join(submission_contact::Entity).filter(submission_contact::Column::Salt.ne(""));
    let decided = decided.filter(Column::DecidedAt.lte(Instant(wall::months_before(tx.now().0, 1))));
    let decided: Vec<(SubmissionId, Option<CallId>, Instant)> = decided.into_tuple().all(&tx.db).await?;
    let calls: BTreeSet<Uuid> = decided.iter().filter_map(|(_, call, _)| Some(call.as_ref()?.0)).collect();
    let calls: Vec<Uuid> = calls.into_iter().collect();
    let calls = bulk::find::<call::Entity>(&tx.db, call::Column::Id, &calls).await?;
    let months: HashMap<CallId, i32> =
        calls.into_iter().filter_map(|call| Some((call.id, call.retention_months?))).collect();
    let usual = i32::try_from(tx.app.intake.retention_months).unwrap_or(i32::MAX);
    let due = decided.into_iter().filter(|(_, call, at)| {
        let kept = call.and_then(|id| months.get(&id).copied()).unwrap_or(usual);
        at.0 <= wall::months_before(tx.now().0, kept)
    });
    Ok(due.map(|(id, ..)| id).collect())
}

/// What nobody asks for any more: mails that were given up, and challenges that expired.
async fn prune(tx: &Tx<'_>) -> Result<()> {
    let old = Instant(tx.now().0.saturating_sub(GIVEN_UP_MILLIS));
    let mails = mail::Entity::delete_many().filter(mail::Column::DueAt.is_null());
    mails.filter(mail::Column::CreatedAt.lte(old)).exec(&tx.db).await?;
    let expired = spent_challenge::Column::ExpiresAt.lte(tx.now());
    spent_challenge::Entity::delete_many().filter(expired).exec(&tx.db).await?;
    Ok(())
}

async fn erase_drafts(tx: &Tx<'_>) -> Result<u64> {
    let old = Instant(tx.now().0.saturating_sub(DRAFT_MILLIS));
    let mut erased = 0;
    loop {
        let drafts = submission::Entity::find().filter(submission::Column::SubmittedAt.is_null());
        let drafts =
            drafts.filter(submission::Column::UpdatedAt.lte(old)).order_by_asc(submission::Column::Id);
        // Held: whoever submits one now is waited for, and then it is no draft.
        let drafts = drafts.limit(SOME).lock_exclusive().all(&tx.db).await?;
        if drafts.is_empty() {
            return Ok(erased);
        }
        erased += drafts.len() as u64;
        let named: Vec<SubmissionId> = drafts.iter().map(|draft| draft.id).collect();
        event::note_unseen(tx, &named, "draft_erased").await?;
        let ids: Vec<Uuid> = named.iter().map(|id| id.0).collect();
        attachment::remove_all(tx, &ids).await?;
        bulk::delete::<submission_contact::Entity>(&tx.db, submission_contact::Column::SubmissionId, &ids)
            .await?;
        bulk::delete::<submission::Entity>(&tx.db, submission::Column::Id, &ids).await?;
    }
}
