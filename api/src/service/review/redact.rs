//! What those who judge blindly read of a submission instead of what was sent in.

use std::collections::HashMap;

use entity::id::SubmissionId;
use entity::submission_redaction::{Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Map, Value, json};

use super::audit::{self, Subject};
use super::held::{held, last_version};
use crate::app::{App, bulk};
use crate::domain::change::Author;
use crate::domain::check::{Check, Need};
use crate::domain::diff::{self, Conflict};
use crate::domain::limits;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::{form, stored};
use crate::error::{Error, Result};
use crate::service::input::Body;

/// `None` shows the original; what is empty shows nothing.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    pub title: Option<String>,
    pub summary: Option<String>,
    pub body: Option<Body>,
    pub answers: Option<Map<String, Value>>,
}

impl Redaction {
    pub fn of(row: &Model) -> Result<Self> {
        let body = row.body_format.map(|format| {
            let text = |column: &Option<String>| column.clone().unwrap_or_default();
            Body::of_columns(&text(&row.body_source), format, &text(&row.body_html))
        });
        let answers = row.answers.as_deref().map(stored::json).transpose()?;
        Ok(Self { title: row.title.clone(), summary: row.summary.clone(), body, answers })
    }

    fn check(&self, check: &mut Check) {
        if let Some(title) = &self.title {
            check.title("title", title, Need::Optional);
        }
        if let Some(summary) = &self.summary {
            check.text("summary", summary, limits::SUMMARY_CHARS);
        }
        if let Some(body) = &self.body {
            body.check(check);
        }
        let Some(answers) = self.answers.clone() else { return };
        check.within("answers", |check| {
            for mistake in form::oversize(&Value::Object(answers)) {
                check.wrong_at(&mistake.path, mistake.code, mistake.message);
            }
        });
    }

    fn document(&self) -> Value {
        json!({ "title": self.title, "summary": self.summary, "body": self.body, "answers": self.answers })
    }

    fn into_row(self, id: SubmissionId) -> Model {
        let (source, format, html) = match self.body.map(Body::into_columns) {
            Some((source, format, html)) => (Some(source), Some(format), Some(html)),
            None => (None, None, None),
        };
        Model {
            submission_id: id,
            number: 0,
            title: self.title,
            summary: self.summary,
            body_source: source,
            body_format: format,
            body_html: html,
            answers: self.answers.map(|answers| Value::Object(answers).to_string()),
            version: 0,
            updated_at: entity::instant::Instant(0),
        }
    }
}

/// Lays a change over what was redacted; `expected_version` is 0 where nothing was.
pub async fn redact(
    app: &App,
    author: Author,
    id: SubmissionId,
    expected_version: i32,
    change: impl FnOnce(&mut Redaction, &mut Check),
) -> Result<()> {
    permission::require(&author.actor, Action::ManageReviews, Thing::Any)?;
    let tx = app.begin_for(author).await?;
    held(&tx, id).await?;
    let row = Entity::find_by_id(id).one(&tx.db).await?;
    let current_version = row.as_ref().map_or(0, |row| row.version);
    let before = row.as_ref().map(Redaction::of).transpose()?.unwrap_or_default();
    let (mut after, mut check) = (before.clone(), Check::new(0));
    change(&mut after, &mut check);
    if current_version != expected_version {
        let fields = diff::between(&before.document(), &after.document());
        let mut conflict = Conflict::new(current_version, fields, check.into_mistakes());
        conflict.drop_unread();
        return Err(Error::Stale(conflict));
    }
    after.check(&mut check);
    let mistakes = check.into_mistakes();
    if !mistakes.is_empty() {
        return Err(Error::Mistakes(mistakes));
    }
    let row = Model {
        number: last_version(&tx.db, id).await?,
        version: current_version.saturating_add(1),
        updated_at: tx.now(),
        ..after.into_row(id)
    };
    let detail = json!({ "version": row.version, "of": row.number });
    bulk::upsert::<Entity>(&tx.db, vec![row]).await?;
    audit::note(&tx, Subject::Submission(id), "review.redacted", detail).await?;
    tx.save().await
}

/// Those of several submissions, in one statement.
pub async fn redactions(
    db: &impl ConnectionTrait,
    ids: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Model>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = Entity::find().filter(Column::SubmissionId.is_in(bulk::padded(ids))).all(db).await?;
    Ok(found.into_iter().map(|row| (row.submission_id, row)).collect())
}
