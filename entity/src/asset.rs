//! An uploaded file; its bytes lie in the blob store.

use sea_orm::entity::prelude::*;

use crate::id::AssetId;
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asset")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssetId,
    /// The key of the system it was imported from.
    #[sea_orm(unique)]
    pub external_ref: Option<String>,
    /// The language of its first alt text.
    pub locale: String,
    /// The file name at the end of its URL.
    pub name: String,
    pub media_type: String,
    /// How many.
    pub bytes: i64,
    /// Lower-case hex.
    pub sha256: String,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub credit: Option<String>,
    /// What the blob store knows its bytes by.
    pub storage_key: String,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// Counts saves; an update names the one it read.
    pub version: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
