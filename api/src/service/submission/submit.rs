//! A submission is given to the secretariat.

use entity::submission::State;
use entity::submission_attachment::Model as Attachment;
use entity::{submission_form, submission_version};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use serde_json::{Map, Value};

use super::attachment::attached;
use super::document::{digest, document};
use super::stored::Stored;
use super::target::Target;
use super::update::{check, touch};
use super::{Aim, Arrival, Sent, Version, event, letter};
use crate::app::{App, Tx, number};
use crate::domain::check::{Check, Need};
use crate::domain::mistake::Code;
use crate::domain::submission::{Step, next, prefix, reference};
use crate::error::{Error, Result};
use crate::kit::wall;
use crate::service::content::refused;
use crate::service::key;

/// How often one may be submitted.
const VERSIONS: i32 = 100;

/// Checks all of it, keeps it as it is, and gives it a reference. What was submitted so already stays so: it is told
/// again, and no version is made.
pub async fn submit(app: &App, arrival: Arrival, sent: &Sent) -> Result<Stored> {
    key::freshen(app).await?;
    let mut tx = app.begin_for(arrival.author()).await?;
    let mut stored = Stored::held(&tx, &sent.token).await?;
    let files = attached(&tx.db, &[stored.row.id]).await?.remove(&stored.row.id).unwrap_or_default();
    if is_repeat(&tx, &stored, &files, sent).await? {
        return Ok(stored);
    }
    let wanted = stored.unchanged(sent.expected_version)?;
    next(stored.row.state, Step::Submit).map_err(|why| refused("token", Code::InvalidState, why))?;
    let target = Target::taking(&tx.db, Aim::of(&stored.row), arrival.at, "token").await?;
    let mut mistakes = Check::new(0);
    let form = form(&tx, &stored).await?;
    check_answers(app, form.as_deref(), &wanted.answers, &mut mistakes)?;
    check(&tx, &wanted, mistakes, Need::Required).await?;
    give(&tx, &mut stored, &target, arrival).await?;
    touch(&mut stored.row, arrival);
    stored.update(&tx).await?;
    let version = keep(&tx, &stored, &files, arrival).await?;
    letter::confirm(&mut tx, &stored, &sent.token, version).await?;
    tx.save().await?;
    Ok(stored)
}

/// It is the secretariat's from now on; of what was not, this is the first time.
pub async fn give(tx: &Tx<'_>, stored: &mut Stored, target: &Target, arrival: Arrival) -> Result<()> {
    if stored.row.reference.is_none() {
        stored.row.reference = Some(next_reference(tx, &target.name, arrival).await?);
    }
    stored.row.state = State::Submitted;
    stored.row.submitted_at = Some(arrival.at);
    Ok(())
}

/// Keeps it as it is now, with these files, and that it was submitted.
pub async fn keep(tx: &Tx<'_>, stored: &Stored, files: &[Attachment], arrival: Arrival) -> Result<Version> {
    let version = keep_version(tx, stored, files, arrival).await?;
    event::note(tx, &stored.row, arrival, None).await?;
    Ok(version)
}

/// Whether this very text was submitted already, by the same request or the one before it.
async fn is_repeat(tx: &Tx<'_>, found: &Stored, files: &[Attachment], sent: &Sent) -> Result<bool> {
    let version = found.row.version;
    if found.row.state != State::Submitted || !(version - 1..=version).contains(&sent.expected_version) {
        return Ok(false);
    }
    let last = last_version(tx, found).await?;
    Ok(last.is_some_and(|last| document(found, files).is_ok_and(|now| digest(&now) == last.hash)))
}

async fn last_version(tx: &Tx<'_>, stored: &Stored) -> Result<Option<submission_version::Model>> {
    use submission_version::Column;
    let mine = submission_version::Entity::find().filter(Column::SubmissionId.eq(stored.row.id));
    Ok(mine.order_by_desc(Column::Number).one(&tx.db).await?)
}

async fn keep_version(
    tx: &Tx<'_>,
    stored: &Stored,
    files: &[Attachment],
    arrival: Arrival,
) -> Result<Version> {
    let number = last_version(tx, stored).await?.map_or(1, |last| last.number.saturating_add(1));
    if number > VERSIONS {
        let message = "was submitted 100 times, and no more is kept: write to the secretariat";
        return Err(refused("token", Code::TooMany, message));
    }
    let document = document(stored, files)?;
    let hash = digest(&document);
    let row = submission_version::ActiveModel {
        submission_id: Set(stored.row.id),
        number: Set(number),
        hash: Set(hash.clone()),
        document: Set(document),
        at: Set(arrival.at),
    };
    submission_version::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(Version { submission_id: stored.row.id, number, hash, at: arrival.at, receipt: None })
}

/// The form it was begun with, whatever became of that of the call.
pub async fn form(tx: &Tx<'_>, stored: &Stored) -> Result<Option<String>> {
    let Some(hash) = &stored.row.form_hash else { return Ok(None) };
    let found = submission_form::Entity::find_by_id(hash.as_str()).one(&tx.db).await?;
    Ok(Some(found.ok_or(Error::NotFound("the form of the submission"))?.form))
}

/// Notes every mistake in the answers to a form.
pub fn check_answers(
    app: &App,
    form: Option<&str>,
    answers: &Map<String, Value>,
    check: &mut Check,
) -> Result<()> {
    let Some(form) = form else { return Ok(()) };
    let Ok(form) = app.forms.get(form) else {
        let message = "has a form that cannot be checked any more: adopt that of the call as it is now";
        return Err(refused("token", Code::InvalidState, message));
    };
    check.within("answers", |check| {
        for mistake in form.mistakes(&Value::Object(answers.clone())) {
            check.wrong_at(&mistake.path, mistake.code, mistake.message);
        }
    });
    Ok(())
}

/// Letters, the year, and the next number of both.
async fn next_reference(tx: &Tx<'_>, name: &str, arrival: Arrival) -> Result<String> {
    let (prefix, year) = (prefix(name), wall::year(arrival.at.0));
    let number = number::next(&tx.db, &prefix, year).await?;
    Ok(reference(&prefix, year, number))
}
