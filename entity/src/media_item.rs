//! A video, document, photo or recording of the media centre.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AssetId, MediaItemId};
use crate::instant::Instant;
use crate::status::Status;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MediaItemId,
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
    pub kind: Kind,
    pub thumbnail_id: Option<AssetId>,
    pub duration_seconds: Option<i32>,
}

/// What a media item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    Video,
    Document,
    Photo,
    Audio,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::asset::Entity",
        from = "Column::ThumbnailId",
        to = "super::asset::Column::Id"
    )]
    Thumbnail,
}

impl ActiveModelBehavior for ActiveModel {}
