//! A mail that waits to be sent; once it was, the row is gone.

use sea_orm::entity::prelude::*;

use crate::id::{MailId, SubmissionId};
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    /// What it is about.
    pub submission_id: Option<SubmissionId>,
    /// To whom and what, encrypted with the secret of the installation: there may be a token in it.
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
    pub created_at: Instant,
    /// It is sent from then on; `None` once it was given up.
    pub due_at: Option<Instant>,
    /// Until then the node that took it has it to itself.
    pub leased_until: Option<Instant>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why it could not be sent the last time.
    #[sea_orm(column_type = "Text")]
    pub trouble: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
