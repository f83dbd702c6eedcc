//! What reviewers said of a page of submissions, as far as whoever asks may read it.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::id::{CallId, SubmissionId, UserId};
use entity::{call, review, review_assignment, review_conflict, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};

use crate::app::{App, bulk};
use crate::domain::criteria::{self, Criterion};
use crate::domain::review::score::Scores;
use crate::domain::stored;
use crate::error::Result;
use crate::service::submission::Seen;

/// A review with whose it is.
#[derive(Clone, Debug)]
pub struct Judgement {
    pub review: review::Model,
    pub scores: Scores,
    /// The mean of the scores by weight; `None` where nothing was scored.
    pub mean: Option<f64>,
    /// `None` where there is no such user any more.
    pub name: Option<String>,
}

/// Somebody who is to judge a submission, or must not.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Reviewer {
    pub submission_id: SubmissionId,
    pub user_id: UserId,
    pub name: Option<String>,
    /// Why they must not.
    pub reason: Option<String>,
}

/// Those of each submission that may be read, by their first save.
pub async fn judgements(app: &App, seen: &[Seen]) -> Result<HashMap<SubmissionId, Vec<Judgement>>> {
    let ids: Vec<SubmissionId> = seen.iter().map(|one| one.stored.row.id).collect();
    let who: RelationDef =
        review::Entity::belongs_to(user::Entity).from(review::Column::UserId).to(user::Column::Id).into();
    let rows = review::Entity::find().filter(review::Column::SubmissionId.is_in(bulk::padded(&ids)));
    let rows = rows.order_by_asc(review::Column::CreatedAt).order_by_asc(review::Column::UserId);
    let rows = rows.join(JoinType::LeftJoin, who).select_also(user::Entity).all(&app.db.reader).await?;
    let criteria = all_criteria(&app.db.reader, seen.iter().filter_map(|one| one.stored.row.call_id)).await?;
    let own: HashSet<(SubmissionId, UserId)> =
        rows.iter().map(|(review, _)| (review.submission_id, review.user_id)).collect();
    let seen: HashMap<SubmissionId, &Seen> = seen.iter().map(|one| (one.stored.row.id, one)).collect();
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for (review, user) in rows {
        let id = review.submission_id;
        let Some(one) = seen.get(&id) else { continue };
        let has_own = one.sight.reviewer().is_some_and(|own_id| own.contains(&(id, own_id)));
        if !one.sight.shows_review(review.user_id, has_own) {
            continue;
        }
        let scores: Scores = stored::json(&review.scores)?;
        let criteria = one.stored.row.call_id.and_then(|call| criteria.get(&call));
        let mean = criteria.and_then(|criteria| scores.mean(criteria));
        let name = user.map(|user| user.name);
        found.entry(id).or_default().push(Judgement { review, scores, mean, name });
    }
    Ok(found)
}

/// What reviewers wrote to the senders of these, which were decided on.
pub async fn feedback(
    db: &impl ConnectionTrait,
    ids: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Vec<String>>> {
    use review::Column;
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = review::Entity::find().select_only().columns([Column::SubmissionId, Column::SubmitterComment]);
    let rows =
        rows.filter(Column::SubmissionId.is_in(bulk::padded(ids))).filter(Column::SubmitterComment.ne(""));
    let rows = rows.order_by_asc(Column::CreatedAt).order_by_asc(Column::UserId);
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for (id, comment) in rows.into_tuple::<(SubmissionId, String)>().all(db).await? {
        found.entry(id).or_default().push(comment);
    }
    Ok(found)
}

/// What submissions to a call are scored by.
pub async fn criteria(
    db: &impl ConnectionTrait,
    call: impl IntoIterator<Item = CallId>,
) -> Result<Vec<Criterion>> {
    Ok(all_criteria(db, call).await?.into_values().next().unwrap_or_default())
}

/// The same of several calls, in one statement.
pub async fn all_criteria(
    db: &impl ConnectionTrait,
    calls: impl IntoIterator<Item = CallId>,
) -> Result<HashMap<CallId, Vec<Criterion>>> {
    let calls: Vec<CallId> = calls.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    if calls.is_empty() {
        return Ok(HashMap::new());
    }
    let found = call::Entity::find().select_only().columns([call::Column::Id, call::Column::Criteria]);
    let found = found.filter(call::Column::Id.is_in(bulk::padded(&calls)));
    let found = found.into_tuple::<(CallId, Option<String>)>().all(db).await?;
    // What was stored before criteria were a list is none.
    let read = |column: Option<String>| column.and_then(|column| criteria::read(&column).ok());
    Ok(found.into_iter().map(|(call, column)| (call, read(column).unwrap_or_default())).collect())
}

/// Who is assigned to each of these.
pub async fn reviewers(
    db: &impl ConnectionTrait,
    ids: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Vec<Reviewer>>> {
    use review_assignment::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let who: RelationDef = Entity::belongs_to(user::Entity).from(Column::UserId).to(user::Column::Id).into();
    let rows = Entity::find().select_only().columns([Column::SubmissionId, Column::UserId]);
    let rows = rows.column_as(user::Column::Name, "name").join(JoinType::LeftJoin, who);
    let rows = rows.filter(Column::SubmissionId.is_in(bulk::padded(ids))).order_by_asc(Column::UserId);
    let each = rows.into_tuple::<(SubmissionId, UserId, Option<String>)>().all(db).await?;
    let each = each.into_iter().map(|(submission_id, user_id, name)| Reviewer {
        submission_id,
        user_id,
        name,
        reason: None,
    });
    Ok(grouped(each))
}

/// Who declared a conflict with each of these.
pub async fn conflicts(
    db: &impl ConnectionTrait,
    ids: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Vec<Reviewer>>> {
    use review_conflict::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let who: RelationDef = Entity::belongs_to(user::Entity).from(Column::UserId).to(user::Column::Id).into();
    let rows = Entity::find().select_only().columns([Column::SubmissionId, Column::UserId, Column::Reason]);
    let rows = rows.column_as(user::Column::Name, "name").join(JoinType::LeftJoin, who);
    let rows = rows.filter(Column::SubmissionId.is_in(bulk::padded(ids))).order_by_asc(Column::UserId);
    Ok(grouped(rows.into_model::<Reviewer>().all(db).await?))
}

fn grouped(rows: impl IntoIterator<Item = Reviewer>) -> HashMap<SubmissionId, Vec<Reviewer>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        found.entry(row.submission_id).or_default().push(row);
    }
    found
}
