//! A submission as it was submitted: rows are added and never changed.

use sea_orm::entity::prelude::*;

use crate::id::SubmissionId;
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: SubmissionId,
    /// Counts from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// Canonical JSON (RFC 8785), with a digest in place of the contact.
    #[sea_orm(column_type = "Text")]
    pub document: String,
    /// SHA-256 of the document, in base64url.
    pub hash: String,
    /// By the server's clock.
    pub at: Instant,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
