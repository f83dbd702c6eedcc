//! What a decision was made of, frozen: all of it, with a digest, and never changed.

use std::collections::HashMap;

use entity::decision_record::{Column, Entity, Model};
use entity::id::{CallId, SubmissionId, UserId};
use entity::{call, review, submission, submission_version, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
};
use serde_json::{Value, json};

use super::audit::{self, Subject};
use super::inputs::Inputs;
use super::plan::NO_CALL;
use crate::app::{App, Tx, bulk};
use crate::domain::actor::Actor;
use crate::domain::change::Author;
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::review::ranking::{Standing, rank};
use crate::domain::review::sight::{Sight, Viewer};
use crate::error::Result;
use crate::kit::time;
use crate::service::content::refused;
use crate::service::submission::{canonical, digest};

/// Bytes of one record.
const MOST_BYTES: usize = 32 << 20;

/// A record with the name of who froze it.
#[derive(Clone, Debug)]
pub struct Frozen {
    pub row: Model,
    pub name: Option<String>,
}

/// Freezes what there is now: criteria, phases, submissions, reviews, conflicts and the ranking.
pub async fn freeze(app: &App, author: Author, call: CallId) -> Result<Frozen> {
    permission::require(&author.actor, Action::ManageReviews, Thing::Any)?;
    let name = author.actor.signed_in().ok().map(|user| user.name.clone());
    let tx = app.begin_for(author).await?;
    let held = call::Entity::find_by_id(call).select_only().column(call::Column::Id).lock_exclusive();
    if held.into_tuple::<CallId>().one(&tx.db).await?.is_none() {
        return Err(refused("call", Code::NotFound, NO_CALL));
    }
    let document = document(&tx, call).await?;
    if document.len() > MOST_BYTES {
        let message = "has more reviews than one record holds: write to whoever runs this server";
        return Err(refused("call", Code::TooMany, message));
    }
    let last = Entity::find().filter(Column::CallId.eq(call)).order_by_desc(Column::Number);
    let last = last.select_only().column(Column::Number).into_tuple::<i32>().one(&tx.db).await?;
    let row = Model {
        call_id: call,
        number: last.unwrap_or_default().saturating_add(1),
        hash: digest(&document),
        document,
        at: tx.now(),
        actor: tx.author.kind(),
        user_id: tx.author.user(),
        origin: tx.author.origin(),
    };
    bulk::insert_wide::<Entity>(&tx.db, vec![row.clone()]).await?;
    let detail = json!({ "number": row.number, "hash": row.hash });
    audit::note(&tx, Subject::Call(call), "review.record_frozen", detail).await?;
    tx.save().await?;
    Ok(Frozen { row, name })
}

/// One that was frozen: that number, or the last; `None` where there is none.
pub async fn frozen(app: &App, actor: &Actor, call: CallId, number: Option<i32>) -> Result<Option<Frozen>> {
    permission::require(actor, Action::OverseeReviews, Thing::Any)?;
    let who: RelationDef = Entity::belongs_to(user::Entity).from(Column::UserId).to(user::Column::Id).into();
    let found = Entity::find().filter(Column::CallId.eq(call)).order_by_desc(Column::Number);
    let found = number.into_iter().fold(found, |found, number| found.filter(Column::Number.eq(number)));
    let found = found.join(JoinType::LeftJoin, who).select_also(user::Entity).one(&app.db.reader).await?;
    Ok(found.map(|(row, user)| Frozen { row, name: user.map(|user| user.name) }))
}

/// Canonical JSON (RFC 8785). Comments and submissions are in it by their digests: they can be erased, and it still be proved.
async fn document(tx: &Tx<'_>, call: CallId) -> Result<String> {
    let inputs = Inputs::read(&tx.db, &tx.author.actor, call).await?;
    if inputs.entrants.is_empty() {
        return Err(refused(
            "call",
            Code::InvalidState,
            "has nothing that was submitted: there is nothing to freeze",
        ));
    }
    let sight = Sight::at(Viewer::Overseer, &inputs.phases, tx.now());
    let ranking = rank(&inputs.ids(), &inputs.scored(&sight)?);
    let (versions, comments) = (versions(&tx.db, call).await?, comments(&tx.db, call).await?);
    let submissions = inputs.entrants.iter().map(|one| {
        let version = versions.get(&one.id);
        json!({ "id": one.id, "state": one.state, "reference": one.reference,
                "version": version.map(|(number, _)| number), "hash": version.map(|(_, hash)| hash) })
    });
    let conflicts = inputs.conflicts();
    let mut reviews = Vec::with_capacity(inputs.reviews.len());
    for review in &inputs.reviews {
        let pair = (review.submission_id, review.user_id);
        let scores = review.scores()?;
        reviews.push(json!({ "submission": pair.0, "reviewer": pair.1, "of": review.number,
            "version": review.version, "scores": scores, "mean": scores.mean(&inputs.criteria),
            "comments": comments.get(&pair), "conflict": conflicts.get(&pair) }));
    }
    let mut declared: Vec<_> = inputs.declared.iter().collect();
    declared.sort_unstable();
    let declared = declared.iter().map(|(of, by)| json!({ "submission": of, "reviewer": by }));
    Ok(canonical(&json!({
        "call": call,
        "at": time::rfc3339(tx.now().0),
        "criteria": inputs.criteria,
        "phases": inputs.phases,
        "submissions": submissions.collect::<Vec<_>>(),
        "reviews": reviews,
        "conflicts": declared.collect::<Vec<_>>(),
        "ranking": ranking.iter().map(standing).collect::<Vec<_>>(),
    })))
}

fn standing(one: &Standing) -> Value {
    json!({ "submission": one.submission, "reviews": one.reviews, "rank": one.rank, "mean": one.mean,
            "median": one.median, "spread": one.spread, "normalisedMean": one.normalised,
            "normalisedRank": one.normalised_rank })
}

/// The version of each submission that was there to be judged last, with its digest.
async fn versions(db: &impl ConnectionTrait, call: CallId) -> Result<HashMap<SubmissionId, (i32, String)>> {
    use submission_version::Column as Of;
    let what: RelationDef = submission_version::Entity::belongs_to(submission::Entity)
        .from(Of::SubmissionId)
        .to(submission::Column::Id)
        .into();
    let rows = submission_version::Entity::find().select_only();
    let rows = rows.columns([Of::SubmissionId, Of::Number, Of::Hash]).join(JoinType::InnerJoin, what);
    let rows = rows.filter(submission::Column::CallId.eq(call)).order_by_asc(Of::Number);
    let rows = rows.into_tuple::<(SubmissionId, i32, String)>().all(db).await?;
    Ok(rows.into_iter().map(|(id, number, hash)| (id, (number, hash))).collect())
}

/// The digest of both comments of each review.
async fn comments(
    db: &impl ConnectionTrait,
    call: CallId,
) -> Result<HashMap<(SubmissionId, UserId), String>> {
    use review::Column as Of;
    let what: RelationDef = review::Entity::belongs_to(submission::Entity)
        .from(Of::SubmissionId)
        .to(submission::Column::Id)
        .into();
    let rows = review::Entity::find().join(JoinType::InnerJoin, what);
    let rows = rows.filter(submission::Column::CallId.eq(call)).all(db).await?;
    let of = |row: &review::Model| {
        digest(&canonical(&json!([row.created_at.0, row.committee_comment, row.submitter_comment])))
    };
    Ok(rows.iter().map(|row| ((row.submission_id, row.user_id), of(row))).collect())
}
