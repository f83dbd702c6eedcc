//! What a script or a partner's server shows instead of signing in: it acts as its user, within its scopes.

use sea_orm::entity::prelude::*;

use crate::id::{ApiTokenId, UserId};
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiTokenId,
    /// SHA-256 of the token in base64url: the token itself is nowhere.
    #[sea_orm(unique)]
    pub hash: String,
    pub user_id: UserId,
    /// What it is for, in its maker's words.
    pub name: String,
    /// Words with spaces between them.
    pub scopes: String,
    pub created_at: Instant,
    /// `None` never.
    pub expires_at: Option<Instant>,
    /// To the minute.
    pub last_used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
    User,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
