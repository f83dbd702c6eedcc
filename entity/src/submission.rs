//! What a city sends in: an answer to a call, or the wish to join a cluster. Private.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{CallId, CityId, ClusterId, SubmissionId};
use crate::instant::Instant;
use crate::rich_text::Format;

/// What is sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// Answers a call.
    Practice,
    /// Asks to join a cluster.
    Membership,
}

/// Where it stands on its way to a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    Draft,
    Submitted,
    UnderReview,
    Shortlisted,
    Accepted,
    Rejected,
    Withdrawn,
}

/// As its sender last saved it; what was submitted is in `submission_version`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubmissionId,
    pub kind: Kind,
    pub state: State,
    /// SHA-256 of the token of its sender, in base64url.
    #[sea_orm(unique)]
    pub token_hash: String,
    /// Digest of the idempotency key it was begun with, if that was given.
    #[sea_orm(unique)]
    pub attempt: Option<String>,
    /// For people, `TRN-2021-0042`; `None` until it is submitted.
    #[sea_orm(unique)]
    pub reference: Option<String>,
    /// What it answers, of kind PRACTICE.
    pub call_id: Option<CallId>,
    /// What it asks to join, of kind MEMBERSHIP.
    pub cluster_id: Option<ClusterId>,
    /// The form it was begun with; `None` where the call has none.
    pub form_hash: Option<String>,
    /// The language it is written in.
    pub locale: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    #[sea_orm(column_type = "Text")]
    pub body_source: String,
    pub body_format: Format,
    #[sea_orm(column_type = "Text")]
    pub body_html: String,
    pub city_id: Option<CityId>,
    /// In the sender's words, where there is no such city here.
    pub city_name: Option<String>,
    /// ISO 3166-1 alpha-2; with `city_name`.
    pub country_code: Option<String>,
    /// JSON list of numbers.
    pub sdgs: String,
    /// JSON object: what the form asks for.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// When it was submitted last.
    pub submitted_at: Option<Instant>,
    /// When it was accepted, rejected or withdrawn.
    pub decided_at: Option<Instant>,
    /// Counts saves.
    pub version: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_one = "super::submission_contact::Entity")]
    Contact,
}

impl Related<super::submission_contact::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Contact.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
