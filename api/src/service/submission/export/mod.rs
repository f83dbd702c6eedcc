//! What was submitted to a call, with its scores, as one file.
//!
//! Which submissions it has, their order and their figures are read when it is opened, and the audit log told of it. The rest is read a page at a time, each as it is then and as whoever asks may see it then: no transaction
//! is open between two pages, however slowly they are taken. Whoever may no longer look, or would see something else by now,
//! gets nothing further.

mod call;
mod column;
mod file;
mod line;

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use entity::id::{CallId, SubmissionId};
use entity::instant::Instant;
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::sync::OwnedSemaphorePermit;

use self::call::Known;
use self::column::Columns;
use self::file::File;
use self::line::{Row, cities};
use super::{Filter, Wanted, by_ids, ids, told};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::change::Author;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::review::sight::Sight;
use crate::error::{Error, Result};
use crate::query::Key;
use crate::service::review::audit::{self, Subject};
use crate::service::review::{self, Figures, Sights};

pub use file::Format;

/// Submissions that are in memory at a time.
const AT_ONCE: usize = 100;
/// Bytes of a finished workbook that are.
const CHUNK: usize = 64 << 10;
/// How long one may be taken.
const LONGEST: Duration = Duration::from_mins(15);
/// When it is worth another try where others are under way.
const BUSY_SECONDS: i64 = 10;

/// A file in the making; dropping it leaves nothing behind.
pub struct Export {
    app: App,
    call: Known,
    format: Format,
    as_of: Instant,
    left: VecDeque<SubmissionId>,
    figures: Figures,
    /// What whoever began it saw, which all of it is made for.
    sight: Sight,
    since: tokio::time::Instant,
    state: State,
    _permit: OwnedSemaphorePermit,
}

/// The next bytes of the file, maybe none yet.
#[derive(Debug)]
pub struct Part {
    pub bytes: Vec<u8>,
    /// How many submissions were read for it.
    pub submissions: usize,
}

enum State {
    Opened(File),
    Writing(File),
    /// A workbook is whole before its first byte is sent.
    Sending(tokio::fs::File),
    Done,
}

impl Export {
    /// Of the call of this key; told to the audit log before anything leaves.
    pub async fn open(app: &App, author: &Author, call: Key, format: Format) -> Result<Self> {
        let actor = &author.actor;
        let as_of = app.clock.now();
        let (call, ids) = found(app, actor, call, as_of).await?;
        let permit = Arc::clone(&app.exports).try_acquire_owned().map_err(|_| Error::Busy(BUSY_SECONDS))?;
        let filter = Filter { call: Some(call.id), ..Filter::default() };
        let sight = sight(app, actor, call.id).await?;
        let figures = review::figures(app, actor, call.id).await?;
        let columns = Columns::of(app, actor, &filter, &figures.criteria).await?;
        let file = File::new(format, columns).await?;
        note(app, author, call.id, json!({ "format": format.word(), "count": ids.len() })).await?;
        let state = State::Opened(file);
        Ok(Self {
            app: app.clone(),
            call,
            format,
            as_of,
            left: ids.into(),
            figures,
            sight,
            since: tokio::time::Instant::now(),
            state,
            _permit: permit,
        })
    }

    /// What an export would be called; nothing leaves, and the audit log is told nothing.
    pub async fn announced(app: &App, actor: &Actor, call: Key, format: Format) -> Result<String> {
        let as_of = app.clock.now();
        let (call, _) = found(app, actor, call, as_of).await?;
        Ok(name(&call, format, as_of))
    }

    /// How many submissions are still to be read.
    pub fn left(&self) -> usize {
        self.left.len()
    }

    /// What the file is called: of which call, and of when.
    pub fn name(&self) -> String {
        name(&self.call, self.format, self.as_of)
    }

    /// The next part, as far as the actor may see it now; `None` once the file is whole. After an error it never will be.
    pub async fn next(&mut self, actor: &Actor) -> Result<Option<Part>> {
        let state = mem::replace(&mut self.state, State::Done);
        if !matches!(state, State::Done) {
            self.check(actor).await?;
        }
        match state {
            State::Opened(file) => {
                let (file, bytes) = file.begin().await?;
                self.state = State::Writing(file);
                Ok(Some(Part { bytes, submissions: 0 }))
            }
            State::Writing(file) if self.left.is_empty() => {
                self.state = match file.finish().await? {
                    Some(whole) => State::Sending(whole),
                    None => State::Done,
                };
                Ok(Some(Part { bytes: Vec::new(), submissions: 0 }))
            }
            State::Writing(file) => {
                let some = self.left.len().min(AT_ONCE);
                let ids: Vec<SubmissionId> = self.left.drain(..some).collect();
                let rows = self.rows(actor, &ids).await?;
                let (file, bytes) = file.write(rows).await?;
                self.state = State::Writing(file);
                Ok(Some(Part { bytes, submissions: some }))
            }
            State::Sending(mut whole) => {
                let mut bytes = vec![0; CHUNK];
                let count = whole.read(&mut bytes).await.map_err(|cause| unread(&cause))?;
                bytes.truncate(count);
                if count == 0 {
                    return Ok(None);
                }
                self.state = State::Sending(whole);
                Ok(Some(Part { bytes, submissions: 0 }))
            }
            State::Done => Ok(None),
        }
    }

    /// An error once whoever takes it no longer sees what it is made for, or takes too long.
    async fn check(&self, actor: &Actor) -> Result<()> {
        permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
        if sight(&self.app, actor, self.call.id).await? != self.sight {
            return Err(Error::Conflict("what you may see has changed since: begin the export again".into()));
        }
        if self.since.elapsed() > LONGEST {
            return Err(Error::Conflict("it was taken too slowly: begin the export again".into()));
        }
        Ok(())
    }

    async fn rows(&mut self, actor: &Actor, ids: &[SubmissionId]) -> Result<Vec<Row>> {
        let seen = by_ids(&self.app, actor, ids).await?;
        let cities = cities(&self.app, &seen, self.as_of).await?;
        let told =
            told(&self.app, seen, Wanted { decision: true, attachments: true, ..Wanted::default() }).await?;
        let row = |told: super::Told| {
            let figure = self.figures.of.remove(&told.stored.row.id);
            let city = told.stored.row.city_id.and_then(|city| cities.get(&city).cloned());
            Row { told, figure, city }
        };
        Ok(told.into_iter().map(row).collect())
    }
}

/// The call, and what was sent in for it, as far as they exist for the actor.
async fn found(app: &App, actor: &Actor, call: Key, now: Instant) -> Result<(Known, Vec<SubmissionId>)> {
    permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
    let call = Known::find(app, call, now).await?;
    let ids = ids(app, actor, &Filter { call: Some(call.id), ..Filter::default() }).await?;
    // A call that is not public exists for whoever may see it, or something that was sent in for it.
    if !call.is_live && ids.is_empty() && !permission::may(actor, Action::ReadDrafts, Thing::Everything) {
        return Err(call::none());
    }
    Ok((call, ids))
}

async fn sight(app: &App, actor: &Actor, call: CallId) -> Result<Sight> {
    Ok(Sights::of(app, &app.db.reader, actor, [call]).await?.of_call(Some(call)))
}

fn name(call: &Known, format: Format, at: Instant) -> String {
    let at = crate::kit::time::rfc3339(at.0);
    let at: String = at.chars().take(19).filter(|letter| !":-".contains(*letter)).collect();
    format!("{}-submissions-{at}Z.{}", call.slug, format.word())
}

/// Who takes what out of here: it holds what people told in confidence.
async fn note(app: &App, author: &Author, call: CallId, detail: serde_json::Value) -> Result<()> {
    let tx = app.begin_for(author.clone()).await?;
    audit::note(&tx, Subject::Call(call), "submission.exported", detail).await?;
    tx.save().await
}

fn unread(cause: &std::io::Error) -> Error {
    Error::Environment(format!("the temporary file of an export cannot be written or read: {cause}"))
}
