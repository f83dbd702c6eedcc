//! Decisions that are prepared, for those who oversee.

use std::collections::HashMap;

use entity::id::SubmissionId;
use entity::submission_decision;

use super::{Aim, Mail, Seen, Titles};
use crate::app::{App, bulk};
use crate::domain::review::sight::Viewer;
use crate::error::Result;

/// A decision, and the mail that goes with it.
pub type Prepared = (submission_decision::Model, Mail);

/// Those of what is overseen; its sender and those who judge know of none.
pub async fn prepared(app: &App, rows: &[Seen]) -> Result<HashMap<SubmissionId, Prepared>> {
    let (db, of) = (&app.db.reader, submission_decision::Column::SubmissionId);
    let overseen: Vec<_> = rows.iter().filter(|one| one.sight.viewer == Viewer::Overseer).collect();
    let ids: Vec<_> = overseen.iter().map(|one| one.stored.row.id.0).collect();
    let found = bulk::find::<submission_decision::Entity>(db, of, &ids).await?;
    let mut found: HashMap<_, _> = found.into_iter().map(|row| (row.submission_id, row)).collect();
    let decided: Vec<_> =
        overseen.into_iter().map(|one| &one.stored.row).filter(|row| found.contains_key(&row.id)).collect();
    let aims: Vec<Aim> = decided.iter().map(|row| Aim::of(row)).collect();
    let titles = Titles::of_all(db, &aims).await?;
    let each = decided.into_iter().filter_map(|row| {
        let (decision, titles) = (found.remove(&row.id)?, titles.get(&Aim::of(row))?);
        let mail = Mail::of(&decision, row, titles.in_locale(&row.locale));
        Some((row.id, (decision, mail)))
    });
    Ok(each.collect())
}
