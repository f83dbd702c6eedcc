//! One sign-in, and all tokens that came of it.

use sea_orm::entity::prelude::*;

use crate::id::{SessionId, UserId};
use crate::instant::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub user_id: UserId,
    pub created_at: Instant,
    /// Moves on with every use.
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
