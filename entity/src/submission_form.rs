//! The forms that submissions were begun with: a call's form may change, these never do.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_form")]
pub struct Model {
    /// SHA-256 of the form, in base64url.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// JSON Schema.
    #[sea_orm(column_type = "Text")]
    pub form: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
