//! A person who may sign in.

use sea_orm::entity::prelude::*;

use crate::id::{CityId, UserId};
use crate::instant::Instant;
use crate::role::Role;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// In lower case; `None` for one whom an identity provider names.
    #[sea_orm(unique)]
    pub email: Option<String>,
    /// The identity provider's, with `subject`: the two are the user, whatever address the provider tells.
    pub issuer: Option<String>,
    pub subject: Option<String>,
    pub name: String,
    /// `None` may sign in and do nothing.
    pub role: Option<Role>,
    /// Whose city: of role CITY, and of a reviewer who comes from one.
    pub city_id: Option<CityId>,
    /// For whom they work, so that they do not judge what it sends in.
    #[sea_orm(column_type = "Text")]
    pub organisation: Option<String>,
    /// Argon2id as a PHC string; `None` cannot sign in by password.
    #[sea_orm(column_type = "Text", nullable)]
    pub password_hash: Option<PasswordHash>,
    /// From then on nothing works any more.
    pub disabled_at: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_one = "super::second_factor::Entity")]
    SecondFactor,
}

impl Related<super::second_factor::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SecondFactor.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// Prints as `***`.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}
