//! What a user may do, in general.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// From the least to the most that is allowed; what each may do is told by one policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// The focal point of one city.
    City,
    /// Reads and scores submissions.
    Reviewer,
    /// Writes, translates, publishes.
    Editor,
    /// Users, tokens, purging.
    Admin,
}
