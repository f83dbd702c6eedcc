//! What somebody has yet to judge.

use std::collections::HashMap;

use entity::id::{CallId, SubmissionId};
use entity::instant::Instant;
use entity::submission::{Column, Entity, State};
use entity::{review, review_assignment};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::judgement::all_criteria;
use super::plan::plans;
use super::sight::shown_to;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::review::phase::Rules;
use crate::error::Result;
use crate::query::record::{Page, Place, Record, Window};
use crate::service::submission::{self, Seen, Told};

/// A submission that waits for a review of whoever asks.
#[derive(Debug)]
pub struct Due(pub Told);

impl Record for Due {
    const LIST: &'static str = "reviewQueue";
    const ORDER: &'static str = "SUBMITTED_AT ASC";

    fn place(&self) -> Place {
        self.0.place()
    }
}

#[derive(Clone, Copy, Debug, FromQueryResult)]
struct Waiting {
    id: SubmissionId,
    call_id: Option<CallId>,
    submitted_at: Instant,
}

/// What they are assigned to and have not reviewed, while a phase is open in which they may; what came first comes first.
/// With how many there are.
pub async fn queue(
    app: &App,
    actor: &Actor,
    call: Option<CallId>,
    window: &Window,
) -> Result<(Page<Seen>, u64)> {
    permission::require(actor, Action::Review, Thing::Any)?;
    let waiting = waiting(app, actor, call).await?;
    let total = u64::try_from(waiting.len()).unwrap_or(u64::MAX);
    let after = window.after.map(|place| (place.key, place.id));
    let is_next = |one: &Waiting| after.is_none_or(|after| (one.submitted_at.0, one.id.0) > after);
    let ids: Vec<SubmissionId> =
        waiting.into_iter().filter(is_next).map(|one| one.id).take(window.rows()).collect();
    let Page { rows: ids, has_next, has_previous } = window.cut(ids);
    let rows = submission::by_ids(app, actor, &ids).await?;
    Ok((Page { rows, has_next, has_previous }, total))
}

async fn waiting(app: &App, actor: &Actor, call: Option<CallId>) -> Result<Vec<Waiting>> {
    let db = &app.db.reader;
    let me = actor.signed_in()?.user;
    let mine = review_assignment::Entity::find().select_only();
    let mine = mine.column(review_assignment::Column::SubmissionId);
    let mine = mine.filter(review_assignment::Column::UserId.eq(me)).into_query();
    let judged = [State::Submitted, State::UnderReview, State::Shortlisted];
    let rows = Entity::find().filter(Column::Id.in_subquery(mine)).filter(Column::State.is_in(judged));
    let rows = rows.filter(Column::SubmittedAt.is_not_null()).filter(shown_to(actor)?);
    let rows = call.into_iter().fold(rows, |rows, call| rows.filter(Column::CallId.eq(call)));
    let rows = rows.select_only().columns([Column::Id, Column::CallId, Column::SubmittedAt]);
    let rows = rows.order_by_asc(Column::SubmittedAt).order_by_asc(Column::Id);
    let rows: Vec<Waiting> = rows.into_model().all(db).await?;
    let own = review::Entity::find().select_only();
    let own = own.columns([review::Column::SubmissionId, review::Column::Scores]);
    let own = own.filter(review::Column::UserId.eq(me)).into_tuple::<(SubmissionId, String)>();
    let own: HashMap<SubmissionId, bool> =
        own.all(db).await?.into_iter().map(|(id, scores)| (id, scores != "{}")).collect();
    let plans = plans(db, rows.iter().filter_map(|one| one.call_id)).await?;
    let criteria = all_criteria(db, rows.iter().filter_map(|one| one.call_id)).await?;
    let is_due = |one: &Waiting| {
        let phases = one.call_id.and_then(|call| plans.get(&call)).map_or(&[][..], Vec::as_slice);
        let rules = Rules::at(phases, app.clock.now());
        let has_criteria =
            one.call_id.and_then(|call| criteria.get(&call)).is_some_and(|criteria| !criteria.is_empty());
        match own.get(&one.id) {
            None => rules.are_open(),
            Some(is_scored) => rules.may_score && has_criteria && !is_scored,
        }
    };
    Ok(rows.into_iter().filter(is_due).collect())
}
