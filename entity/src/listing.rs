//! Derived: what every list in order of time reads.

use sea_orm::entity::prelude::*;

use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing")]
pub struct Model {
    /// The event in the list `events`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: Uuid,
    /// The root list: `news`, `events`, `practices`, `media`, `calls`, `calls_by_publication`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub list: String,
    /// What it is listed under: nil for all, a thing's id, or the id of a value.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope_id: Uuid,
    /// A language it can be read in, or `*`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    /// Empty where the list has none.
    pub kind: String,
    pub sort_at: Instant,
    /// Several rows that differ in nothing else are never live at once.
    #[sea_orm(primary_key, auto_increment = false)]
    pub live_from: Instant,
    /// [`Instant::MAX`] when never.
    pub live_until: Instant,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
