//! All that a ranking is made of, in a few statements however many submissions there are.

use std::collections::{HashMap, HashSet};

use entity::id::{CallId, CityId, SubmissionId, UserId};
use entity::submission::{Column, Entity, State};
use entity::submission_contact::{self, Personal};
use entity::{review, review_conflict, submission, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};

use super::home::names;
use super::judgement::criteria;
use super::plan::known;
use super::sight::shown_to;
use crate::app::bulk;
use crate::domain::actor::Actor;
use crate::domain::criteria::Criterion;
use crate::domain::review::assign::Pair;
use crate::domain::review::conflict::{self, CityName, Interests, Reason, organisation_key};
use crate::domain::review::phase::Phase;
use crate::domain::review::ranking::Scored;
use crate::domain::review::score::Scores;
use crate::domain::review::sight::Sight;
use crate::domain::stored;
use crate::error::Result;

/// A submission among others.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Entrant {
    pub id: SubmissionId,
    pub state: State,
    pub reference: Option<String>,
    city_id: Option<CityId>,
    country_code: Option<String>,
    city_key: Option<String>,
    organisation_key: Option<Personal>,
}

/// A review without its comments, and by whom it is.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Judged {
    pub submission_id: SubmissionId,
    pub user_id: UserId,
    pub number: i32,
    pub version: i32,
    scores: String,
    pub name: String,
    city_id: Option<CityId>,
    organisation: Option<String>,
}

/// What the ranking of a call is made of, as far as somebody may see it.
#[derive(Debug)]
pub struct Inputs {
    pub criteria: Vec<Criterion>,
    pub phases: Vec<Phase>,
    /// By id.
    pub entrants: Vec<Entrant>,
    /// Those that count and those that do not.
    pub reviews: Vec<Judged>,
    /// Who said that they must not judge what.
    pub declared: HashSet<Pair>,
    /// What the cities of reviewers are called.
    homes: HashMap<CityId, Vec<CityName>>,
}

impl Entrant {
    pub fn interests(&self) -> Interests {
        let organisation = self.organisation_key.clone().map(|key| key.0).unwrap_or_default();
        let name = self.country_code.clone().zip(self.city_key.clone());
        let names = name.into_iter().map(|(country, key)| CityName { country, key }).collect();
        Interests { city: self.city_id, names, organisation }
    }
}

impl Judged {
    fn interests(&self, homes: &HashMap<CityId, Vec<CityName>>) -> Interests {
        let organisation = self.organisation.as_deref().map(organisation_key).unwrap_or_default();
        let names = self.city_id.and_then(|city| homes.get(&city)).cloned().unwrap_or_default();
        Interests { city: self.city_id, names, organisation }
    }

    pub fn scores(&self) -> Result<Scores> {
        stored::json(&self.scores)
    }
}

impl Inputs {
    /// Five statements, and one more where reviewers come from cities. Of a submission that does not exist for the actor nothing is told.
    pub async fn read(db: &impl ConnectionTrait, actor: &Actor, call: CallId) -> Result<Self> {
        let ranked =
            [State::Submitted, State::UnderReview, State::Shortlisted, State::Accepted, State::Rejected];
        let shown = Entity::find().filter(Column::CallId.eq(call)).filter(Column::State.is_in(ranked));
        let phases = known(db, call).await?.map(|plan| plan.phases).unwrap_or_default();
        let entrants = entrants(db, shown.filter(shown_to(actor)?)).await?;
        let ids: HashSet<SubmissionId> = entrants.iter().map(|one| one.id).collect();
        let mut reviews = reviews(db, call).await?;
        reviews.retain(|review| ids.contains(&review.submission_id));
        let mut declared = declared_in(db, call).await?;
        declared.retain(|(submission, _)| ids.contains(submission));
        let homes = names(db, reviews.iter().filter_map(|review| review.city_id)).await?;
        Ok(Self { criteria: criteria(db, [call]).await?, phases, entrants, reviews, declared, homes })
    }

    pub fn ids(&self) -> Vec<SubmissionId> {
        self.entrants.iter().map(|one| one.id).collect()
    }

    /// What counts of what may be seen: a review by somebody with a conflict does not.
    pub fn counted(&self, sight: &Sight) -> impl Iterator<Item = &Judged> {
        let (sight, own) = (*sight, sight.reviewer());
        let of_own = self.reviews.iter().filter(|review| Some(review.user_id) == own);
        let own: HashSet<SubmissionId> = of_own.map(|review| review.submission_id).collect();
        let conflicts = self.conflicts();
        self.reviews.iter().filter(move |review| {
            let (submission, reviewer) = (review.submission_id, review.user_id);
            let is_seen = sight.shows_review(reviewer, own.contains(&submission));
            is_seen && !conflicts.contains_key(&(submission, reviewer))
        })
    }

    /// The same as one figure each, as far as something was scored.
    pub fn scored(&self, sight: &Sight) -> Result<Vec<Scored>> {
        let mut scored = Vec::with_capacity(self.reviews.len());
        for review in self.counted(sight) {
            let (submission, reviewer) = (review.submission_id, review.user_id);
            if let Some(score) = review.scores()?.mean(&self.criteria) {
                scored.push(Scored { submission, reviewer, score });
            }
        }
        Ok(scored)
    }

    /// Reviewers who judged what they must not, as it is known by now.
    pub fn conflicts(&self) -> HashMap<Pair, Reason> {
        let of: HashMap<SubmissionId, Interests> =
            self.entrants.iter().map(|one| (one.id, one.interests())).collect();
        let reason = |review: &Judged| {
            let pair = (review.submission_id, review.user_id);
            let is_declared = self.declared.contains(&pair);
            conflict::between(&review.interests(&self.homes), &of[&review.submission_id], is_declared)
                .map(|reason| (pair, reason))
        };
        self.reviews.iter().filter_map(reason).collect()
    }
}

/// These submissions, by id.
pub async fn entrants(db: &impl ConnectionTrait, of: Select<Entity>) -> Result<Vec<Entrant>> {
    let contact: RelationDef = Entity::belongs_to(submission_contact::Entity)
        .from(Column::Id)
        .to(submission_contact::Column::SubmissionId)
        .into();
    let rows = of.select_only().columns([Column::Id, Column::State, Column::Reference, Column::CityId]);
    let rows = rows
        .column(Column::CountryCode)
        .columns([submission_contact::Column::OrganisationKey, submission_contact::Column::CityKey]);
    let rows = rows.join(JoinType::LeftJoin, contact).order_by_asc(Column::Id);
    Ok(rows.into_model().all(db).await?)
}

async fn reviews(db: &impl ConnectionTrait, call: CallId) -> Result<Vec<Judged>> {
    use review::Column as Of;
    let who: RelationDef =
        review::Entity::belongs_to(user::Entity).from(Of::UserId).to(user::Column::Id).into();
    let what: RelationDef =
        review::Entity::belongs_to(submission::Entity).from(Of::SubmissionId).to(Column::Id).into();
    let rows = review::Entity::find().select_only();
    let rows = rows.columns([Of::SubmissionId, Of::UserId, Of::Number, Of::Version, Of::Scores]);
    let rows = rows.columns([user::Column::Name, user::Column::CityId, user::Column::Organisation]);
    let rows = rows.join(JoinType::InnerJoin, who).join(JoinType::InnerJoin, what);
    let rows = rows.filter(Column::CallId.eq(call)).order_by_asc(Of::SubmissionId).order_by_asc(Of::UserId);
    Ok(rows.into_model().all(db).await?)
}

async fn declared_in(db: &impl ConnectionTrait, call: CallId) -> Result<HashSet<Pair>> {
    use review_conflict::Column as Of;
    let what: RelationDef =
        review_conflict::Entity::belongs_to(submission::Entity).from(Of::SubmissionId).to(Column::Id).into();
    let rows = review_conflict::Entity::find().join(JoinType::InnerJoin, what);
    let rows = rows.filter(Column::CallId.eq(call)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.submission_id, row.user_id)).collect())
}

/// What these reviewers declared a conflict with.
pub async fn declared(db: &impl ConnectionTrait, reviewers: &[UserId]) -> Result<HashSet<Pair>> {
    let mut found = HashSet::new();
    for some in reviewers.chunks(bulk::IDS) {
        let rows = review_conflict::Entity::find();
        let rows = rows.filter(review_conflict::Column::UserId.is_in(bulk::padded(some)));
        found.extend(rows.all(db).await?.into_iter().map(|row| (row.submission_id, row.user_id)));
    }
    Ok(found)
}
