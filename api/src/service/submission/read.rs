//! Submissions are read: by their sender, and by those who judge.

use entity::id::{CallId, CityId, ClusterId, SubmissionId};
use entity::submission::{Column, Entity, Kind, State};
use entity::{submission, submission_contact, submission_decision, submission_version};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::{Aim, Stored, Token, Told};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;
use crate::query::record::{Page, Place, Record, Window};

/// Which submissions.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub call: Option<CallId>,
    pub cluster: Option<ClusterId>,
    pub city: Option<CityId>,
    pub kind: Option<Kind>,
    /// Empty: any.
    pub states: Vec<State>,
    /// Whether a decision is prepared; only those who decide may ask.
    pub has_decision: Option<bool>,
}

impl Record for Told {
    const LIST: &'static str = "submissions";
    const ORDER: &'static str = "SUBMITTED_AT DESC";

    fn place(&self) -> Place {
        Place { key: self.stored.row.submitted_at.unwrap_or_default().0, id: self.stored.row.id.0 }
    }
}

/// That of its sender; `None` for a token of nothing.
pub async fn by_token(app: &App, token: &Token) -> Result<Option<Stored>> {
    let found = Entity::find().filter(Column::TokenHash.eq(token.hash())).one(&app.db.reader).await?;
    with_contact(&app.db.reader, found).await
}

/// That of an id, for those who judge; what was never submitted does not exist for them.
pub async fn by_id(app: &App, actor: &Actor, id: SubmissionId) -> Result<Option<Stored>> {
    permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
    let found = submitted(&Filter::default()).filter(Column::Id.eq(id)).one(&app.db.reader).await?;
    with_contact(&app.db.reader, found).await
}

async fn with_contact(db: &impl ConnectionTrait, found: Option<submission::Model>) -> Result<Option<Stored>> {
    match found {
        Some(row) => Ok(Some(Stored::of(db, row).await?)),
        None => Ok(None),
    }
}

/// A page of what was submitted, the latest first.
pub async fn page(app: &App, actor: &Actor, filter: &Filter, window: &Window) -> Result<Page<Stored>> {
    permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
    if filter.has_decision.is_some() {
        permission::require(actor, Action::DecideOnSubmissions, Thing::Any)?;
    }
    let rows = submitted(filter).filter(window.earlier(Column::SubmittedAt, Column::Id));
    let rows = rows.order_by_desc(Column::SubmittedAt).order_by_desc(Column::Id).limit(window.rows() as u64);
    let rows = rows.find_also_related(submission_contact::Entity).all(&app.db.reader).await?;
    Ok(window.cut(rows.into_iter().map(|(row, contact)| Stored { row, contact }).collect()))
}

/// How many there are.
pub async fn count(app: &App, filter: &Filter) -> Result<u64> {
    Ok(submitted(filter).count(&app.db.reader).await?)
}

/// All that was begun for it, drafts, too.
pub(super) fn for_aim(aim: Aim) -> Select<Entity> {
    match aim {
        Aim::Call(id) => Entity::find().filter(Column::CallId.eq(id)),
        Aim::Cluster(id) => Entity::find().filter(Column::ClusterId.eq(id)),
    }
}

fn submitted(filter: &Filter) -> Select<Entity> {
    let Filter { call, cluster, city, kind, states, has_decision } = filter;
    let mut found = Entity::find().filter(Column::SubmittedAt.is_not_null());
    let decided = || {
        let decided = submission_decision::Entity::find().select_only();
        decided.column(submission_decision::Column::SubmissionId).into_query()
    };
    for condition in [
        call.map(|call| Column::CallId.eq(call)),
        cluster.map(|cluster| Column::ClusterId.eq(cluster)),
        city.map(|city| Column::CityId.eq(city)),
        kind.map(|kind| Column::Kind.eq(kind)),
        (!states.is_empty()).then(|| Column::State.is_in(states.iter().copied())),
        has_decision.map(|has| {
            if has { Column::Id.in_subquery(decided()) } else { Column::Id.not_in_subquery(decided()) }
        }),
    ] {
        found = match condition {
            Some(condition) => found.filter(condition),
            None => found,
        };
    }
    found
}

/// What was submitted the so-manyeth time, as canonical JSON; `None` where there is no such version.
pub async fn document(app: &App, stored: &Stored, number: i32) -> Result<Option<String>> {
    let found = submission_version::Entity::find_by_id((stored.row.id, number)).one(&app.db.reader).await?;
    Ok(found.map(|found| found.document))
}
