//! Decisions are prepared, where nobody but the secretariat sees them.

use std::collections::{HashMap, HashSet};

use entity::id::{CallId, SubmissionId};
use entity::{call, submission, submission_decision};
use uuid::Uuid;

use super::{Decision, MOST, held, require, still_open};
use crate::app::{App, Tx, bulk};
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::domain::submission::{Step, next};
use crate::error::{Error, Result};
use crate::service::content::refused;
use crate::service::submission::{Stored, event};

pub(super) const NO_SUBMISSION: &str =
    "is the id of nothing that was submitted: give one as `submissions` answers it";
/// Characters of a mail.
const MAIL_CHARS: usize = 20_000;

/// Prepares all of these or none, over what was prepared for them before. In the order given.
pub async fn prepare(app: &App, author: Author, decisions: Vec<Decision>) -> Result<Vec<Stored>> {
    require(&author)?;
    check_count("decisions", decisions.len())?;
    let mut tx = app.begin_for(author).await?;
    // Nobody releases meanwhile, and what is prepared is so from the instant on that others can read it.
    tx.hold_content().await?;
    let ids: Vec<Uuid> = decisions.iter().map(|decision| decision.submission.0).collect();
    let rows = held(&tx.db, &ids).await?;
    let calls = calls(&tx, &rows).await?;
    let mut found: HashMap<SubmissionId, submission::Model> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    check(&tx, &decisions, (&found, &calls))?;
    let all: Vec<submission::Model> =
        decisions.iter().filter_map(|decision| found.remove(&decision.submission)).collect();
    let prepared = decisions.into_iter().map(|decision| {
        let (subject, text) = decision.mail.map(|mail| (mail.subject, mail.text)).unzip();
        submission_decision::Model {
            submission_id: decision.submission,
            state: decision.state,
            reason: decision.reason,
            subject,
            text,
            at: tx.now(),
            user_id: tx.author.user(),
        }
    });
    bulk::upsert::<submission_decision::Entity>(&tx.db, prepared.collect()).await?;
    let named: Vec<SubmissionId> = all.iter().map(|row| row.id).collect();
    event::note_unseen(&tx, &named, "decision_prepared").await?;
    let all = Stored::of_all(&tx.db, all).await?;
    tx.save().await?;
    Ok(all)
}

/// Forgets what was prepared for these; the others stay.
pub async fn discard(app: &App, author: Author, ids: &[SubmissionId]) -> Result<Vec<Stored>> {
    require(&author)?;
    check_count("submissions", ids.len())?;
    let mut tx = app.begin_for(author).await?;
    // Nobody releases meanwhile, and what is prepared is so from the instant on that others can read it.
    tx.hold_content().await?;
    let named = ids;
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = held(&tx.db, &ids).await?;
    let known: HashSet<Uuid> = rows.iter().map(|row| row.id.0).collect();
    let mut check = Check::new(0);
    check.each("submissions", &ids, |check, id| {
        if !known.contains(id) {
            check.this(Code::NotFound, NO_SUBMISSION);
        }
    });
    end(check)?;
    bulk::delete::<submission_decision::Entity>(&tx.db, submission_decision::Column::SubmissionId, &ids)
        .await?;
    event::note_unseen(&tx, named, "decision_discarded").await?;
    let all = Stored::of_all(&tx.db, rows).await?;
    tx.save().await?;
    Ok(all)
}

fn check_count(field: &str, count: usize) -> Result<()> {
    match count {
        0 => Err(refused(field, Code::Required, "is empty: name one at least")),
        count if count > MOST => {
            let message = format!("has {count} entries; at most {MOST}: send the rest in another request");
            Err(refused(field, Code::TooMany, &message))
        }
        _ => Ok(()),
    }
}

async fn calls(tx: &Tx<'_>, rows: &[submission::Model]) -> Result<HashMap<CallId, call::Model>> {
    let ids: HashSet<Uuid> = rows.iter().filter_map(|row| row.call_id).map(|id| id.0).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let found = bulk::find::<call::Entity>(&tx.db, call::Column::Id, &ids).await?;
    Ok(found.into_iter().map(|call| (call.id, call)).collect())
}

type Known<'a> = (&'a HashMap<SubmissionId, submission::Model>, &'a HashMap<CallId, call::Model>);

fn check(tx: &Tx<'_>, decisions: &[Decision], (rows, calls): Known<'_>) -> Result<()> {
    let (mut check, mut seen) = (Check::new(0), HashSet::new());
    check.each("decisions", decisions, |check, decision| {
        check.optional_text("reason", decision.reason.as_deref(), limits::SUMMARY_CHARS);
        if let Some(mail) = &decision.mail {
            check.within("mail", |check| {
                check.optional_line("subject", Some(&mail.subject), limits::TITLE_CHARS);
                check.optional_text("text", Some(&mail.text), MAIL_CHARS);
            });
        }
        if !seen.insert(decision.submission) {
            return check.wrong("submission", Code::Invalid, "is in the list twice: keep one");
        }
        let Some(row) = rows.get(&decision.submission) else {
            return check.wrong("submission", Code::NotFound, NO_SUBMISSION);
        };
        if let Some(why) = row.call_id.and_then(|id| still_open(calls.get(&id)?, tx.now())) {
            check.wrong("submission", Code::InvalidState, why);
        }
        match Step::deciding(decision.state).map(|step| next(row.state, step)) {
            Some(Ok(_)) => {}
            Some(Err(why)) => check.wrong("submission", Code::InvalidState, why),
            None => check.wrong("state", Code::Invalid, "is no decision: SHORTLISTED, ACCEPTED or REJECTED"),
        }
    });
    end(check)
}

fn end(check: Check) -> Result<()> {
    let mistakes = check.into_mistakes();
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Mistakes(mistakes)) }
}
