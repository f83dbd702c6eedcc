//! What is told of submissions beside themselves: of a whole page in one statement each, and only where it is asked for.

use std::collections::HashMap;

use entity::audit_event::Actor;
use entity::id::SubmissionId;
use entity::instant::Instant;
use entity::submission_attachment::Model as Attachment;
use entity::{
    call, submission_event, submission_form, submission_outcome, submission_redaction, submission_version,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use super::document::digest;
use super::outcome::outcomes;
use super::prepared::{Prepared, prepared};
use super::{Seen, Stored, attachment, receipt};
use crate::app::App;
use crate::domain::review::is_released;
use crate::domain::review::sight::{Sight, Viewer};
use crate::error::Result;
use crate::service::key;
use crate::service::review::{self, Judgement, Reviewer};

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field that a caller asks for or not")]
pub struct Wanted {
    pub form: bool,
    pub form_changed: bool,
    pub history: bool,
    pub versions: bool,
    pub attachments: bool,
    /// With the versions.
    pub receipts: bool,
    /// Only for those who decide.
    pub decision: bool,
    pub outcome: bool,
    pub reviews: bool,
    pub feedback: bool,
    pub redaction: bool,
    pub reviewers: bool,
    pub conflicts: bool,
}

/// A submission with what was asked for.
#[derive(Debug)]
pub struct Told {
    pub stored: Stored,
    pub sight: Sight,
    /// JSON Schema: the form it was begun with; `None` without one.
    pub form: Option<String>,
    /// Whether its call has another one by now.
    pub is_form_changed: bool,
    /// What became of it, in order.
    pub history: Vec<submission_event::Model>,
    /// As it was submitted each time, in order.
    pub versions: Vec<Version>,
    /// Files that are part of it; none for those who judge blindly.
    pub attachments: Vec<Attachment>,
    /// For those who oversee: what is prepared.
    pub decision: Option<Prepared>,
    /// What came of it.
    pub outcome: Option<submission_outcome::Model>,
    pub review: Review,
}

/// What is told of its review; nothing that whoever asks may not read.
#[derive(Debug, Default)]
pub struct Review {
    pub judgements: Vec<Judgement>,
    /// What reviewers wrote to its sender, who reads it once the decision was released.
    pub feedback: Vec<String>,
    /// For those who oversee.
    pub redaction: Option<submission_redaction::Model>,
    /// For those who oversee: who is assigned.
    pub reviewers: Vec<Reviewer>,
    /// For those who oversee: who declared a conflict.
    pub conflicts: Vec<Reviewer>,
}

/// That something was submitted; what, is read by itself.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Version {
    pub submission_id: SubmissionId,
    pub number: i32,
    /// SHA-256 of the document, in base64url.
    pub hash: String,
    pub at: Instant,
    /// Signed; `None` unless it was asked for.
    #[sea_orm(skip)]
    pub receipt: Option<String>,
}

/// All of these, in their order.
pub async fn told(app: &App, rows: Vec<Seen>, wanted: Wanted) -> Result<Vec<Told>> {
    let ids: Vec<SubmissionId> = rows.iter().map(|one| one.stored.row.id).collect();
    let forms = if wanted.form { forms(app, &rows).await? } else { HashMap::new() };
    let now = if wanted.form_changed { forms_now(app, &rows).await? } else { HashMap::new() };
    let mut histories = if wanted.history { histories(app, &ids).await? } else { HashMap::new() };
    if wanted.receipts {
        key::freshen(app).await?;
    }
    let mut versions = if wanted.versions { versions(app, &ids).await? } else { HashMap::new() };
    let mut files = if wanted.attachments { files(app, &rows).await? } else { HashMap::new() };
    let mut decisions = if wanted.decision { prepared(app, &rows).await? } else { HashMap::new() };
    let mut outcomes = if wanted.outcome { outcomes(app, &rows).await? } else { HashMap::new() };
    let mut reviews = of_review(app, &rows, wanted).await?;
    let each = rows.into_iter().map(|Seen { stored, sight }| {
        let row = &stored.row;
        let form = row.form_hash.as_ref().and_then(|hash| forms.get(hash).cloned());
        let current = row.call_id.and_then(|call| now.get(&call));
        let is_form_changed = current.is_some_and(|current| *current != row.form_hash);
        let mut history = histories.remove(&row.id).unwrap_or_default();
        if sight.is_blind {
            history.iter_mut().for_each(without_words);
        }
        let mut versions = versions.remove(&row.id).unwrap_or_default();
        if wanted.receipts && sight.reviewer().is_none() {
            receipt::sign(app, row, &mut versions)?;
        }
        let attachments = files.remove(&row.id).unwrap_or_default();
        let (decision, outcome) = (decisions.remove(&row.id), outcomes.remove(&row.id));
        let review = reviews.remove(&row.id).unwrap_or_default();
        Ok(Told {
            stored,
            sight,
            form,
            is_form_changed,
            history,
            versions,
            attachments,
            decision,
            outcome,
            review,
        })
    });
    each.collect()
}

/// Whoever sent it in may say in a reason who they are.
fn without_words(event: &mut submission_event::Model) {
    if event.actor == Actor::Anonymous {
        event.reason = None;
    }
}

async fn of_review(app: &App, rows: &[Seen], wanted: Wanted) -> Result<HashMap<SubmissionId, Review>> {
    let db = &app.db.reader;
    let of = |rows: Vec<&Seen>| rows.into_iter().map(|one| one.stored.row.id).collect::<Vec<_>>();
    let is_overseen = |one: &&Seen| one.sight.viewer == Viewer::Overseer;
    let overseen = of(rows.iter().filter(is_overseen).collect());
    let is_told = |one: &&Seen| one.sight.viewer == Viewer::Sender && is_released(one.stored.row.state);
    let released = of(rows.iter().filter(is_told).collect());
    let mut found: HashMap<SubmissionId, Review> = HashMap::new();
    if wanted.reviews {
        for (id, judgements) in review::judgements(app, rows).await? {
            found.entry(id).or_default().judgements = judgements;
        }
    }
    if wanted.feedback {
        for (id, feedback) in review::feedback(db, &released).await? {
            found.entry(id).or_default().feedback = feedback;
        }
    }
    if wanted.redaction {
        for (id, redaction) in review::redactions(db, &overseen).await? {
            found.entry(id).or_default().redaction = Some(redaction);
        }
    }
    if wanted.reviewers {
        for (id, reviewers) in review::reviewers(db, &overseen).await? {
            found.entry(id).or_default().reviewers = reviewers;
        }
    }
    if wanted.conflicts {
        for (id, conflicts) in review::conflicts(db, &overseen).await? {
            found.entry(id).or_default().conflicts = conflicts;
        }
    }
    Ok(found)
}

async fn forms(app: &App, rows: &[Seen]) -> Result<HashMap<String, String>> {
    let hashes = rows.iter().filter_map(|one| one.stored.row.form_hash.clone());
    let found = submission_form::Entity::find().filter(submission_form::Column::Hash.is_in(hashes));
    let found = found.all(&app.db.reader).await?;
    Ok(found.into_iter().map(|row| (row.hash, row.form)).collect())
}

/// The digest of the form that each call has now.
async fn forms_now(app: &App, rows: &[Seen]) -> Result<HashMap<entity::id::CallId, Option<String>>> {
    let calls = rows.iter().filter_map(|one| one.stored.row.call_id);
    let found = call::Entity::find().filter(call::Column::Id.is_in(calls)).all(&app.db.reader).await?;
    Ok(found.into_iter().map(|call| (call.id, call.form.map(|form| digest(&form)))).collect())
}

async fn files(app: &App, rows: &[Seen]) -> Result<HashMap<SubmissionId, Vec<Attachment>>> {
    let shown = rows.iter().filter(|one| !one.sight.is_blind).map(|one| one.stored.row.id);
    attachment::attached(&app.db.reader, &shown.collect::<Vec<_>>()).await
}

async fn histories(
    app: &App,
    ids: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Vec<submission_event::Model>>> {
    use submission_event::Column;
    let rows = submission_event::Entity::find().filter(Column::SubmissionId.is_in(ids.iter().copied()));
    let rows = rows.order_by_asc(Column::Version).all(&app.db.reader).await?;
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        found.entry(row.submission_id).or_default().push(row);
    }
    Ok(found)
}

async fn versions(app: &App, ids: &[SubmissionId]) -> Result<HashMap<SubmissionId, Vec<Version>>> {
    use submission_version::Column;
    let rows = submission_version::Entity::find().select_only();
    let rows = rows.columns([Column::SubmissionId, Column::Number, Column::Hash, Column::At]);
    let rows = rows.filter(Column::SubmissionId.is_in(ids.iter().copied())).order_by_asc(Column::Number);
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows.into_model::<Version>().all(&app.db.reader).await? {
        found.entry(row.submission_id).or_default().push(row);
    }
    Ok(found)
}
