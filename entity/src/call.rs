//! A call for submissions.

use sea_orm::entity::prelude::*;

use crate::id::CallId;
use crate::instant::Instant;
use crate::status::Status;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallId,
    #[sea_orm(unique)]
    pub slug: String,
    pub status: Status,
    /// Live from this instant on, once `status` is [`Status::Published`].
    pub published_at: Option<Instant>,
    /// No longer live from this instant on.
    pub expires_at: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// Counts saves; an update names the one it read.
    pub version: i32,
    /// The language it was first written in.
    pub locale: String,
    /// The key of the system it was imported from.
    #[sea_orm(unique)]
    pub external_ref: Option<String>,
    /// The working draft of a published thing: a revision.
    pub draft_id: Option<Uuid>,
    /// `None`: open from publication on.
    pub opens_at: Option<Instant>,
    pub closes_at: Instant,
    /// The deadline as it was promised, by the clock of `time_zone`: `2021-06-20T23:59:59`.
    pub closes_at_local: String,
    /// IANA name: the zone the deadline is written in.
    pub time_zone: String,
    /// Seconds after the deadline in which submissions are still taken.
    pub grace_period: i32,
    /// Whom to write to about a submission is kept for so many months after the decision; `None`: for as long as usual.
    pub retention_months: Option<i32>,
    /// JSON Schema of what to send in.
    #[sea_orm(column_type = "Text")]
    pub form: Option<String>,
    /// JSON: what submissions are scored by.
    #[sea_orm(column_type = "Text")]
    pub criteria: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
