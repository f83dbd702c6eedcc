//! What became of a submission: rows are added and never changed.

use sea_orm::entity::prelude::*;

use crate::audit_event::Actor;
use crate::id::{SubmissionId, UserId};
use crate::instant::Instant;
use crate::submission::State;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: SubmissionId,
    /// That of the submission from then on.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// Where it stood from then on.
    pub state: State,
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    pub at: Instant,
    pub actor: Actor,
    pub user_id: Option<UserId>,
    /// The address it came from; `None` for the command line.
    pub origin: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
