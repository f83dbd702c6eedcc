//! The phases of the review of a call.

use std::collections::{BTreeSet, HashMap};

use entity::id::CallId;
use entity::{call, review_plan};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use super::audit::{self, Subject};
use crate::app::{App, bulk};
use crate::domain::actor::Actor;
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::diff::{self, Conflict};
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::review::phase::{self, Phase};
use crate::domain::stored;
use crate::error::{Error, Result};
use crate::service::content::refused;

/// When the submissions to a call are judged, and by which rules.
#[derive(Clone, Debug)]
pub struct Plan {
    pub call: CallId,
    /// In order.
    pub phases: Vec<Phase>,
    /// Counts saves.
    pub version: i32,
}

impl Plan {
    fn of(row: &review_plan::Model) -> Result<Self> {
        Ok(Self { call: row.call_id, phases: stored::json(&row.phases)?, version: row.version })
    }
}

/// That of a call; `None` where none was made.
pub async fn plan(app: &App, actor: &Actor, call: CallId) -> Result<Option<Plan>> {
    permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
    known(&app.db.reader, call).await
}

pub async fn known(db: &impl ConnectionTrait, call: CallId) -> Result<Option<Plan>> {
    let found = review_plan::Entity::find_by_id(call).one(db).await?;
    found.as_ref().map(Plan::of).transpose()
}

/// The phases of several calls in one statement; a call without a plan is left out.
pub async fn plans(
    db: &impl ConnectionTrait,
    calls: impl IntoIterator<Item = CallId>,
) -> Result<HashMap<CallId, Vec<Phase>>> {
    let calls: Vec<CallId> = calls.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    if calls.is_empty() {
        return Ok(HashMap::new());
    }
    let found = review_plan::Entity::find().filter(review_plan::Column::CallId.is_in(bulk::padded(&calls)));
    let read = |row: review_plan::Model| Ok((row.call_id, stored::json(&row.phases)?));
    found.all(db).await?.into_iter().map(read).collect()
}

/// Says all of its phases anew; `expected_version` is 0 where there were none.
pub async fn set_phases(
    app: &App,
    author: Author,
    call: CallId,
    expected_version: i32,
    phases: Vec<Phase>,
) -> Result<Plan> {
    permission::require(&author.actor, Action::ManageReviews, Thing::Any)?;
    let mut check = Check::new(0);
    phase::check(&phases, &mut check);
    let mistakes = check.into_mistakes();
    if !mistakes.is_empty() {
        return Err(Error::Mistakes(mistakes));
    }
    let tx = app.begin_for(author).await?;
    let held = call::Entity::find_by_id(call).select_only().column(call::Column::Id).lock_exclusive();
    if held.into_tuple::<CallId>().one(&tx.db).await?.is_none() {
        return Err(refused("call", Code::NotFound, NO_CALL));
    }
    let before = known(&tx.db, call).await?.unwrap_or(Plan { call, phases: Vec::new(), version: 0 });
    if before.version != expected_version {
        let fields = diff::between(&json!({ "phases": before.phases }), &json!({ "phases": phases }));
        return Err(Error::Stale(Conflict::new(before.version, fields, Vec::new())));
    }
    let row = review_plan::Model {
        call_id: call,
        phases: serde_json::to_string(&phases).expect("phases are plain JSON"),
        version: before.version.saturating_add(1),
        updated_at: tx.now(),
    };
    let plan = Plan::of(&row)?;
    bulk::upsert::<review_plan::Entity>(&tx.db, vec![row]).await?;
    let detail = json!({ "before": before.phases, "after": plan.phases });
    audit::note(&tx, Subject::Call(call), "review.phases_set", detail).await?;
    tx.save().await?;
    Ok(plan)
}

pub const NO_CALL: &str = "is the id of no call: give one as `calls` answers it";
