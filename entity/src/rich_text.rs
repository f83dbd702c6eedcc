//! Rich text lies in three columns: source, format and what was made of them.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What an author wrote in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Format {
    Markdown,
    Html,
}
