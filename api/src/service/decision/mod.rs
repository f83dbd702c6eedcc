//! The secretariat decides on what was sent in: it begins to judge, prepares decisions that nobody else sees, and releases
//! all of them together, with their mails.

mod accept;
mod begin;
mod credit;
mod prepare;
mod release;

use entity::id::SubmissionId;
use entity::instant::Instant;
use entity::submission::{self, State};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

pub use begin::{reopen, start_review};
pub use prepare::{discard, prepare};
pub use release::{Released, release};

use crate::app::bulk;
use crate::domain::change::Author;
use crate::domain::deadline::{Acceptance, accepts};
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;
use crate::kit::time;
use crate::service::submission::{Aim, Mail};

/// How many submissions one request may name, and how many are worked on in one go.
const MOST: usize = 500;

/// A decision to be.
#[derive(Clone, Debug)]
pub struct Decision {
    pub submission: SubmissionId,
    /// Shortlisted, accepted or rejected.
    pub state: State,
    /// Its sender will read it.
    pub reason: Option<String>,
    /// `None`: the usual mail.
    pub mail: Option<Mail>,
}

fn require(author: &Author) -> Result<()> {
    permission::require(&author.actor, Action::DecideOnSubmissions, Thing::Any)
}

/// What was submitted for it.
fn sent_in_for(aim: Aim) -> Select<submission::Entity> {
    let found = submission::Entity::find();
    match aim {
        Aim::Call(id) => found.filter(submission::Column::CallId.eq(id)),
        Aim::Cluster(id) => found.filter(submission::Column::ClusterId.eq(id)),
    }
}

/// Those of these ids that were ever submitted, held against other writers.
async fn held(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<submission::Model>> {
    let found = submission::Entity::find().filter(submission::Column::Id.is_in(bulk::padded(ids)));
    let found = found.filter(submission::Column::SubmittedAt.is_not_null());
    Ok(found.order_by_asc(submission::Column::Id).lock_exclusive().all(db).await?)
}

/// Why nothing is judged yet: until its deadline everybody may change what they sent.
fn still_open(call: &entity::call::Model, now: Instant) -> Option<String> {
    if accepts(now, call.opens_at, call.closes_at, call.grace_period) == Acceptance::Closed {
        return None;
    }
    let ends = call.closes_at.0.saturating_add(i64::from(call.grace_period.max(0)) * 1000);
    Some(format!(
        "is for a call that takes submissions until {}, and until then their senders may change them: come back then",
        time::rfc3339(ends)
    ))
}
