//! The types of content, as stored where a row may point at any of them.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A type of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Noun {
    Cluster,
    City,
    Topic,
    NewsItem,
    Call,
    Practice,
    MediaItem,
    Partner,
}
