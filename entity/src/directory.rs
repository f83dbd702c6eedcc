//! Derived: what every list in order of name reads.

use sea_orm::entity::prelude::*;

use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "directory")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: Uuid,
    /// The root list: `cities`, `partners`, `topics`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub list: String,
    /// What it is listed under: nil for all, a thing's id, or the id of a value.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope_id: Uuid,
    /// A language it can be read in, or `*`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    /// `featured` for a city under a cluster that features it; empty elsewhere.
    pub kind: String,
    /// What it sorts by: made from the name, compared by bytes.
    pub sort_key: String,
    /// Several rows that differ in nothing else are never live at once.
    #[sea_orm(primary_key, auto_increment = false)]
    pub live_from: Instant,
    /// [`Instant::MAX`] when never.
    pub live_until: Instant,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
