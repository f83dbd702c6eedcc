//! What a reviewer gives a submission, and says of it.

use sea_orm::entity::prelude::*;

use crate::id::{SubmissionId, UserId};
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: SubmissionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// Which version of the submission was there to be judged when this was saved.
    pub number: i32,
    /// JSON object: 0 to 100 by the key of the criterion; empty where nothing was scored.
    #[sea_orm(column_type = "Text")]
    pub scores: String,
    #[sea_orm(column_type = "Text")]
    pub committee_comment: String,
    /// For its sender, once the decision was released.
    #[sea_orm(column_type = "Text")]
    pub submitter_comment: String,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// Counts saves.
    pub version: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
