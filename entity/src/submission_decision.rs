//! A decision that is prepared: nobody but the secretariat knows of it until it is released, with all the others.

use sea_orm::entity::prelude::*;

use crate::id::{SubmissionId, UserId};
use crate::instant::Instant;
use crate::submission::State;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: SubmissionId,
    /// Where it will stand: shortlisted, accepted or rejected.
    pub state: State,
    /// Why: its sender will read it.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// Of the mail, where somebody wrote another than the usual one.
    #[sea_orm(column_type = "Text")]
    pub subject: Option<String>,
    /// The same of its text.
    #[sea_orm(column_type = "Text")]
    pub text: Option<String>,
    pub at: Instant,
    /// Who prepared it.
    pub user_id: Option<UserId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::submission::Entity",
        from = "Column::SubmissionId",
        to = "super::submission::Column::Id"
    )]
    Submission,
}

impl ActiveModelBehavior for ActiveModel {}
