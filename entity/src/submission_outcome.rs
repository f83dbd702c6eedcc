//! What came of a submission that was accepted.

use sea_orm::entity::prelude::*;

use crate::id::{CityId, ClusterId, PracticeId, SubmissionId};
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_outcome")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: SubmissionId,
    /// What it became, of kind PRACTICE; `None` once that was purged.
    #[sea_orm(unique)]
    pub practice_id: Option<PracticeId>,
    /// Who joined, of kind MEMBERSHIP.
    pub city_id: Option<CityId>,
    /// What it joined.
    pub cluster_id: Option<ClusterId>,
    pub at: Instant,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
