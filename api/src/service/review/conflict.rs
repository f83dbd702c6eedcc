//! Conflicts of interest are declared.

use entity::id::{SubmissionId, UserId};
use entity::{review_assignment, review_conflict, user};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use super::audit::{self, Subject};
use super::held::held;
use crate::app::{App, bulk};
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::error::{Error, Result};
use crate::kit;
use crate::service::content::refused;

/// Who must not judge what, and why.
#[derive(Clone, Debug)]
pub struct Declared {
    pub submission: SubmissionId,
    /// `None`: whoever declares it.
    pub reviewer: Option<UserId>,
    pub reason: String,
}

/// Keeps a reviewer from a submission from now on: it no longer exists for them, and they are not assigned to it any more.
/// Of others editors say so.
pub async fn declare(app: &App, author: Author, declared: Declared) -> Result<review_conflict::Model> {
    let action = if declared.reviewer.is_some() { Action::ManageReviews } else { Action::Review };
    permission::require(&author.actor, action, Thing::Any)?;
    let own = author.actor.signed_in()?.user;
    let mut check = Check::new(0);
    check_reason(&mut check, &declared.reason);
    let mistakes = check.into_mistakes();
    if !mistakes.is_empty() {
        return Err(Error::Mistakes(mistakes));
    }
    let tx = app.begin_for(author).await?;
    let stored = held(&tx, declared.submission).await?;
    let user_id = declared.reviewer.unwrap_or(own);
    if user::Entity::find_by_id(user_id).count(&tx.db).await? == 0 {
        return Err(refused("reviewer", Code::NotFound, "is the id of no user"));
    }
    let submission_id = stored.row.id;
    let row = review_conflict::Model { submission_id, user_id, reason: declared.reason, at: tx.now() };
    bulk::upsert::<review_conflict::Entity>(&tx.db, vec![row.clone()]).await?;
    review_assignment::Entity::delete_by_id((submission_id, user_id)).exec(&tx.db).await?;
    let detail = json!({ "reviewer": user_id });
    audit::note(&tx, Subject::Submission(submission_id), "review.conflict_declared", detail).await?;
    tx.save().await?;
    Ok(row)
}

fn check_reason(check: &mut Check, reason: &str) {
    if kit::text::is_blank(reason) {
        check.wrong("reason", Code::Required, "is required: say in a sentence what the conflict is");
    }
    check.text("reason", reason, limits::SUMMARY_CHARS);
}

/// Takes back what was declared by mistake.
pub async fn remove(app: &App, author: Author, submission: SubmissionId, reviewer: UserId) -> Result<()> {
    permission::require(&author.actor, Action::ManageReviews, Thing::Any)?;
    let tx = app.begin_for(author).await?;
    held(&tx, submission).await?;
    let gone = review_conflict::Entity::delete_by_id((submission, reviewer)).exec(&tx.db).await?;
    if gone.rows_affected == 0 {
        return Err(refused("reviewer", Code::NotFound, "declared no conflict with it"));
    }
    let detail = json!({ "reviewer": reviewer });
    audit::note(&tx, Subject::Submission(submission), "review.conflict_removed", detail).await?;
    tx.save().await
}
