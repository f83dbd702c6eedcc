//! A reviewer judges a submission.

use entity::id::SubmissionId;
use entity::review;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use super::audit::{self, Subject};
use super::held::{conflict, held, last_version};
use super::judgement::criteria;
use super::plan::plans;
use crate::app::{App, Tx, bulk};
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::criteria::Criterion;
use crate::domain::diff::{self, Conflict};
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::review::phase::Rules;
use crate::domain::review::{is_judged, score::Scores};
use crate::domain::stored;
use crate::error::{Error, Result};
use crate::service::content::refused;
use crate::service::submission::Stored;

/// Characters of a comment.
const COMMENT_CHARS: usize = 10_000;

/// What somebody thinks of a submission; what is left out stays as it was.
#[derive(Clone, Debug)]
pub struct Given {
    pub submission: SubmissionId,
    /// That of their review; 0 where there is none yet.
    pub expected_version: i32,
    /// By the key of the criterion.
    pub scores: Option<Vec<(String, i32)>>,
    pub committee_comment: Option<String>,
    pub submitter_comment: Option<String>,
}

/// Saves the review of whoever gives it, while a phase is open that takes it.
pub async fn save(app: &App, author: Author, given: Given) -> Result<()> {
    permission::require(&author.actor, Action::Review, Thing::Any)?;
    let reviewer = author.actor.signed_in()?.clone();
    let tx = app.begin_for(author).await?;
    let stored = held(&tx, given.submission).await?;
    if conflict(&tx, &stored, &reviewer).await?.is_some() {
        let message = "is one that you have a conflict of interest with: leave it to the others";
        return Err(refused("submission", Code::InvalidState, message));
    }
    let rules = rules(&tx, &stored).await?;
    let before = review::Entity::find_by_id((given.submission, reviewer.user)).one(&tx.db).await?;
    let before = before.unwrap_or(review::Model {
        submission_id: given.submission,
        user_id: reviewer.user,
        number: 0,
        scores: "{}".to_owned(),
        committee_comment: String::new(),
        submitter_comment: String::new(),
        created_at: tx.now(),
        updated_at: tx.now(),
        version: 0,
    });
    let expected_version = given.expected_version;
    let after = changed(&tx, (&stored, &before), rules, given).await?;
    if before.version != expected_version {
        let fields = diff::between(&document(&before)?, &document(&after)?);
        return Err(Error::Stale(Conflict::new(before.version, fields, Vec::new())));
    }
    let (id, detail) = (
        after.submission_id,
        json!({ "version": after.version, "of": after.number,
        "scores": stored::json::<Scores>(&after.scores)? }),
    );
    bulk::upsert::<review::Entity>(&tx.db, vec![after]).await?;
    audit::note(&tx, Subject::Submission(id), "review.saved", detail).await?;
    tx.save().await
}

/// What holds now, of a submission that is judged.
async fn rules(tx: &Tx<'_>, stored: &Stored) -> Result<Rules> {
    let row = &stored.row;
    if !is_judged(row.state) {
        let message = "is not judged any more: it was decided on, or withdrawn";
        return Err(refused("submission", Code::InvalidState, message));
    }
    let phases = plans(&tx.db, row.call_id).await?.into_values().next().unwrap_or_default();
    let rules = Rules::at(&phases, tx.now());
    if rules.are_open() {
        return Ok(rules);
    }
    let message = "is not judged now: no phase of the review is open, `reviewPlan` tells when one is";
    Err(refused("submission", Code::InvalidState, message))
}

/// The review with this laid over it; an error with every mistake.
async fn changed(
    tx: &Tx<'_>,
    (stored, before): (&Stored, &review::Model),
    rules: Rules,
    given: Given,
) -> Result<review::Model> {
    let criteria = criteria(&tx.db, stored.row.call_id).await?;
    let mut check = Check::new(0);
    let mut after = before.clone();
    if let Some(scores) = &given.scores {
        let scores = Scores::read(scores, &criteria, &mut check);
        after.scores = serde_json::to_string(&scores).expect("scores are plain JSON");
    }
    check_scores(&mut check, rules, (before, &after), &criteria)?;
    let comments = [
        ("committeeComment", given.committee_comment, &mut after.committee_comment),
        ("submitterComment", given.submitter_comment, &mut after.submitter_comment),
    ];
    for (field, given, target) in comments {
        let Some(comment) = given else { continue };
        check.text(field, &comment, COMMENT_CHARS);
        if !rules.may_comment && comment != *target {
            check.wrong(field, Code::InvalidState, "is not taken in this phase, which is for scores alone");
        }
        *target = comment;
    }
    let mistakes = check.into_mistakes();
    if !mistakes.is_empty() {
        return Err(Error::Mistakes(mistakes));
    }
    after.number = last_version(&tx.db, before.submission_id).await?;
    (after.updated_at, after.version) = (tx.now(), before.version.saturating_add(1));
    Ok(after)
}

/// Where scores are asked for they are there; where they are not, they stay as they were.
fn check_scores(
    check: &mut Check,
    rules: Rules,
    (before, after): (&review::Model, &review::Model),
    criteria: &[Criterion],
) -> Result<()> {
    let is_empty = stored::json::<Scores>(&after.scores)?.is_empty();
    if !rules.may_score && after.scores != before.scores {
        check.wrong("scores", Code::InvalidState, "are not taken in this phase, which is for comments alone");
    } else if rules.may_score && !criteria.is_empty() && is_empty && check.is_clean() {
        check.wrong("scores", Code::Required, "are required: 0 to 100 for each criterion of the call");
    }
    Ok(())
}

/// As it is compared.
fn document(review: &review::Model) -> Result<Value> {
    Ok(json!({
        "scores": stored::json::<Value>(&review.scores)?,
        "committeeComment": review.committee_comment,
        "submitterComment": review.submitter_comment,
    }))
}
