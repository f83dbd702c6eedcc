//! What those who judge blindly read of a submission instead of what was sent in.

use sea_orm::entity::prelude::*;

use crate::id::SubmissionId;
use crate::instant::Instant;
use crate::rich_text::Format;

/// `None` shows the original; what is empty shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_redaction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: SubmissionId,
    /// Which version of the submission was redacted.
    pub number: i32,
    #[sea_orm(column_type = "Text")]
    pub title: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub summary: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub body_source: Option<String>,
    pub body_format: Option<Format>,
    #[sea_orm(column_type = "Text")]
    pub body_html: Option<String>,
    /// JSON object.
    #[sea_orm(column_type = "Text")]
    pub answers: Option<String>,
    /// Counts saves.
    pub version: i32,
    pub updated_at: Instant,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
