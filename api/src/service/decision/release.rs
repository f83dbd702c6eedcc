//! Decisions are released: all that were prepared for one call or cluster at once, with their mails.

use std::collections::HashMap;

use entity::id::SubmissionId;
use entity::instant::Instant;
use entity::submission::{self, State};
use entity::{submission_contact, submission_decision};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};
use uuid::Uuid;

use super::accept::accept;
use super::{MOST, held, require};
use crate::app::{App, Tx, bulk};
use crate::domain::change::Author;
use crate::domain::mistake::{Code, Mistake};
use crate::domain::submission::{Step, next};
use crate::error::{Error, Result};
use crate::kit::time;
use crate::service::content::refused;
use crate::service::mail::{self, Draft};
use crate::service::submission::{Aim, Mail, Titles, event, is_erased};

/// What was told to their senders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Released {
    pub shortlisted: u32,
    pub accepted: u32,
    pub rejected: u32,
    /// Drafts of practices that were made.
    pub practices: usize,
    /// Mails that will be sent.
    pub mails: usize,
}

/// Releases what was prepared until `as_of`, all or nothing; an error if anything was prepared or changed since: nobody has
/// read that.
pub async fn release(app: &App, author: Author, aim: Aim, as_of: Instant) -> Result<Released> {
    require(&author)?;
    let mut tx = app.begin_for(author).await?;
    // What acceptance does writes content, too.
    tx.hold_content().await?;
    let mut released = Released::default();
    loop {
        let decisions = prepared(&tx.db, aim).await?;
        if decisions.is_empty() {
            break;
        }
        if let Some(latest) = decisions.iter().map(|decision| decision.at).max().filter(|at| *at > as_of) {
            let latest = time::rfc3339(latest.0);
            let message = format!(
                "is earlier than {latest}, when a decision was prepared or changed: look at them again, and give a later \
                 time"
            );
            return Err(refused("asOf", Code::StaleVersion, &message));
        }
        some(&mut tx, aim, decisions, &mut released).await?;
    }
    tx.save().await?;
    Ok(released)
}

/// The first of those that wait.
async fn prepared(db: &DatabaseTransaction, aim: Aim) -> Result<Vec<submission_decision::Model>> {
    use submission_decision::Relation;
    let found = submission_decision::Entity::find().join(JoinType::InnerJoin, Relation::Submission.def());
    let found = match aim {
        Aim::Call(id) => found.filter(submission::Column::CallId.eq(id)),
        Aim::Cluster(id) => found.filter(submission::Column::ClusterId.eq(id)),
    };
    // The latest first: one that nobody has read is found at once.
    let found = found.order_by_desc(submission_decision::Column::At);
    Ok(found.order_by_asc(submission_decision::Column::SubmissionId).limit(MOST as u64).all(db).await?)
}

async fn some(
    tx: &mut Tx<'_>,
    aim: Aim,
    decisions: Vec<submission_decision::Model>,
    released: &mut Released,
) -> Result<()> {
    let ids: Vec<Uuid> = decisions.iter().map(|decision| decision.submission_id.0).collect();
    let rows = held(&tx.db, &ids).await?;
    // A sender may have withdrawn until now, and the decision with it.
    let of = submission_decision::Column::SubmissionId;
    let decisions = bulk::find::<submission_decision::Entity>(&tx.db, of, &ids).await?;
    let mut rows: HashMap<SubmissionId, submission::Model> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    let contacts =
        bulk::find::<submission_contact::Entity>(&tx.db, submission_contact::Column::SubmissionId, &ids);
    let contacts: HashMap<SubmissionId, submission_contact::Model> = contacts
        .await?
        .into_iter()
        .filter(|contact| !is_erased(contact))
        .map(|contact| (contact.submission_id, contact))
        .collect();
    let titles = Titles::of(&tx.db, aim).await?;
    let (mut moved, mut mails, mut accepted, mut mistakes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for decision in decisions {
        let Some(mut row) = rows.remove(&decision.submission_id) else { continue };
        let step = Step::deciding(decision.state).expect("the table holds decisions alone");
        match next(row.state, step) {
            Ok(state) => row.state = state,
            Err(why) => {
                mistakes.push(stuck(&row, why));
                continue;
            }
        }
        released.count(row.state);
        row.decided_at = (row.state != State::Shortlisted).then_some(tx.now());
        let contact = contacts.get(&row.id);
        if let Some(to) = contact.map(|contact| contact.email.0.clone()).filter(|to| !to.is_empty()) {
            let Mail { subject, text } = Mail::of(&decision, &row, titles.in_locale(&row.locale));
            mails.push((Draft { to, subject, text, until: None }, Some(row.id)));
        }
        if row.state == State::Accepted {
            accepted.push((row.clone(), contact.cloned()));
        }
        moved.push((row, decision.reason));
    }
    if !mistakes.is_empty() {
        return Err(Error::Mistakes(mistakes));
    }
    released.practices += accept(tx, accepted).await?;
    event::advance(tx, moved).await?;
    released.mails += mail::queue_many(tx, mails).await?;
    bulk::delete::<submission_decision::Entity>(&tx.db, submission_decision::Column::SubmissionId, &ids).await
}

/// What is wrong with one decision, to whoever releases all of them.
pub(super) fn stuck(row: &submission::Model, why: &str) -> Mistake {
    let reference = row.reference.as_deref().unwrap_or_default();
    let message = format!(
        "has a decision for {reference} that cannot be released, for that {why}: discard that decision, or mend what it says"
    );
    let field = if row.call_id.is_some() { "call" } else { "cluster" };
    Mistake { item: 0, field: vec![field.to_owned()], code: Code::InvalidState, message }
}

impl Released {
    fn count(&mut self, state: State) {
        match state {
            State::Shortlisted => self.shortlisted += 1,
            State::Accepted => self.accepted += 1,
            _ => self.rejected += 1,
        }
    }
}
