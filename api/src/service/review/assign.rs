//! Reviewers are assigned to submissions: what is in their queue. What they may see does not depend on it.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::id::{CallId, ClusterId, SubmissionId, UserId};
use entity::role::Role;
use entity::submission::{Column, Entity, State};
use entity::{call_cluster, review_assignment, user};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
};
use serde_json::json;

use super::audit::{self, Subject};
use super::held::held;
use super::home::names;
use super::inputs::{Entrant, declared, entrants};
use crate::app::{App, Tx, bulk};
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::review::assign::{Pair, Spread, Wanted, evenly};
use crate::domain::review::conflict::{self, Interests, organisation_key};
use crate::error::{Error, Result};
use crate::service::content::refused;

/// Reviewers that are assigned at once.
const REVIEWERS: usize = 100;
/// Submissions that are named at once.
const SUBMISSIONS: usize = 500;

/// Who is to judge what.
#[derive(Debug)]
pub struct Assignment {
    pub reviewers: Vec<UserId>,
    pub among: Among,
    /// How many of them each submission gets, those it has included; `None`: all of them.
    pub each: Option<i32>,
}

/// Which submissions.
#[derive(Debug)]
pub enum Among {
    These(Vec<SubmissionId>),
    /// All to this call.
    Call(CallId),
    /// All to calls of this cluster, and those that ask to join it.
    Cluster(ClusterId),
}

/// What came of it.
#[derive(Debug)]
pub struct Assigned {
    pub added: usize,
    /// What each reviewer has of these submissions now, by id.
    pub shares: Vec<Share>,
    /// What has fewer reviewers than it should, since the others have a conflict.
    pub short: Vec<SubmissionId>,
}

#[derive(Debug)]
pub struct Share {
    pub reviewer: UserId,
    pub name: String,
    pub submissions: usize,
}

/// Adds to who is assigned already, and keeps out whoever has a conflict.
pub async fn assign(app: &App, author: Author, assignment: Assignment) -> Result<Assigned> {
    permission::require(&author.actor, Action::ManageReviews, Thing::Any)?;
    check(&assignment)?;
    let tx = app.begin_for(author).await?;
    let people = people(&tx, &assignment.reviewers).await?;
    let entrants = among(&tx.db, &assignment.among).await?;
    let ids: Vec<SubmissionId> = entrants.iter().map(|one| one.id).collect();
    let wanted = Wanted {
        conflicts: conflicts(&tx.db, &people, &entrants).await?,
        assigned: assigned(&tx.db, &ids).await?,
        reviewers: people.iter().map(|one| one.id).collect(),
        each: assignment.each.and_then(|each| usize::try_from(each).ok()).unwrap_or(people.len()),
        submissions: ids,
    };
    let all = assignment.each.is_none();
    let before = wanted.assigned.clone();
    let spread = if all { everybody(&wanted) } else { evenly(wanted) };
    let row = |(submission_id, user_id): &Pair| review_assignment::Model {
        submission_id: *submission_id,
        user_id: *user_id,
        at: tx.now(),
    };
    let rows = spread.added.iter().map(row).collect();
    bulk::upsert::<review_assignment::Entity>(&tx.db, rows).await?;
    note(&tx, &assignment, &spread).await?;
    tx.save().await?;
    let has = |id: UserId| before.iter().chain(&spread.added).filter(|(_, by)| *by == id).count();
    let share = |one: user::Model| Share { submissions: has(one.id), reviewer: one.id, name: one.name };
    Ok(Assigned {
        added: spread.added.len(),
        shares: people.into_iter().map(share).collect(),
        short: spread.short,
    })
}

fn check(assignment: &Assignment) -> Result<()> {
    let mut check = Check::new(0);
    if assignment.reviewers.is_empty() {
        check.wrong("reviewers", Code::Required, "is required: the ids of one or more users");
    }
    check.distinct("reviewers", &assignment.reviewers, REVIEWERS);
    if let Among::These(ids) = &assignment.among {
        check.distinct("submissions", ids, SUBMISSIONS);
    }
    let most = i32::try_from(assignment.reviewers.len()).unwrap_or(i32::MAX).max(1);
    check.range("each", assignment.each, 1, most);
    let mistakes = check.into_mistakes();
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Mistakes(mistakes)) }
}

/// Those who may judge, in the order of their ids.
async fn people(tx: &Tx<'_>, ids: &[UserId]) -> Result<Vec<user::Model>> {
    let sorted: BTreeSet<UserId> = ids.iter().copied().collect();
    let found = user::Entity::find().filter(user::Column::Id.is_in(sorted)).all(&tx.db).await?;
    let may = |one: &user::Model| {
        one.disabled_at.is_none() && matches!(one.role, Some(Role::Reviewer | Role::Editor | Role::Admin))
    };
    let mut people: Vec<user::Model> = found.into_iter().filter(may).collect();
    people.sort_by_key(|one| one.id);
    let mut check = Check::new(0);
    check.each("reviewers", ids, |check, id| {
        if !people.iter().any(|one| one.id == *id) {
            check.this(Code::NotFound, "is no user who reviews: make them a reviewer, or leave them out");
        }
    });
    let mistakes = check.into_mistakes();
    if mistakes.is_empty() { Ok(people) } else { Err(Error::Mistakes(mistakes)) }
}

/// What is judged of these.
async fn among(db: &DatabaseTransaction, among: &Among) -> Result<Vec<Entrant>> {
    let judged = Entity::find().filter(Column::SubmittedAt.is_not_null());
    let judged =
        judged.filter(Column::State.is_in([State::Submitted, State::UnderReview, State::Shortlisted]));
    let found = match among {
        Among::These(ids) => judged.filter(Column::Id.is_in(bulk::padded(ids))),
        Among::Call(call) => judged.filter(Column::CallId.eq(*call)),
        Among::Cluster(cluster) => judged.filter(of_cluster(*cluster)),
    };
    let found = entrants(db, found).await?;
    let Among::These(ids) = among else { return Ok(found) };
    let mut check = Check::new(0);
    check.each("submissions", ids, |check, id| {
        if !found.iter().any(|one| one.id == *id) {
            check.this(Code::NotFound, "is the id of no submission that is judged: leave it out");
        }
    });
    let mistakes = check.into_mistakes();
    if mistakes.is_empty() { Ok(found) } else { Err(Error::Mistakes(mistakes)) }
}

fn of_cluster(cluster: ClusterId) -> Condition {
    let calls: Select<call_cluster::Entity> = call_cluster::Entity::find().select_only();
    let calls = calls.column(call_cluster::Column::CallId);
    let calls = calls.filter(call_cluster::Column::ClusterId.eq(cluster)).into_query();
    Condition::any().add(Column::ClusterId.eq(cluster)).add(Column::CallId.in_subquery(calls))
}

async fn assigned(db: &DatabaseTransaction, ids: &[SubmissionId]) -> Result<HashSet<Pair>> {
    let mut found = HashSet::new();
    for some in ids.chunks(bulk::IDS) {
        let rows = review_assignment::Entity::find();
        let rows = rows.filter(review_assignment::Column::SubmissionId.is_in(bulk::padded(some)));
        found.extend(rows.all(db).await?.into_iter().map(|row| (row.submission_id, row.user_id)));
    }
    Ok(found)
}

async fn conflicts(
    db: &DatabaseTransaction,
    people: &[user::Model],
    entrants: &[Entrant],
) -> Result<HashSet<Pair>> {
    let ids: Vec<UserId> = people.iter().map(|one| one.id).collect();
    let declared = declared(db, &ids).await?;
    let homes = names(db, people.iter().filter_map(|one| one.city_id)).await?;
    let interests = |one: &user::Model| {
        let organisation = one.organisation.as_deref().map(organisation_key).unwrap_or_default();
        let names = one.city_id.and_then(|city| homes.get(&city)).cloned().unwrap_or_default();
        Interests { city: one.city_id, names, organisation }
    };
    let interests: HashMap<UserId, Interests> = people.iter().map(|one| (one.id, interests(one))).collect();
    let pairs = entrants.iter().flat_map(|of| ids.iter().map(move |by| (of, *by)));
    let is_conflict = |(of, by): &(&Entrant, UserId)| {
        conflict::between(&interests[by], &of.interests(), declared.contains(&(of.id, *by))).is_some()
    };
    Ok(pairs.filter(is_conflict).map(|(of, by)| (of.id, by)).collect())
}

/// Each of them gets all that they may judge.
fn everybody(wanted: &Wanted) -> Spread {
    let pairs = wanted.submissions.iter().flat_map(|of| wanted.reviewers.iter().map(move |by| (*of, *by)));
    let is_free = |pair: &Pair| !wanted.assigned.contains(pair) && !wanted.conflicts.contains(pair);
    let short = wanted.submissions.iter().copied();
    let short = short.filter(|of| wanted.reviewers.iter().any(|by| wanted.conflicts.contains(&(*of, *by))));
    Spread { added: pairs.filter(is_free).collect(), short: short.collect() }
}

async fn note(tx: &Tx<'_>, assignment: &Assignment, spread: &Spread) -> Result<()> {
    let detail =
        json!({ "reviewers": assignment.reviewers, "each": assignment.each, "added": spread.added.len() });
    let subjects = match assignment.among {
        Among::Call(call) => vec![Subject::Call(call)],
        Among::Cluster(cluster) => vec![Subject::Cluster(cluster)],
        Among::These(_) => {
            let ids: BTreeSet<SubmissionId> = spread.added.iter().map(|(of, _)| *of).collect();
            ids.into_iter().map(Subject::Submission).collect()
        }
    };
    audit::note_each(tx, subjects, "review.assigned", detail).await
}

/// Takes a submission off the queue of a reviewer; what they wrote stays.
pub async fn unassign(app: &App, author: Author, (submission, reviewer): Pair) -> Result<()> {
    permission::require(&author.actor, Action::ManageReviews, Thing::Any)?;
    let tx = app.begin_for(author).await?;
    held(&tx, submission).await?;
    let gone = review_assignment::Entity::delete_by_id((submission, reviewer)).exec(&tx.db).await?;
    if gone.rows_affected == 0 {
        return Err(refused("reviewer", Code::NotFound, "is not assigned to it"));
    }
    let detail = json!({ "reviewer": reviewer });
    audit::note(&tx, Subject::Submission(submission), "review.unassigned", detail).await?;
    tx.save().await
}
