//! Derived: how many rows the larger parts of `listing` and `directory` had when they were last counted.

use sea_orm::entity::prelude::*;

/// Of a scope that has as many rows in a language, of whatever kinds, most of them are told here.
pub const LEAST: u32 = 128;

/// The most kinds that the rows of a list have. With more, a scope of many rows could have few of each kind, and no count.
pub const MAX_KINDS: u32 = 4;

#[derive(Clone, Debug, PartialEq, Eq, Hash, DeriveEntityModel)]
#[sea_orm(table_name = "list_size")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub list: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Live or not.
    pub size: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
