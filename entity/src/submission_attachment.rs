//! A file that is sent in with a submission, from its first byte on.

use sea_orm::entity::prelude::*;

use crate::id::{AttachmentId, SubmissionId};
use crate::instant::Instant;
use crate::submission_contact::Personal;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttachmentId,
    /// `None` while it waits for the submission that it came along with.
    pub submission_id: Option<SubmissionId>,
    /// Counts from 0, in the order in which they were begun.
    pub position: i32,
    /// As its sender calls it, with the ending of its type; empty once it was erased.
    pub name: Personal,
    /// How many there are, or are to be at most.
    pub bytes: i64,
    /// How many are here and safe.
    pub received: i64,
    /// JSON list of the pieces that they lie in, in order.
    #[sea_orm(column_type = "Text")]
    pub pieces: String,
    /// What the bytes are; `None` until all are here and were looked into.
    pub media_type: Option<String>,
    /// Lower-case hex; `None` until all are here.
    pub sha256: Option<String>,
    pub created_at: Instant,
    /// When an upload that nobody went on with is given up; `None` once it is whole.
    pub expires_at: Option<Instant>,
    /// Since when it is part of the submission.
    pub attached_at: Option<Instant>,
    /// Since when it is no more; what was submitted with it keeps it.
    pub removed_at: Option<Instant>,
    /// Since when its name and bytes are gone, for the sake of a person.
    pub erased_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
