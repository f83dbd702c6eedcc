//! Submissions are read: by their sender, and by those who judge.

use std::collections::HashMap;

use entity::id::{CallId, CityId, ClusterId, PracticeId, SubmissionId};
use entity::submission::{Column, Entity, Kind, State};
use entity::{
    submission, submission_contact, submission_decision, submission_form, submission_outcome,
    submission_version,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::outcome::live;
use super::seen::{Seen, seen};
use super::{Aim, Stored, Token, Told};
use crate::app::{App, bulk};
use crate::domain::actor::Actor;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::review::sight::Viewer;
use crate::error::{Error, Result};
use crate::query::practice;
use crate::query::record::{Page, Place, Record, Window};
use crate::service::review;

/// Which submissions.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub call: Option<CallId>,
    pub cluster: Option<ClusterId>,
    pub city: Option<CityId>,
    /// What came of it.
    pub practice: Option<PracticeId>,
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
pub async fn by_token(app: &App, token: &Token) -> Result<Option<Seen>> {
    let found = Entity::find().filter(Column::TokenHash.eq(token.hash())).one(&app.db.reader).await?;
    Ok(with_contact(&app.db.reader, found).await?.map(Seen::by_sender))
}

/// The same of a sender who showed the token already.
pub async fn by_sender(app: &App, id: SubmissionId) -> Result<Option<Seen>> {
    let found = Entity::find_by_id(id).one(&app.db.reader).await?;
    Ok(with_contact(&app.db.reader, found).await?.map(Seen::by_sender))
}

/// That of an id, for those who judge; what was never submitted does not exist for them.
pub async fn by_id(app: &App, actor: &Actor, id: SubmissionId) -> Result<Option<Seen>> {
    let found = submitted(actor, &Filter::default())?.filter(Column::Id.eq(id)).one(&app.db.reader).await?;
    let found = with_contact(&app.db.reader, found).await?;
    Ok(seen(app, actor, found.into_iter().collect()).await?.into_iter().next())
}

async fn with_contact(db: &impl ConnectionTrait, found: Option<submission::Model>) -> Result<Option<Stored>> {
    match found {
        Some(row) => Ok(Some(Stored::of(db, row).await?)),
        None => Ok(None),
    }
}

/// Several, in the order of their ids given; those that do not exist for the actor are left out.
pub async fn by_ids(app: &App, actor: &Actor, ids: &[SubmissionId]) -> Result<Vec<Seen>> {
    let shown = submitted(actor, &Filter::default())?.filter(Column::Id.is_in(bulk::padded(ids)));
    let rows = shown.find_also_related(submission_contact::Entity).all(&app.db.reader).await?;
    let mut rows: Vec<Stored> = rows.into_iter().map(|(row, contact)| Stored::joined(row, contact)).collect();
    let place: HashMap<SubmissionId, usize> = ids.iter().copied().zip(0..).collect();
    rows.sort_by_key(|stored| place.get(&stored.row.id).copied());
    seen(app, actor, rows).await
}

/// A page of what was submitted, the latest first.
pub async fn page(app: &App, actor: &Actor, filter: &Filter, window: &Window) -> Result<Page<Seen>> {
    check_identity(app, actor, filter).await?;
    let rows = submitted(actor, filter)?.filter(window.earlier(Column::SubmittedAt, Column::Id));
    let rows = rows.order_by_desc(Column::SubmittedAt).order_by_desc(Column::Id).limit(window.rows() as u64);
    let rows = rows.find_also_related(submission_contact::Entity).all(&app.db.reader).await?;
    let Page { rows, has_next, has_previous } =
        window.cut(rows.into_iter().map(|(row, contact)| Stored::joined(row, contact)).collect());
    Ok(Page { rows: seen(app, actor, rows).await?, has_next, has_previous })
}

/// Of all of them, in the order of their pages: what is sent in again meanwhile changes its place there, and not here.
pub async fn ids(app: &App, actor: &Actor, filter: &Filter) -> Result<Vec<SubmissionId>> {
    check_identity(app, actor, filter).await?;
    let rows = submitted(actor, filter)?.select_only().column(Column::Id);
    let rows = rows.order_by_desc(Column::SubmittedAt).order_by_desc(Column::Id);
    Ok(rows.into_tuple().all(&app.db.reader).await?)
}

/// The forms they were begun with, as JSON Schema; each once.
pub async fn forms(app: &App, actor: &Actor, filter: &Filter) -> Result<Vec<String>> {
    use submission_form::Column as Form;
    let used = submitted(actor, filter)?.select_only().column(Column::FormHash);
    let used = used.filter(Column::FormHash.is_not_null()).into_query();
    let forms = submission_form::Entity::find().select_only().column(Form::Form);
    let forms = forms.filter(Form::Hash.in_subquery(used)).order_by_asc(Form::Hash);
    Ok(forms.into_tuple().all(&app.db.reader).await?)
}

/// How many there are.
pub async fn count(app: &App, actor: &Actor, filter: &Filter) -> Result<u64> {
    check_identity(app, actor, filter).await?;
    Ok(submitted(actor, filter)?.count(&app.db.reader).await?)
}

/// All that was begun for it, drafts, too.
pub(super) fn for_aim(aim: Aim) -> Select<Entity> {
    match aim {
        Aim::Call(id) => Entity::find().filter(Column::CallId.eq(id)),
        Aim::Cluster(id) => Entity::find().filter(Column::ClusterId.eq(id)),
    }
}

/// Whoever judges blindly does not learn whose something is by asking for what is of a city, or became a practice, which
/// names its city. What asks to join a cluster is
/// never judged blindly.
async fn check_identity(app: &App, actor: &Actor, filter: &Filter) -> Result<()> {
    let field = match (filter.city, filter.practice) {
        (Some(_), _) => "filter.city",
        (None, Some(_)) => "filter.practice",
        (None, None) => return Ok(()),
    };
    if filter.cluster.is_some() || review::viewer(actor)? == Viewer::Overseer {
        return Ok(());
    }
    let is_open = match filter.call {
        Some(call) => !review::is_blind(app, actor, call).await?,
        None => false,
    };
    if !is_open {
        return Err(Error::invalid(field, "needs `call` beside it, one whose review is not blind now"));
    }
    let practice = filter.practice.map(|practice| practice.0);
    if practice.is_some() && live(app, &practice::NOUN, practice.into_iter().collect()).await?.is_empty() {
        return Err(Error::invalid("filter.practice", "is the id of no practice that the public sees"));
    }
    Ok(())
}

/// What was submitted, as far as it exists for the actor; an error unless they may look.
fn submitted(actor: &Actor, filter: &Filter) -> Result<Select<Entity>> {
    let Filter { call, cluster, city, practice, kind, states, has_decision } = filter;
    if has_decision.is_some() {
        permission::require(actor, Action::DecideOnSubmissions, Thing::Any)?;
    }
    let mut found = Entity::find().filter(Column::SubmittedAt.is_not_null()).filter(review::shown_to(actor)?);
    let decided = || {
        let decided = submission_decision::Entity::find().select_only();
        decided.column(submission_decision::Column::SubmissionId).into_query()
    };
    let became = |practice: &PracticeId| {
        let became = submission_outcome::Entity::find().select_only();
        let became = became.column(submission_outcome::Column::SubmissionId);
        became.filter(submission_outcome::Column::PracticeId.eq(*practice)).into_query()
    };
    for condition in [
        practice.as_ref().map(|practice| Column::Id.in_subquery(became(practice))),
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
    Ok(found)
}

/// What was submitted the so-manyeth time, as canonical JSON; `None` where there is no such version. It names the city, so
/// whoever judges blindly does not read it.
pub async fn document(app: &App, of: &Seen, number: i32) -> Result<Option<String>> {
    if of.sight.is_blind {
        let instead = "read its fields, or ask an editor";
        return Err(Error::Forbidden("reading the document of what is judged blindly", instead));
    }
    let id = of.stored.row.id;
    let found = submission_version::Entity::find_by_id((id, number)).one(&app.db.reader).await?;
    Ok(found.map(|found| found.document))
}
