//! Who sees what of submissions: the policy, the conflicts and the phases, put to the database.

use std::collections::HashMap;

use entity::id::CallId;
use entity::instant::Instant;
use entity::submission::Column;
use entity::submission_contact::Personal;
use entity::{review_conflict, submission_contact};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::home::is_called_otherwise;
use super::plan::plans;
use crate::app::App;
use crate::domain::actor::{Actor, SignedIn};
use crate::domain::permission::{self, Action, Thing};
use crate::domain::review::phase::Phase;
use crate::domain::review::sight::{Sight, Viewer};
use crate::error::Result;

/// As whom somebody looks at what was submitted; an error unless they may.
pub fn viewer(actor: &Actor) -> Result<Viewer> {
    permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
    if permission::may(actor, Action::OverseeReviews, Thing::Any) {
        return Ok(Viewer::Overseer);
    }
    Ok(Viewer::Reviewer(actor.signed_in()?.user))
}

/// Which submissions exist for somebody who may look: for a reviewer none that they have a conflict with
/// ([`crate::domain::review::conflict`]).
pub fn shown_to(actor: &Actor) -> Result<Condition> {
    match viewer(actor)? {
        Viewer::Reviewer(_) => Ok(without_conflicts(actor.signed_in()?)),
        Viewer::Overseer | Viewer::Sender => Ok(Condition::all()),
    }
}

fn without_conflicts(reviewer: &SignedIn) -> Condition {
    let declared =
        review_conflict::Entity::find().select_only().column(review_conflict::Column::SubmissionId);
    let declared = declared.filter(review_conflict::Column::UserId.eq(reviewer.user));
    let mut shown = Condition::all().add(Column::Id.not_in_subquery(declared.into_query()));
    let interests = reviewer.interests();
    if let Some(city) = interests.city {
        shown = shown.add(Condition::any().add(Column::CityId.is_null()).add(Column::CityId.ne(city)));
        shown = shown.add(is_called_otherwise(city));
    }
    if !interests.organisation.is_empty() {
        let key = Personal(interests.organisation);
        let same = submission_contact::Entity::find().select_only();
        let same = same.column(submission_contact::Column::SubmissionId);
        let same = same.filter(submission_contact::Column::OrganisationKey.eq(key));
        shown = shown.add(Column::Id.not_in_subquery(same.into_query()));
    }
    shown
}

/// What somebody sees of the submissions to several calls.
#[derive(Debug)]
pub struct Sights {
    viewer: Viewer,
    phases: HashMap<CallId, Vec<Phase>>,
    now: Instant,
}

impl Sights {
    /// One statement, and none for those who oversee.
    pub async fn of(
        app: &App,
        db: &impl ConnectionTrait,
        actor: &Actor,
        calls: impl IntoIterator<Item = CallId>,
    ) -> Result<Self> {
        let viewer = viewer(actor)?;
        let phases = match viewer {
            Viewer::Reviewer(_) => plans(db, calls).await?,
            Viewer::Overseer | Viewer::Sender => HashMap::new(),
        };
        Ok(Self { viewer, phases, now: app.clock.now() })
    }

    /// Of a submission to this call; what asks to join a cluster has no phases.
    pub fn of_call(&self, call: Option<CallId>) -> Sight {
        let phases = call.and_then(|call| self.phases.get(&call)).map_or(&[][..], Vec::as_slice);
        Sight::at(self.viewer, phases, self.now)
    }
}

/// Whether they are not told whose the submissions to this call are.
pub async fn is_blind(app: &App, actor: &Actor, call: CallId) -> Result<bool> {
    Ok(Sights::of(app, &app.db.reader, actor, [call]).await?.of_call(Some(call)).is_blind)
}
