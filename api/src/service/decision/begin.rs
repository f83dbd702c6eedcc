//! Judging begins, and begins again.

use entity::id::SubmissionId;
use entity::submission::{Column, State};
use entity::{call, cluster, submission, submission_decision};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{MOST, require, sent_in_for, still_open};
use crate::app::{App, Tx};
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::domain::submission::{Step, next};
use crate::error::{Error, Result};
use crate::service::content::refused;
use crate::service::submission::{Aim, Stored, event};

/// Takes all that was submitted for a call or a cluster under review: its senders can change it no more. How many.
pub async fn start_review(app: &App, author: Author, aim: Aim, reason: Option<String>) -> Result<u64> {
    require(&author)?;
    check_reason(reason.as_deref())?;
    let tx = app.begin_for(author).await?;
    check_closed(&tx, aim).await?;
    let mut begun = 0;
    loop {
        let rows = sent_in_for(aim).filter(Column::State.eq(State::Submitted)).order_by_asc(Column::Id);
        let rows = rows.limit(MOST as u64).lock_exclusive().all(&tx.db).await?;
        if rows.is_empty() {
            break;
        }
        begun += rows.len() as u64;
        let moved = rows.into_iter().map(|row| {
            let state =
                next(row.state, Step::Review).map_err(|why| refused("call", Code::InvalidState, why))?;
            Ok((submission::Model { state, ..row }, reason.clone()))
        });
        event::advance(&tx, moved.collect::<Result<_>>()?).await?;
    }
    tx.save().await?;
    Ok(begun)
}

/// Has a submission judged once more that was shortlisted or rejected.
pub async fn reopen(
    app: &App,
    author: Author,
    (id, expected_version): (SubmissionId, i32),
    reason: Option<String>,
) -> Result<Stored> {
    require(&author)?;
    check_reason(reason.as_deref())?;
    let tx = app.begin_for(author).await?;
    let found = super::held(&tx.db, &[id.0]).await?.pop();
    let row = found.ok_or_else(|| refused("id", Code::NotFound, super::prepare::NO_SUBMISSION))?;
    let stored = Stored::of(&tx.db, row).await?;
    stored.unchanged(expected_version)?;
    let state = next(stored.row.state, Step::Reopen).map_err(|why| refused("id", Code::InvalidState, why))?;
    let row = submission::Model { state, decided_at: None, ..stored.row };
    submission_decision::Entity::delete_by_id(id).exec(&tx.db).await?;
    event::advance(&tx, vec![(row, reason)]).await?;
    let again = submission::Entity::find_by_id(id).one(&tx.db).await?;
    let row = again.ok_or(Error::NotFound("the submission"))?;
    tx.save().await?;
    Ok(Stored { row, contact: stored.contact })
}

fn check_reason(reason: Option<&str>) -> Result<()> {
    let mut check = Check::new(0);
    check.optional_text("reason", reason, limits::SUMMARY_CHARS);
    let mistakes = check.into_mistakes();
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Mistakes(mistakes)) }
}

async fn check_closed(tx: &Tx<'_>, aim: Aim) -> Result<()> {
    match aim {
        Aim::Call(id) => {
            let call = call::Entity::find_by_id(id).one(&tx.db).await?;
            let call = call.ok_or_else(|| {
                refused("call", Code::NotFound, "is the id of no call: give one as `calls` answers it")
            })?;
            match still_open(&call, tx.now()) {
                Some(why) => Err(refused("call", Code::InvalidState, &why)),
                None => Ok(()),
            }
        }
        Aim::Cluster(id) => match cluster::Entity::find_by_id(id).one(&tx.db).await? {
            Some(_) => Ok(()),
            None => Err(refused(
                "cluster",
                Code::NotFound,
                "is the id of no cluster: give one as `clusters` answers it",
            )),
        },
    }
}
