//! What is told of submissions beside themselves: of a whole page in one statement each, and only where it is asked for.

use std::collections::HashMap;

use entity::id::SubmissionId;
use entity::instant::Instant;
use entity::{call, submission_decision, submission_event, submission_form, submission_version};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use super::document::digest;
use super::{Aim, Mail, Stored, Titles, receipt};
use crate::app::{App, bulk};
use crate::domain::actor::Actor;
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;
use crate::service::key;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field that a caller asks for or not")]
pub struct Wanted {
    pub form: bool,
    pub form_changed: bool,
    pub history: bool,
    pub versions: bool,
    /// With the versions.
    pub receipts: bool,
    /// Only for those who decide.
    pub decision: bool,
}

/// A submission with what was asked for.
#[derive(Debug)]
pub struct Told {
    pub stored: Stored,
    /// JSON Schema: the form it was begun with; `None` without one.
    pub form: Option<String>,
    /// Whether its call has another one by now.
    pub is_form_changed: bool,
    /// What became of it, in order.
    pub history: Vec<submission_event::Model>,
    /// As it was submitted each time, in order.
    pub versions: Vec<Version>,
    /// What is prepared, and the mail that goes with it.
    pub decision: Option<(submission_decision::Model, Mail)>,
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
pub async fn told(app: &App, rows: Vec<Stored>, wanted: Wanted) -> Result<Vec<Told>> {
    let ids: Vec<SubmissionId> = rows.iter().map(|stored| stored.row.id).collect();
    let forms = if wanted.form { forms(app, &rows).await? } else { HashMap::new() };
    let now = if wanted.form_changed { forms_now(app, &rows).await? } else { HashMap::new() };
    let mut histories = if wanted.history { histories(app, &ids).await? } else { HashMap::new() };
    if wanted.receipts {
        key::freshen(app).await?;
    }
    let mut versions = if wanted.versions { versions(app, &ids).await? } else { HashMap::new() };
    let mut decisions = if wanted.decision { decisions(app, &rows).await? } else { HashMap::new() };
    let each = rows.into_iter().map(|stored| {
        let row = &stored.row;
        let form = row.form_hash.as_ref().and_then(|hash| forms.get(hash).cloned());
        let current = row.call_id.and_then(|call| now.get(&call));
        let is_form_changed = current.is_some_and(|current| *current != row.form_hash);
        let decision = decisions.remove(&row.id);
        let history = histories.remove(&row.id).unwrap_or_default();
        let mut versions = versions.remove(&row.id).unwrap_or_default();
        if wanted.receipts {
            receipt::sign(app, row, &mut versions)?;
        }
        Ok(Told { stored, form, is_form_changed, history, versions, decision })
    });
    each.collect()
}

impl Wanted {
    /// Without what is not for this actor.
    #[must_use]
    pub fn within(self, actor: &Actor) -> Self {
        let may_decide = permission::may(actor, Action::DecideOnSubmissions, Thing::Any);
        Self { decision: self.decision && may_decide, ..self }
    }
}

async fn decisions(
    app: &App,
    rows: &[Stored],
) -> Result<HashMap<SubmissionId, (submission_decision::Model, Mail)>> {
    let (db, of) = (&app.db.reader, submission_decision::Column::SubmissionId);
    let ids: Vec<_> = rows.iter().map(|stored| stored.row.id.0).collect();
    let found = bulk::find::<submission_decision::Entity>(db, of, &ids).await?;
    let mut found: HashMap<_, _> = found.into_iter().map(|row| (row.submission_id, row)).collect();
    let decided: Vec<_> = rows.iter().filter(|stored| found.contains_key(&stored.row.id)).collect();
    let aims: Vec<Aim> = decided.iter().map(|stored| Aim::of(&stored.row)).collect();
    let titles = Titles::of_all(db, &aims).await?;
    let each = decided.into_iter().filter_map(|Stored { row, .. }| {
        let (decision, titles) = (found.remove(&row.id)?, titles.get(&Aim::of(row))?);
        let mail = Mail::of(&decision, row, titles.in_locale(&row.locale));
        Some((row.id, (decision, mail)))
    });
    Ok(each.collect())
}

async fn forms(app: &App, rows: &[Stored]) -> Result<HashMap<String, String>> {
    let hashes = rows.iter().filter_map(|stored| stored.row.form_hash.clone());
    let found = submission_form::Entity::find().filter(submission_form::Column::Hash.is_in(hashes));
    let found = found.all(&app.db.reader).await?;
    Ok(found.into_iter().map(|row| (row.hash, row.form)).collect())
}

/// The digest of the form that each call has now.
async fn forms_now(app: &App, rows: &[Stored]) -> Result<HashMap<entity::id::CallId, Option<String>>> {
    let calls = rows.iter().filter_map(|stored| stored.row.call_id);
    let found = call::Entity::find().filter(call::Column::Id.is_in(calls)).all(&app.db.reader).await?;
    Ok(found.into_iter().map(|call| (call.id, call.form.map(|form| digest(&form)))).collect())
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
